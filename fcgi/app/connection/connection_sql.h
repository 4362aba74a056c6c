/* Statements about connections, for this folder alone. */
#ifndef LIANGDING_APP_CONNECTION_SQL_H
#define LIANGDING_APP_CONNECTION_SQL_H

#include "app/connection/connection.h"

/* Where an organisation sits. */
struct seat {
	int64_t kind, desk, division;
	const char *name;
};
bool connection_seat(
    struct db *db, struct arena *mem, int64_t id, struct seat *out);

#endif
