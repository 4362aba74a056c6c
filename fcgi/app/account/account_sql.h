/* Statements about accounts that only this folder's handlers need. */
#ifndef LIANGDING_APP_ACCOUNT_SQL_H
#define LIANGDING_APP_ACCOUNT_SQL_H

#include "app/request.h"

/* When the name's automatic lock ends; 0 when it is not locked. */
struct moment account_locked_until(struct request *r, const char *name);
/* True when one of the account's usable grants is the actor's to oversee. */
bool account_is_overseen(struct request *r, int64_t id);
/* How many accounts the actor may see whose name contains name (or NULL). */
int64_t account_count(struct request *r, const char *name);
/* A page of them into rows (page_size structs of shape); how many. */
size_t account_select(struct request *r, const char *name, int64_t page,
    int64_t page_size, const struct shape *shape, void *rows);

#endif
