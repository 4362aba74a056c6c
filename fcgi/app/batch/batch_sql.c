/* The statements of batches. */
#include "app/batch/batch.h"

#include "app/session/session_sql.h"

/* A batch and its job are made together. */
#define BATCH                                                             \
	"SELECT b.id, b.account_id, b.grant_id, b.verdict, b.whole, "     \
	"j.state, (SELECT COUNT(*) FROM batch_items i "                   \
	"WHERE i.batch_id = b.id) AS total, "                             \
	"(SELECT COUNT(*) FROM batch_items i WHERE i.batch_id = b.id "    \
	"AND i.outcome = 'ok') AS done, "                                 \
	"(SELECT COUNT(*) FROM batch_items i WHERE i.batch_id = b.id "    \
	"AND i.outcome <> 'ok') AS failed, b.batch_id, b.reason, "        \
	"b.remark, b.address, b.over_claim, b.created_at, j.finished_at " \
	"FROM batches b JOIN jobs j ON j.kind = 6 AND j.object_id = b.id "
_Static_assert(BATCH_JOB == 6, "the kind above");

static const char sql_insert[] =
    "INSERT INTO batches (batch_id, account_id, grant_id, verdict, whole, "
    "reason, remark, over_claim, address, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char sql_insert_item[] =
    "INSERT INTO batch_items (batch_id, no, order_no, version) "
    "VALUES (?, ?, ?, ?)";
static const char sql_by_id[] =
    BATCH "WHERE b.batch_id = ? AND b.account_id = ? AND b.grant_id = ?";
static const char sql_exists[] =
    "SELECT 1 FROM batches WHERE batch_id = ? AND account_id <> ?";
static const char sql_recent[] =
    BATCH "WHERE b.account_id = ? AND b.grant_id = ? "
	  "ORDER BY b.id DESC LIMIT 10";
_Static_assert(BATCHES_SHOWN == 10, "the limit above");
static const char sql_of_job[] = BATCH "WHERE b.id = ?";

#define ITEMS                                                                 \
	"SELECT i.no, i.version, i.order_no, " /* What was not decided may be \
						  another office's. */        \
	"IF(i.outcome = 'ok', o.title, NULL) AS title, i.outcome, "           \
	"i.by_name FROM batch_items i "                                       \
	"LEFT JOIN orders o ON o.order_no = i.order_no "                      \
	"WHERE i.batch_id = ? "
static const char sql_items[] = ITEMS "ORDER BY i.no";
static const char sql_left[] = ITEMS "AND i.outcome IS NULL ORDER BY i.no";
static const char sql_outcome[] =
    "UPDATE batch_items SET outcome = ?, by_name = ? "
    "WHERE batch_id = ? AND no = ? AND outcome IS NULL";

static const struct column columns[] = {
	COLUMN(batch, id),
	COLUMN(batch, account_id),
	COLUMN(batch, grant_id),
	COLUMN(batch, verdict),
	COLUMN(batch, whole),
	COLUMN(batch, state),
	COLUMN(batch, total),
	COLUMN(batch, done),
	COLUMN(batch, failed),
	COLUMN(batch, batch_id),
	COLUMN(batch, reason),
	COLUMN(batch, remark),
	COLUMN(batch, address),
	COLUMN(batch, over_claim),
	COLUMN(batch, created_at),
	COLUMN(batch, finished_at),
};
static const struct shape row_shape = SHAPE(batch, columns);

static const struct column item_columns[] = {
	COLUMN(batch_item, no),
	COLUMN(batch_item, version),
	COLUMN(batch_item, order_no),
	COLUMN(batch_item, title),
	COLUMN(batch_item, outcome),
	COLUMN(batch_item, by_name),
};
static const struct shape item_shape = SHAPE(batch_item, item_columns);

const struct job_kind batch_job = { .number = BATCH_JOB,
	.name = "batch",
	.lane = LANE_SHORT,
	.attempts = 5,
	.pause = 2,
	.pause_max = 60,
	.lease = BATCH_LEASE_SECONDS };

enum err
batch_insert(struct request *r, struct batch *b)
{
	struct query *q = db_query(r->db, sql_insert);
	const struct batch_item *items = b->items.items;

	db_bind_text(q, b->batch_id);
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.grant_id);
	db_bind_int(q, b->verdict);
	db_bind_int(q, b->whole);
	db_bind_text(q, b->reason);
	db_bind_text(q, b->remark);
	db_bind_int(q, b->over_claim);
	db_bind_text(q, http_param(&r->http, "REMOTE_ADDR"));
	if (db_run(q) != OK)
		return db_error(r->db);
	b->id = db_inserted_id(q);
	for (size_t i = 0; i < b->items.n; i++) {
		q = db_query(r->db, sql_insert_item);
		db_bind_int(q, b->id);
		db_bind_int(q, (int64_t)i + 1);
		db_bind_text(q, items[i].order_no);
		db_bind_int(q, items[i].version);
		db_run(q);
	}
	return job_queue(r->db, &batch_job,
	    &(struct job_asked){
		.object_id = b->id, .account_id = r->actor.account_id });
}

static struct list
read_items(struct db *db, struct arena *mem, const char *sql, int64_t id)
{
	struct query *q = db_query(db, sql);

	db_bind_int(q, id);
	return db_rows(q, mem, &item_shape, BATCH_ITEMS);
}

bool
batch_by_id(struct request *r, const char *batch_id, struct batch *out)
{
	struct query *q = db_query(r->db, sql_by_id);

	db_bind_text(q, batch_id);
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.grant_id);
	if (!db_one(q, r->mem, &row_shape, out))
		return false;
	out->items = read_items(r->db, r->mem, sql_items, out->id);
	return true;
}

bool
batch_is_anothers(struct request *r, const char *batch_id)
{
	struct query *q = db_query(r->db, sql_exists);

	db_bind_text(q, batch_id);
	db_bind_int(q, r->actor.account_id);
	return db_step(q) == DB_ROW;
}

struct list
batch_recent(struct request *r)
{
	struct query *q = db_query(r->db, sql_recent);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.grant_id);
	return db_rows(q, r->mem, &row_shape, BATCHES_SHOWN);
}

bool
batch_of_job(struct db *db, struct arena *mem, int64_t id, struct batch *out)
{
	struct query *q = db_query(db, sql_of_job);

	db_bind_int(q, id);
	if (!db_one(q, mem, &row_shape, out))
		return false;
	out->items = read_items(db, mem, sql_left, id);
	return true;
}

bool
batch_actor(struct request *r, const struct batch *b)
{
	r->address = b->address;
	return session_actor_by_grant(r, b->account_id, b->grant_id);
}

bool
batch_keep_outcome(struct request *r, const struct batch *b,
    const struct batch_item *item, const char *outcome, const char *by_name)
{
	struct query *q = db_query(r->db, sql_outcome);

	db_bind_text(q, outcome);
	db_bind_text(q, by_name);
	db_bind_int(q, b->id);
	db_bind_int(q, item->no);
	return db_run(q) == OK && db_affected(q) == 1;
}
