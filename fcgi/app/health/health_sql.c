/* The one statement that tells whether the database works. */
#include "app/health/health.h"

static const char sql_ready[] =
    "SELECT COUNT(*) FROM order_counts WHERE desk = 0";

bool
health_database_answers(struct db *db)
{
	return db_step(db_query(db, sql_ready)) == DB_ROW;
}
