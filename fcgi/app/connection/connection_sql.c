/* Statements about connections and pushes; see connection.h. Operations' own
 * are in ctl/connections.c. */
#include "app/connection/connection_sql.h"

static const char sql_find[] = "SELECT organisation_id, url, state "
			       "FROM connections WHERE organisation_id = ?";
static const char sql_seat[] =
    "SELECT kind, desk, division, name FROM organisations WHERE id = ?";

static const char sql_insert[] =
    "INSERT INTO pushes (push_id, order_id, version, submission_no, "
    "organisation_id, state, created_at, expires_at) VALUES (?, ?, ?, ?, ?, 1, "
    "UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND)";
_Static_assert(PUSH_QUEUED == 1, "the state above");

#define PUSH                                                                   \
	"SELECT p.id, p.order_id, p.version, p.submission_no, "                \
	"p.organisation_id, p.state, p.push_id, c.url, "                       \
	"IFNULL(c.state, 0) AS connection, p.answer, "                         \
	"p.expires_at <= UTC_TIMESTAMP(3) AS expired, NOT EXISTS (SELECT 1 "   \
	"FROM pushes n WHERE n.order_id = p.order_id "                         \
	"AND n.organisation_id = p.organisation_id AND n.version > p.version)" \
	" AS newest, LOWER(HEX(p.decided)) AS decided FROM pushes p "          \
	"LEFT JOIN connections c ON c.organisation_id = p.organisation_id "
static const char sql_by_id[] = PUSH "WHERE p.id = ?";
static const char sql_of_version[] =
    PUSH "WHERE p.order_id = ? AND p.organisation_id = ? AND p.version = ?";

/* 2: being sent; 3: acknowledged. */
static const char sql_note[] =
    "UPDATE pushes SET state = ?, attempts = attempts + (? = 2), "
    "last_error = ?, acknowledged_at = IF(? = 3, UTC_TIMESTAMP(3), "
    "acknowledged_at) WHERE id = ?";
_Static_assert(PUSH_SENDING == 2 && PUSH_ACKNOWLEDGED == 3, "the states above");
static const char sql_keep[] =
    "UPDATE pushes SET decided = UNHEX(?), answer = ? WHERE id = ?";

static const struct column connection_columns[] = {
	COLUMN(connection, organisation_id),
	COLUMN(connection, url),
	COLUMN(connection, state),
};
static const struct shape connection_shape =
    SHAPE(connection, connection_columns);

static const struct column seat_columns[] = {
	COLUMN(seat, kind),
	COLUMN(seat, desk),
	COLUMN(seat, division),
	COLUMN(seat, name),
};
static const struct shape seat_shape = SHAPE(seat, seat_columns);

static const struct column push_columns[] = {
	COLUMN(push, id),
	COLUMN(push, order_id),
	COLUMN(push, version),
	COLUMN(push, submission_no),
	COLUMN(push, organisation_id),
	COLUMN(push, state),
	COLUMN(push, push_id),
	COLUMN(push, url),
	COLUMN(push, connection),
	COLUMN(push, answer),
	COLUMN(push, decided),
	COLUMN(push, expired),
	COLUMN(push, newest),
};
static const struct shape push_shape = SHAPE(push, push_columns);

bool
connection_find(struct db *db, struct arena *mem, int64_t organisation_id,
    struct connection *out)
{
	struct query *q = db_query(db, sql_find);

	db_bind_int(q, organisation_id);
	return db_one(q, mem, &connection_shape, out);
}

bool
connection_seat(struct db *db, struct arena *mem, int64_t id, struct seat *out)
{
	struct query *q = db_query(db, sql_seat);

	db_bind_int(q, id);
	return db_one(q, mem, &seat_shape, out);
}

bool
push_find(struct db *db, struct arena *mem, int64_t id, struct push *out)
{
	struct query *q = db_query(db, sql_by_id);

	db_bind_int(q, id);
	return db_one(q, mem, &push_shape, out);
}

bool
push_of_version(
    struct request *r, int64_t order_id, int64_t version, struct push *out)
{
	struct query *q = db_query(r->db, sql_of_version);

	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, version);
	return db_one(q, r->mem, &push_shape, out);
}

int64_t
push_insert(struct db *db, const struct push *p)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_text(q, p->push_id);
	db_bind_int(q, p->order_id);
	db_bind_int(q, p->version);
	db_bind_int(q, p->submission_no);
	db_bind_int(q, p->organisation_id);
	db_bind_int(q, PUSH_KEEP_SECONDS);
	return db_step(q) == DB_DONE ? db_inserted_id(q) : 0;
}

void
push_note(struct db *db, int64_t id, enum push_state state, const char *why)
{
	struct query *q = db_query(db, sql_note);

	db_bind_int(q, state);
	db_bind_int(q, state);
	db_bind_text(q, why);
	db_bind_int(q, state);
	db_bind_int(q, id);
	db_run(q);
}

void
push_keep_decision(
    struct db *db, int64_t id, const char *decided, const char *answer)
{
	struct query *q = db_query(db, sql_keep);

	db_bind_text(q, decided);
	db_bind_text(q, answer);
	db_bind_int(q, id);
	db_run(q);
}
