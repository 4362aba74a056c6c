/* See export_sql.h. */
#include "app/export/export_sql.h"

#include "app/session/session_sql.h"

enum { RECENT = 10, OLD_A_PASS = 50 };

#define EXPORT                                                               \
	"SELECT id, list, account_id, grant_id, language, state, attempts, " \
	"written, total, size, export_id, query, columns, created_at, "      \
	"finished_at FROM exports "

static const char sql_insert[] =
    "INSERT INTO exports (export_id, list, account_id, grant_id, language, "
    "query, columns, state, attempts, written, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, 0, UTC_TIMESTAMP(3))";
static const char sql_touch_account[] =
    "UPDATE accounts SET touched = touched + 1 WHERE id = ?";
static const char sql_under_way[] =
    "SELECT COUNT(*) FROM exports WHERE account_id = ? AND state IN (1, 2)";
static const char sql_exists[] = "SELECT 1 FROM exports WHERE export_id = ?";

static const char sql_by_id[] =
    EXPORT "WHERE export_id = ? AND account_id = ? AND grant_id = ?";
static const char sql_recent[] =
    EXPORT "WHERE account_id = ? AND grant_id = ? ORDER BY id DESC LIMIT 10";
static const char sql_forget[] = "DELETE FROM exports WHERE id = ?";

/* One whose writer has not been heard of is anybody's. */
#define FREE "(state = 1 OR (state = 2 AND lease_until < UTC_TIMESTAMP(3))) "
static const char sql_next[] = EXPORT "WHERE " FREE "ORDER BY id LIMIT 1";
static const char sql_claim[] =
    "UPDATE exports SET state = 2, attempts = attempts + 1, written = 0, "
    "lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND "
    "WHERE id = ? AND attempts = ? AND " FREE;
static const char sql_expect[] = "UPDATE exports SET total = ? WHERE id = ?";
static const char sql_go_on[] =
    "UPDATE exports SET written = ?, "
    "lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND "
    "WHERE id = ? AND state = 2 AND attempts = ?";
static const char sql_finish[] =
    "UPDATE exports SET state = 3, written = ?, total = written, size = ?, "
    "lease_until = NULL, finished_at = UTC_TIMESTAMP(3) "
    "WHERE id = ? AND state = 2 AND attempts = ?";
static const char sql_fail[] =
    "UPDATE exports SET state = 4, lease_until = NULL, "
    "finished_at = UTC_TIMESTAMP(3) "
    "WHERE id = ? AND state = 2 AND attempts = ?";
static const char sql_surplus[] =
    EXPORT "WHERE account_id = ? AND grant_id = ? AND state IN (3, 4) "
	   "ORDER BY id DESC LIMIT 50 OFFSET ?";
static const char sql_release[] =
    "UPDATE exports SET state = 1, lease_until = NULL "
    "WHERE id = ? AND state = 2 AND attempts = ?";
static const char sql_old[] =
    EXPORT "WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL ? HOUR "
	   "ORDER BY created_at LIMIT 50";

static const struct column columns[] = {
	COLUMN(export, id),
	COLUMN(export, list),
	COLUMN(export, account_id),
	COLUMN(export, grant_id),
	COLUMN(export, language),
	COLUMN(export, state),
	COLUMN(export, attempts),
	COLUMN(export, written),
	COLUMN(export, total),
	COLUMN(export, size),
	COLUMN(export, export_id),
	COLUMN(export, query),
	COLUMN(export, columns),
	COLUMN(export, created_at),
	COLUMN(export, finished_at),
};
static const struct shape row_shape = SHAPE(export, columns);

enum err
export_insert(struct request *r, struct export *e)
{
	struct query *q = db_query(r->db, sql_insert);
	const char *asked = json_text_of(r->mem, e->query);

	db_bind_text(q, e->export_id);
	db_bind_int(q, e->list);
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.grant_id);
	db_bind_int(q, e->language);
	db_bind_text(q, asked == NULL ? "{}" : asked);
	db_bind_text(q, e->columns);
	return db_run(q);
}

int64_t
export_under_way(struct request *r)
{
	struct query *q = db_query(r->db, sql_touch_account);

	db_bind_int(q, r->actor.account_id);
	db_run(q);
	q = db_query(r->db, sql_under_way);
	db_bind_int(q, r->actor.account_id);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

bool
export_exists(struct db *db, const char *export_id)
{
	struct query *q = db_query(db, sql_exists);

	db_bind_text(q, export_id);
	return db_step(q) == DB_ROW;
}

bool
export_by_id(struct request *r, const char *export_id, struct export *out)
{
	struct query *q = db_query(r->db, sql_by_id);

	db_bind_text(q, export_id);
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.grant_id);
	if (db_step(q) != DB_ROW)
		return false;
	db_row(q, r->mem, &row_shape, out);
	return true;
}

struct list
export_recent(struct request *r)
{
	struct query *q = db_query(r->db, sql_recent);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.grant_id);
	return db_rows(q, r->mem, &row_shape, RECENT);
}

void
export_forget(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_forget);

	db_bind_int(q, id);
	db_run(q);
}

bool
export_claim(struct db *db, struct arena *mem, struct export *out)
{
	struct query *q = db_query(db, sql_next);

	if (db_step(q) != DB_ROW)
		return false;
	db_row(q, mem, &row_shape, out);
	q = db_query(db, sql_claim);
	db_bind_int(q, EXPORT_LEASE_SECONDS);
	db_bind_int(q, out->id);
	db_bind_int(q, out->attempts);
	out->attempts++;
	return db_run(q) == OK && db_affected(q) == 1;
}

void
export_expect(struct db *db, int64_t id, int64_t total)
{
	struct query *q = db_query(db, sql_expect);

	db_bind_int(q, total);
	db_bind_int(q, id);
	db_run(q);
}

bool
export_go_on(
    struct db *db, const struct export *e, int64_t lines, int64_t seconds)
{
	struct query *q = db_query(db, sql_go_on);

	db_bind_int(q, lines);
	db_bind_int(q, seconds);
	db_bind_int(q, e->id);
	db_bind_int(q, e->attempts);
	return db_run(q) == OK && db_affected(q) == 1;
}

bool
export_finish(
    struct db *db, const struct export *e, int64_t lines, int64_t size)
{
	struct query *q = db_query(db, sql_finish);

	db_bind_int(q, lines);
	db_bind_int(q, size);
	db_bind_int(q, e->id);
	db_bind_int(q, e->attempts);
	return db_run(q) == OK && db_affected(q) == 1;
}

void
export_fail(struct db *db, const struct export *e)
{
	struct query *q = db_query(db, sql_fail);

	db_bind_int(q, e->id);
	db_bind_int(q, e->attempts);
	db_run(q);
}

void
export_release(struct db *db, const struct export *e)
{
	struct query *q = db_query(db, sql_release);

	db_bind_int(q, e->id);
	db_bind_int(q, e->attempts);
	db_run(q);
}

bool
export_actor(struct request *r, const struct export *e)
{
	return session_actor_by_grant(r, e->account_id, e->grant_id);
}

struct list
export_surplus(struct request *r)
{
	struct query *q = db_query(r->db, sql_surplus);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.grant_id);
	db_bind_int(q, EXPORTS_KEPT - 1); /* and the one to come */
	return db_rows(q, r->mem, &row_shape, OLD_A_PASS);
}

struct list
export_old(struct db *db, struct arena *mem)
{
	struct query *q = db_query(db, sql_old);

	db_bind_int(q, EXPORT_KEEP_HOURS);
	return db_rows(q, mem, &row_shape, OLD_A_PASS);
}
