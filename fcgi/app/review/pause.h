/*
 * A desk's clock stands still while the applicant has the order (PLAT-15): the
 * days that were left are kept, and it goes on with them. Not here: why it is
 * the applicant's (app/supplement, app/account_proof).
 */
#ifndef LIANGDING_APP_REVIEW_PAUSE_H
#define LIANGDING_APP_REVIEW_PAUSE_H

#include "app/order/order.h"

enum {
	/* After it came back, whoever has its claim has it so long. */
	PAUSE_CLAIM_DAYS = 3
};

struct pause {
	int64_t order_id, desk, organisation_id; /* the office's */
	int64_t account_id;                      /* who has asked there */
	int64_t days_left; /* of the desk's clock, counted as its step does */
};

/* How many of its days the clock has left that runs out at due. */
int64_t pause_days_left(
    struct request *r, const struct order *o, int64_t desk, struct moment due);
/* The applicant has it until then. */
void pause_begin(struct request *r, const struct order *o,
    const struct pause *p, struct moment until);
/* When o's clock runs out if it goes on now. */
struct moment pause_due(
    struct request *r, const struct order *o, const struct pause *p);
/* It goes on, until due. */
void pause_end(struct request *r, const struct pause *p, struct moment due);
/* Whose it is at the desk: who has its claim, or who has asked. */
int64_t pause_holder(struct request *r, const struct pause *p);

/* The desk's row, for this folder: until when the applicant has it (0: not),
 * its deadline, and until when it is whoever's it is. */
void pause_set_desk(struct request *r, const struct pause *p,
    struct moment until, struct moment due, struct moment claim_until);

#endif
