/* The statements of credentials; see credential.h. */
#include "app/credential/credential_sql.h"

enum { LISTED = 100 };

#define CREDENTIAL                                                       \
	"SELECT id, order_id, no, organisation_id, environment, state, " \
	"app_id, secrets, created_at, stopped_at FROM credentials "
static const char sql_insert[] =
    "INSERT INTO credentials (order_id, no, organisation_id, environment, "
    "app_id, secrets, state, created_by, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, 1, ?, UTC_TIMESTAMP(3))";
static const char sql_end[] =
    "UPDATE credentials SET state = 2, stopped_at = UTC_TIMESTAMP(3) "
    "WHERE order_id = ? AND no = ? AND state = 1";
static const char sql_current[] =
    CREDENTIAL "WHERE order_id = ? AND state = 1 ORDER BY no DESC LIMIT 1";
static const char sql_by_id[] = CREDENTIAL "WHERE id = ?";
static const char sql_list[] =
    CREDENTIAL "WHERE order_id = ? ORDER BY no DESC LIMIT 100";

static const struct column columns[] = {
	COLUMN(credential, id),
	COLUMN(credential, order_id),
	COLUMN(credential, no),
	COLUMN(credential, organisation_id),
	COLUMN(credential, environment),
	COLUMN(credential, state),
	COLUMN(credential, app_id),
	COLUMN(credential, secrets),
	COLUMN(credential, created_at),
	COLUMN(credential, stopped_at),
};
static const struct shape row_shape = SHAPE(credential, columns);

enum err
credential_insert(struct request *r, struct credential *c)
{
	struct query *q = db_query(r->db, sql_insert);

	db_bind_int(q, c->order_id);
	db_bind_int(q, c->no);
	db_bind_int(q, c->organisation_id);
	db_bind_int(q, c->environment);
	db_bind_text(q, c->app_id);
	db_bind_text(q, c->secrets);
	db_bind_int(q, r->actor.account_id);
	if (db_run(q) != OK)
		return db_error(r->db);
	c->id = db_inserted_id(q);
	return OK;
}

bool
credential_end(struct db *db, int64_t order_id, int64_t no)
{
	struct query *q = db_query(db, sql_end);

	db_bind_int(q, order_id);
	db_bind_int(q, no);
	return db_run(q) == OK && db_affected(q) == 1;
}

bool
credential_current(
    struct db *db, struct arena *mem, int64_t order_id, struct credential *out)
{
	struct query *q = db_query(db, sql_current);

	db_bind_int(q, order_id);
	return db_one(q, mem, &row_shape, out);
}

bool
credential_by_id(
    struct db *db, struct arena *mem, int64_t id, struct credential *out)
{
	struct query *q = db_query(db, sql_by_id);

	db_bind_int(q, id);
	return db_one(q, mem, &row_shape, out);
}

struct list
credential_list(struct db *db, struct arena *mem, int64_t order_id)
{
	struct query *q = db_query(db, sql_list);

	db_bind_int(q, order_id);
	return db_rows(q, mem, &row_shape, LISTED);
}
