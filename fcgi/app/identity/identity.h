/*
 * That the file store and the database belong together: both carry an id. With
 * another's database, or a new one, no file would be named and the sweep would
 * take them all away.
 */
#ifndef LIANGDING_APP_IDENTITY_H
#define LIANGDING_APP_IDENTITY_H

#include "app/server.h"

enum identity {
	IDENTITY_OK,
	IDENTITY_UNKNOWN, /* the database or the store did not answer */
	IDENTITY_ANOTHER  /* they do not belong together */
};

/*
 * An empty store without an id takes that of a database that knows no files.
 * *fault_out tells an operator what is wrong and what to do.
 */
enum identity identity_check(
    const struct server *s, struct arena *mem, const char **fault_out);
/* An operator says that they belong together: the store gets the id. */
bool identity_adopt(
    const struct server *s, struct arena *mem, const char **fault_out);

#endif
