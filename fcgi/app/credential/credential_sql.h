/* The statements of credentials. */
#ifndef LIANGDING_APP_CREDENTIAL_SQL_H
#define LIANGDING_APP_CREDENTIAL_SQL_H

#include "app/credential/credential.h"

/* Fills in the id. */
enum err credential_insert(struct request *r, struct credential *c);
/* That number of the order's keys, if it is in force, is so no more; false when
 * it is not. */
bool credential_end(struct db *db, int64_t order_id, int64_t no);

#endif
