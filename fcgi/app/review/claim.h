/*
 * Claims on orders (REVIEW-7): a desk's row says who is at work on it, until
 * the order moves on there. Not here: deciding, which needs none.
 */
#ifndef LIANGDING_APP_REVIEW_CLAIM_H
#define LIANGDING_APP_REVIEW_CLAIM_H

#include "app/review/review.h"

struct claim {
	const char *actor_name;
	struct moment until;
	bool mine;
};
extern const struct shape claim_shape;

/* The claim on an order that has not lapsed, or NULL. */
const struct claim *claim_of(struct request *r, int64_t order_id);
/* Takes or renews it for the actor; false while a colleague holds it. */
bool claim_take(struct request *r, int64_t order_id);
/* Gives up the actor's own claim. */
void claim_release(struct request *r, int64_t order_id);

handler claim_take_http, claim_release_http;

#endif
