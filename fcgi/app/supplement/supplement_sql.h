/* The statements of supplements, for this folder. */
#ifndef LIANGDING_APP_SUPPLEMENT_SQL_H
#define LIANGDING_APP_SUPPLEMENT_SQL_H

#include "app/supplement/supplement.h"

/* Its row; the new id, or 0. */
int64_t supplement_insert(struct request *r, const struct supplement *s);
bool supplement_by_id(struct request *r, int64_t id, struct supplement *out);
/* True when the desk has asked since the order came to it. */
bool supplement_was_asked(
    struct request *r, int64_t order_id, int64_t desk, int64_t addressee);
/* The order's own row says which desk it waits for, 0: none; ERR_ORDER_CHANGED
 * when it is not at the version and the desk any more. */
enum err supplement_mark(
    struct request *r, const struct order *o, int64_t version, int64_t desk);
/* False when it had ended. */
bool supplement_end(struct db *db, int64_t id, enum supplement_end how);

#endif
