/* Statements about the store's id. */
#include "app/identity/identity_sql.h"

static const char sql_id[] = "SELECT id FROM store_identity WHERE one = 1";
static const char sql_blobs[] = "SELECT 1 FROM blobs LIMIT 1";

const char *
identity_of_database(struct db *db, struct arena *mem)
{
	struct query *q = db_query(db, sql_id);

	return db_step(q) == DB_ROW ? db_text(q, mem, 0) : NULL;
}

bool
identity_knows_blobs(struct db *db)
{
	struct query *q = db_query(db, sql_blobs);

	return db_step(q) == DB_ROW || db_error(db) != OK;
}
