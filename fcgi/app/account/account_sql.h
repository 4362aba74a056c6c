/* Statements about accounts that only this folder's handlers need. */
#ifndef LIANGDING_APP_ACCOUNT_SQL_H
#define LIANGDING_APP_ACCOUNT_SQL_H

#include "app/request.h"

/* When the name's automatic lock ends; 0 when it is not locked. */
struct moment account_locked_until(struct request *r, const char *name);
/* The organisation and division of the account's first usable grant. */
bool account_organisation(struct db *db, int64_t id, int64_t *organisation_out,
    int64_t *division_out);
/* How many accounts the actor may see whose name contains name (or NULL). */
int64_t account_count(struct request *r, const char *name);
/* A page of them into rows (page_size structs of shape); how many. */
size_t account_select(struct request *r, const char *name, int64_t page,
    int64_t page_size, const struct shape *shape, void *rows);

#endif
