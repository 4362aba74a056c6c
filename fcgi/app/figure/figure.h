/*
 * A desk's figures (REVIEW-8): how much it has decided, month by month, and how
 * long that took. Added up from the orders' events by the job runner, so that
 * no decision waits for it: what is decided stands there within two minutes.
 * Not here: what waits, which the board reads as it is.
 */
#ifndef LIANGDING_APP_FIGURE_H
#define LIANGDING_APP_FIGURE_H

#include "app/page.h"
#include "app/request.h"

enum {
	FIGURE_MONTHS = 12,
	/* By then every transaction that began before has ended: an event with
	 * a lower id can come no more. */
	FIGURE_LAG_SECONDS = 60,
	FIGURE_BITE = 2000, /* events added up at a time */
	/* Whole hours up to two days, then quarters of a day. */
	FIGURE_FINE_HOURS = 48,
	FIGURE_COARSE_HOURS = 6,
	FIGURE_BUCKETS_MAX = 400
};

/* Adds up what has happened since; true while there is more. */
bool figure_add_up(struct db *db);

/* A sum of one kind, month, verdict and bucket, at one desk of an office. */
struct figure_row {
	int64_t kind, month, verdict, bucket, n;
};
/* Of the actor's office since that month (yyyymm), by kind and bucket. */
struct list figure_rows(struct request *r, int64_t since);
/* How many wait at the actor's desk in a list, and how many of them are late.
 */
int64_t figure_waiting(struct request *r, int64_t list, bool late);

extern const struct shape figure_list_shape;
handler figure_list_http;

#endif
