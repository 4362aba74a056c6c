/* See export_sql.h. */
#include "app/export/export_sql.h"

#include "app/session/session_sql.h"

enum { RECENT = 10, OLD_A_PASS = 50 };

/* An export and its job are made and dropped together. */
#define WITH_JOB "JOIN jobs j ON j.kind = 1 AND j.object_id = e.id "
#define EXPORT                                                           \
	"SELECT e.id, e.list, e.account_id, e.grant_id, e.language, "    \
	"e.format, "                                                     \
	"j.state, j.progress AS written, j.total, e.size, e.export_id, " \
	"e.query, e.columns, e.created_at, j.finished_at, e.order_id, "  \
	"o.order_no FROM exports e " WITH_JOB                            \
	"LEFT JOIN orders o ON o.id = e.order_id "

static const char sql_insert[] =
    "INSERT INTO exports (export_id, list, order_id, account_id, grant_id, "
    "language, format, query, columns, created_at) "
    "VALUES (?, ?, NULLIF(?, 0), ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char sql_touch_account[] =
    "UPDATE accounts SET touched = touched + 1 WHERE id = ?";
static const char sql_under_way[] =
    "SELECT COUNT(*) FROM exports e " WITH_JOB
    "WHERE e.account_id = ? AND j.state IN (1, 2)";
static const char sql_exists[] =
    "SELECT 1 FROM exports WHERE export_id = ? AND account_id <> ?";

static const char sql_by_id[] =
    EXPORT "WHERE e.export_id = ? AND e.account_id = ? AND e.grant_id = ?";
static const char sql_of_job[] = EXPORT "WHERE e.id = ?";
static const char sql_recent[] =
    EXPORT "WHERE e.account_id = ? AND e.grant_id = ? "
	   "ORDER BY e.id DESC LIMIT 10";
static const char sql_forget[] = "DELETE FROM exports WHERE id = ?";

static const char sql_keep_size[] = "UPDATE exports SET size = ? WHERE id = ?";
static const char sql_surplus[] =
    EXPORT "WHERE e.account_id = ? AND e.grant_id = ? AND j.state IN (3, 4) "
	   "ORDER BY e.id DESC LIMIT 50 OFFSET ?";
static const char sql_old[] =
    "SELECT id, export_id FROM exports WHERE created_at < UTC_TIMESTAMP(3) - "
    "INTERVAL ? HOUR ORDER BY created_at LIMIT 50";

static const struct column columns[] = {
	COLUMN(export, id),
	COLUMN(export, list),
	COLUMN(export, account_id),
	COLUMN(export, grant_id),
	COLUMN(export, language),
	COLUMN(export, format),
	COLUMN(export, state),
	COLUMN(export, written),
	COLUMN(export, total),
	COLUMN(export, size),
	COLUMN(export, export_id),
	COLUMN(export, query),
	COLUMN(export, columns),
	COLUMN(export, created_at),
	COLUMN(export, finished_at),
	COLUMN(export, order_id),
	COLUMN(export, order_no),
};
static const struct shape row_shape = SHAPE(export, columns);

enum err
export_insert(struct request *r, struct export *e)
{
	struct query *q = db_query(r->db, sql_insert);
	const char *asked = json_text_of(r->mem, e->query);

	db_bind_text(q, e->export_id);
	db_bind_int(q, e->list);
	db_bind_int(q, e->order_id);
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.grant_id);
	db_bind_int(q, e->language);
	db_bind_int(q, e->format);
	db_bind_text(q, asked == NULL ? "{}" : asked);
	db_bind_text(q, e->columns);
	if (db_run(q) != OK)
		return db_error(r->db);
	e->id = db_inserted_id(q);
	return job_queue(r->db, &export_job,
	    &(struct job_asked){
		.object_id = e->id, .account_id = r->actor.account_id });
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
export_is_anothers(struct request *r, const char *export_id)
{
	struct query *q = db_query(r->db, sql_exists);

	db_bind_text(q, export_id);
	db_bind_int(q, r->actor.account_id);
	return db_step(q) == DB_ROW;
}

bool
export_by_id(struct request *r, const char *export_id, struct export *out)
{
	struct query *q = db_query(r->db, sql_by_id);

	db_bind_text(q, export_id);
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.grant_id);
	return db_one(q, r->mem, &row_shape, out);
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
	struct query *q;

	/* In the order in which the writer changes both. */
	job_forget(db, &export_job, id);
	q = db_query(db, sql_forget);
	db_bind_int(q, id);
	db_run(q);
}

bool
export_of_job(struct db *db, struct arena *mem, int64_t id, struct export *out)
{
	struct query *q = db_query(db, sql_of_job);

	db_bind_int(q, id);
	return db_one(q, mem, &row_shape, out);
}

void
export_keep_size(struct db *db, int64_t id, int64_t size)
{
	struct query *q = db_query(db, sql_keep_size);

	db_bind_int(q, size);
	db_bind_int(q, id);
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
