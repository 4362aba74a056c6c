/*
 * Every level's view of an order: the rows that lists and counts read. All
 * changes go through levels_apply(), which keeps counts in step in the same
 * transaction.
 */
#ifndef LIANGDING_APP_LEVELS_H
#define LIANGDING_APP_LEVELS_H

#include "app/order/order.h"
#include "app/review/route.h"

/* The bureau that reviews at a level; id 0 where the level has none. */
struct bureau {
	int64_t id;
	const char *name, *phone; /* phone NULL where none is known */
};

/* The bureaus over a division, by level, nearest above (spec 0). */
void levels_bureaus(
    struct request *r, int64_t division, struct bureau bureaus[LEVEL_COUNT]);

/*
 * Puts o's levels where move says. known are its levels as they are, by
 * level, when the caller has read them in this transaction; else NULL.
 * decided_by, when not LEVEL_NONE, has just decided with verdict; automatic
 * marks the levels above it as passed.
 */
void levels_apply(struct request *r, const struct order *o,
    const struct order_level *known, const struct bureau bureaus[LEVEL_COUNT],
    const struct review_move *move, enum level decided_by, enum verdict verdict,
    bool automatic);

/*
 * Adds up counters that lie in many slots, so that reading them stays cheap;
 * a few hundred of them, each in a transaction of its own.
 */
void levels_fold_counts(struct db *db);

/* The condition on order_levels (as l) of an area, with one parameter: the
 * area's digits; "" for the nation, which has none. */
const char *levels_area_sql(int64_t area);
/*
 * FROM order_levels as l, along the index that has the area's rows in order.
 * Named, because a database that may choose another has been seen to, once
 * others were at work beside it.
 */
const char *levels_area_index(int64_t area);

#endif
