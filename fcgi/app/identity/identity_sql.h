/* What the database says of its store. */
#ifndef LIANGDING_APP_IDENTITY_SQL_H
#define LIANGDING_APP_IDENTITY_SQL_H

#include "lib/db.h"

/* NULL: no answer, or the schema is not there. */
const char *identity_of_database(struct db *db, struct arena *mem);
bool identity_knows_blobs(struct db *db);

#endif
