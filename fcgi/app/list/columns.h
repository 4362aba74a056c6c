/*
 * What all lists do with their table of columns (lib/shape.h): which are
 * selected, how rows become items, and what of them a reader gets. Not here:
 * where rows come from.
 */
#ifndef LIANGDING_APP_LIST_COLUMNS_H
#define LIANGDING_APP_LIST_COLUMNS_H

#include "app/request.h"
#include "lib/db.h"

/* Columns with a heading; and, with commas between them, all their names, in
 * characters (exports.columns). */
enum { LIST_COLUMNS_MAX = 32, LIST_NAMES_MAX = 400 };

/* Adds "o.order_no, l.kind, …": what an item is read by; other: in the list's
 * other reading. */
void list_columns_add(struct buf *sql, const struct shape *item, bool other);
/*
 * The rows of q as at most max items. fill, if there is one, completes one from
 * what was read; false leaves it out. What the actor's role does not see is
 * null.
 */
struct list list_rows(struct request *r, struct query *q,
    const struct shape *item, size_t max,
    bool (*fill)(struct request *r, void *item, const void *about),
    const void *about);
/* Takes from an item what the role does not see. */
void list_columns_hide(const struct shape *item, int64_t role, void *at);
/* True when the column is one for the role's page and file. */
bool list_column_is_for(const struct column *c, int64_t role);

#endif
