/* The count of changes to what lasts. */
#include "app/lasting/lasting.h"

static const char sql_changed[] =
    "UPDATE lasting_changes SET n = n + 1 WHERE one = 1";

void
lasting_changed(struct db *db)
{
	db_run(db_query(db, sql_changed));
}
