/* See serial.h. */
#include "app/serial.h"

static const char sql_next[] =
    "INSERT INTO serials (kind, division, day, n) "
    "VALUES (?, ?, ?, LAST_INSERT_ID(1)) "
    "ON DUPLICATE KEY UPDATE n = LAST_INSERT_ID(n + 1)";

int64_t
serial_next(struct db *db, int64_t kind, int64_t division, int64_t day)
{
	struct query *q = db_query(db, sql_next);

	db_bind_int(q, kind);
	db_bind_int(q, division);
	db_bind_int(q, day);
	return db_run(q) == OK ? db_inserted_id(q) : 0;
}
