/*
 * Asking for more without rejecting (PLAT-15, 补正): the order goes on waiting
 * at the desk, whose clock stops; the applicant's begins, and what was named
 * may be changed and sent in again, in its own place. Once it is sent, taken
 * back or its time has run out, the desk's clock goes on with the days that
 * were left. Not here: correcting itself (app/order/corrections.h).
 */
#ifndef LIANGDING_APP_SUPPLEMENT_H
#define LIANGDING_APP_SUPPLEMENT_H

#include "app/job/job.h"
#include "app/review/pause.h"
#include "app/review/review.h"

enum {
	SUPPLEMENT_JOB = 9, /* its kind's number, in the database */
	SUPPLEMENT_DAYS_MAX = 30
};

/* How one has ended. */
enum supplement_end {
	SUPPLEMENT_SENT = 1,
	SUPPLEMENT_LAPSED,
	SUPPLEMENT_TAKEN_BACK,
	SUPPLEMENT_WITHDRAWN /* the order was */
};

struct supplement {
	int64_t id, order_id, desk, organisation_id, account_id;
	int64_t days_left; /* of the desk's clock, counted as its step does */
	const char *actor_name, *organisation_name;
	struct moment asked_at, until;
	bool mine; /* the actor asked for it */
};
extern const struct shape supplement_shape;

/* The one that o waits for; false when it waits for none. */
bool supplement_open(
    struct request *r, const struct order *o, struct supplement *out);
/* True when the actor's desk may ask for something: once while the order is
 * there. Whoever asks has claimed it first. */
bool supplement_may_ask(struct request *r, const struct order_seen *seen);
/* How the desk's clock stands meanwhile. */
struct pause supplement_pause(const struct supplement *s);
/* It ends so, in the transaction that ends it; o's row is the caller's. */
void supplement_close(
    struct request *r, const struct supplement *s, enum supplement_end how);
extern const struct job_kind supplement_job;
extern const struct form supplement_form;
handler supplement_ask_http, supplement_take_back_http;

#endif
