/* The statements of preferences. */
#include "app/preference/preference.h"

static const char sql_read[] =
    "SELECT value FROM preferences WHERE account_id = ? AND name = ?";
static const char sql_write[] =
    "INSERT INTO preferences (account_id, name, value, updated_at) "
    "VALUES (?, ?, ?, UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE value = VALUES(value), "
    "updated_at = VALUES(updated_at)";

const char *
preference_read(struct request *r, const struct preference *preference)
{
	struct query *q = db_query(r->db, sql_read);

	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, preference->name);
	return db_step(q) == DB_ROW ? db_text(q, r->mem, 0) : NULL;
}

enum err
preference_write(
    struct request *r, const struct preference *preference, const char *value)
{
	struct query *q = db_query(r->db, sql_write);

	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, preference->name);
	db_bind_text(q, value);
	return db_run(q);
}
