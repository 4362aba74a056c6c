/* Statements about messages, for this folder. */
#ifndef LIANGDING_APP_OUTBOX_SQL_H
#define LIANGDING_APP_OUTBOX_SQL_H

#include "app/outbox/outbox.h"

/* Keeps a new one; its id, or 0. */
int64_t outbox_insert(struct db *db, const struct outbox_row *row,
    enum carrier carrier, int seconds);
/* Those that went out last, as struct outbox_row, the latest first. */
struct list outbox_last(struct db *db, struct arena *mem, size_t max);

#endif
