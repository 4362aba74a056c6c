/*
 * The steps of an order that are shown by themselves, besides its desks': data
 * check, account proof, review, signing, opening, say (MERCH-8). Which they are
 * is said by the kind's row, how they stand follows from the facts.
 */
#ifndef LIANGDING_APP_ORDER_MILESTONES_H
#define LIANGDING_APP_ORDER_MILESTONES_H

#include "app/order/order.h"

struct milestone_shown {
	int64_t milestone, state;
	struct moment at;  /* since when it stands so; 0: nothing yet */
	const char *value; /* what was granted, or from which day; or NULL */
};
extern const struct shape milestone_shape;

/* As struct milestone_shown: seen, as its reader sees it, with its events and
 * accounts (struct account_shown). */
struct list milestones_of(struct request *r, const struct order *seen,
    const struct list *events, const struct list *accounts);

#endif
