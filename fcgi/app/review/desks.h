/*
 * Every desk's view of an order: the rows that lists and counts read. All
 * changes go through desks_apply(), which keeps counts in step in the same
 * transaction.
 */
#ifndef LIANGDING_APP_DESKS_H
#define LIANGDING_APP_DESKS_H

#include "app/desk/desk.h"
#include "app/order/order.h"
#include "app/review/route.h"

/*
 * Puts o's desks where move says. known are its desks as they are, by
 * desk, when the caller has read them in this transaction; else NULL.
 * decided_by, when not DESK_NONE, has just decided with verdict; automatic
 * marks the desks above it as passed.
 */
void desks_apply(struct request *r, const struct order *o,
    const struct order_desk *known, const struct office offices[DESK_COUNT],
    const struct review_move *move, enum desk decided_by, enum verdict verdict,
    bool automatic);

/*
 * Adds up counters that lie in many slots, so that reading them stays cheap;
 * a few hundred of them, each in a transaction of its own.
 */
void desks_fold_counts(struct db *db);

/* The condition on order_desks (as l) of an area, with one parameter: the
 * area's digits; "" for the nation, which has none. */
const char *desks_area_sql(int64_t area);
/*
 * FROM order_desks as l, along the index that has the area's rows in order.
 * Named, because a database that may choose another has been seen to, once
 * others were at work beside it.
 */
const char *desks_area_index(int64_t area);

#endif
