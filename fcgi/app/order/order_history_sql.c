/* Statements about what becomes of an order: its submissions, their files, its
 * events. */
#include "app/order/order_sql.h"

enum { EVENTS_MAX = 1000, FILES_MAX = 200, FILES_TOO_MAX = 1000 };

static const char sql_add_version[] =
    "INSERT INTO order_versions (order_id, no, content, unlocks, "
    "submitted_by, submitted_at) VALUES (?, ?, ?, ?, ?, ?)";

static const char sql_add_version_file[] =
    "INSERT INTO order_version_files (file_id, order_id, no) "
    "VALUES (?, ?, ?)";

static const char sql_version_content[] =
    "SELECT content FROM order_versions WHERE order_id = ? AND no = ?";

static const char sql_version_unlocks[] =
    "SELECT unlocks FROM order_versions WHERE order_id = ? AND no = ?";

static const char sql_add_event[] =
    "INSERT INTO order_events (order_id, at, event, desk, organisation_id, "
    "organisation_name, account_id, actor_name, via, reason, remark, whole, "
    "remarks, granted, submission_no, rule, rule_set_by, rule_set_at, "
    "claimed_by, dated) VALUES (?, UTC_TIMESTAMP(3), ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char sql_events[] =
    /* The newest decide what may be done. */
    "SELECT event, desk, organisation_id, account_id, submission_no, "
    "organisation_name, actor_name, via, reason, remark, rule, rule_set_by, "
    "rule_set_at, dated, whole, remarks, granted, claimed_by, at "
    "FROM (SELECT * FROM order_events WHERE order_id = ? "
    "ORDER BY id DESC LIMIT 1000) AS newest ORDER BY id";
_Static_assert(EVENTS_MAX == 1000, "the limit above");

#define FILES                                                            \
	"SELECT id, state, size, width, height, pages, file_id, field, " \
	"name, media_type, LOWER(HEX(sha256)) AS digest FROM files WHERE "

static const char sql_files[] =
    FILES "order_id = ? AND state = 2 ORDER BY id LIMIT 200";

/* A change may leave the papers of what it changes as they are. */
static const char sql_files_too[] = FILES
    "order_id = ? AND state = 2 UNION " FILES
    "order_id IN (SELECT order_id FROM record_versions WHERE record_id = ?) "
    "AND organisation_id = ? AND state = 2 AND EXISTS "
    "(SELECT 1 FROM order_version_files v WHERE v.file_id = files.id "
    "AND v.order_id = files.order_id) ORDER BY id DESC LIMIT 1000";

static const char sql_foreign_file[] =
    "SELECT 1 FROM files WHERE file_id = ? AND organisation_id <> ?";

static const struct column event_columns[] = {
	COLUMN(order_event, event),
	COLUMN(order_event, desk),
	COLUMN(order_event, organisation_id),
	COLUMN(order_event, account_id),
	COLUMN(order_event, submission_no),
	COLUMN(order_event, organisation_name),
	COLUMN(order_event, actor_name),
	COLUMN(order_event, via),
	COLUMN(order_event, reason),
	COLUMN(order_event, remark),
	COLUMN(order_event, rule),
	COLUMN(order_event, rule_set_by),
	COLUMN(order_event, rule_set_at),
	COLUMN(order_event, dated),
	COLUMN(order_event, whole),
	COLUMN(order_event, remarks),
	COLUMN(order_event, granted),
	COLUMN(order_event, claimed_by),
	COLUMN(order_event, at),
};

static const struct shape event_shape = SHAPE(order_event, event_columns);

static const struct column file_columns[] = {
	COLUMN(order_file, id),
	COLUMN(order_file, state),
	COLUMN(order_file, size),
	COLUMN(order_file, width),
	COLUMN(order_file, height),
	COLUMN(order_file, pages),
	COLUMN(order_file, file_id),
	COLUMN(order_file, field),
	COLUMN(order_file, name),
	COLUMN(order_file, media_type),
	COLUMN(order_file, digest),
};

const struct shape order_file_shape = SHAPE(order_file, file_columns);

void
order_add_version(struct request *r, const struct order *o, const char *content,
    const char *unlocks)
{
	struct query *q = db_query(r->db, sql_add_version);

	db_bind_int(q, o->id);
	db_bind_int(q, o->submission_no);
	db_bind_text(q, content);
	db_bind_text(q, unlocks);
	db_bind_int(q, r->actor.account_id);
	db_bind_time(q, o->submitted_at);
	db_run(q);
}

void
order_add_version_file(struct db *db, const struct order *o, int64_t file_id)
{
	struct query *q = db_query(db, sql_add_version_file);

	db_bind_int(q, file_id);
	db_bind_int(q, o->id);
	db_bind_int(q, o->submission_no);
	db_run(q);
}

const char *
order_version_content(struct db *db, struct arena *mem, int64_t id, int64_t no)
{
	struct query *q = db_query(db, sql_version_content);

	db_bind_int(q, id);
	db_bind_int(q, no);
	return db_step(q) == DB_ROW ? db_text(q, mem, 0) : NULL;
}

const char *
order_version_unlocks(struct db *db, struct arena *mem, int64_t id, int64_t no)
{
	struct query *q = db_query(db, sql_version_unlocks);

	db_bind_int(q, id);
	db_bind_int(q, no);
	return db_step(q) == DB_ROW ? db_text(q, mem, 0) : NULL;
}

void
order_add_event(
    struct request *r, int64_t order_id, const struct order_event *e)
{
	struct query *q = db_query(r->db, sql_add_event);
	const char *remarks = json_text_of(r->mem, e->remarks);

	db_bind_int(q, order_id);
	db_bind_int(q, e->event);
	db_bind_int(q, e->desk);
	db_bind_int(q, e->organisation_id);
	db_bind_text(q, e->organisation_name);
	db_bind_int(q, e->account_id);
	db_bind_text(q, e->actor_name);
	db_bind_int(q, e->via);
	db_bind_text(q, e->reason);
	db_bind_text(q, e->remark);
	db_bind_int(q, e->whole);
	db_bind_text(q, remarks);
	db_bind_text(q, json_text_of(r->mem, e->granted));
	db_bind_int(q, e->submission_no);
	db_bind_int(q, e->rule);
	db_bind_text(q, e->rule_set_by);
	db_bind_time(q, e->rule_set_at);
	db_bind_text(q, e->claimed_by);
	db_bind_text(q, e->dated);
	db_run(q);
}

struct list
order_events(struct db *db, struct arena *mem, int64_t id)
{
	struct query *q = db_query(db, sql_events);

	db_bind_int(q, id);
	return db_rows(q, mem, &event_shape, EVENTS_MAX);
}

struct list
order_files(struct db *db, struct arena *mem, const struct order *o)
{
	bool too = o->subject_id != 0;
	struct query *q = db_query(db, too ? sql_files_too : sql_files);

	db_bind_int(q, o->id);
	if (too) {
		db_bind_int(q, o->subject_id);
		db_bind_int(q, o->organisation_id);
	}
	return db_rows(
	    q, mem, &order_file_shape, too ? FILES_TOO_MAX : FILES_MAX);
}

bool
order_file_is_foreign(struct db *db, const struct order *o, const char *file_id)
{
	struct query *q = db_query(db, sql_foreign_file);

	db_bind_text(q, file_id);
	db_bind_int(q, o->organisation_id);
	return db_step(q) == DB_ROW;
}
