/*
 * What was paid in a time, and before it (MONEY-1): an institution's own, once
 * it is shown (MERCH-1), or a bureau's division's, or one within it, which goes
 * on record. Read from the sums that feeds keep by the day, never from
 * payments. Refunds are subtracted on the day of the refund.
 */
#ifndef LIANGDING_FEEDS_MONEY_H
#define LIANGDING_FEEDS_MONEY_H

#include "feeds/payment.h"
#include "feeds/whose.h"

enum {
	MONEY_DAYS_MAX = 1100,
	/* So many days are drawn one by one, more by months. */
	MONEY_DAYS_DRAWN = 62
};

/* Whose days, of which: both included, as yyyymmdd. */
struct money_range {
	struct whose of;
	int64_t from, to, channel; /* 0: by any */
};

/* What payments less their refunds come to. */
struct money_sum {
	int64_t total, insurance, personal, payments, refunds, refunded;
};
extern const struct shape money_sum_shape;
/* Of days, as struct payment_day. */
struct money_sum *money_sum(struct arena *mem, const struct list *days);

/* Each day there is, in order, as struct payment_day without its id. */
struct list money_days(struct request *r, const struct money_range *range);
/* What all of them come to. */
struct payment_day money_whole(
    struct request *r, const struct money_range *range);
/* What the divisions within it come to, those of so many numbers each. */
struct money_area {
	const char *code, *name;
	int64_t total, payments;
};
struct list money_areas(
    struct request *r, const struct money_range *range, int64_t width);
/* The name of a division, or NULL. */
const char *money_division_name(struct request *r, int64_t division);

extern const struct form money_query_form;
extern const struct shape money_shape;
handler money_http;

#endif
