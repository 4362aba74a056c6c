/* See supplement_sql.h. */
#include "app/supplement/supplement_sql.h"

#define SUPPLEMENT                                             \
	"SELECT s.id, s.order_id, s.desk, s.organisation_id, " \
	"s.account_id, s.days_left, s.actor_name, "            \
	"b.name AS organisation_name, s.asked_at, s.until, "   \
	"s.account_id = ? AS mine FROM supplements s "         \
	"JOIN organisations b ON b.id = s.organisation_id "
static const char sql_open[] =
    SUPPLEMENT "WHERE s.order_id = ? AND s.ended_at IS NULL";
static const char sql_by_id[] = SUPPLEMENT "WHERE s.id = ?";
static const char sql_asked[] =
    "SELECT 1 FROM supplements s JOIN order_desks l "
    "ON l.order_id = s.order_id AND l.desk = s.desk AND l.done = 0 "
    "AND l.addressee_id IN (0, ?) WHERE s.order_id = ? AND s.desk = ? "
    "AND s.asked_at >= l.arrived_at LIMIT 1";
static const char sql_insert[] =
    "INSERT INTO supplements (order_id, desk, organisation_id, account_id, "
    "actor_name, asked_at, until, days_left) "
    "VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ?, ?)";
static const char sql_end[] =
    "UPDATE supplements SET ended_at = UTC_TIMESTAMP(3), how = ? "
    "WHERE id = ? AND ended_at IS NULL";
static const char sql_mark[] =
    "UPDATE orders SET supplement = ?, version = version + 1, "
    "updated_at = UTC_TIMESTAMP(3) WHERE id = ? AND version = ? "
    "AND state = 2 AND desk = ?";
_Static_assert(ORDER_WAITING == 2, "the state above");
static const struct column columns[] = {
	COLUMN(supplement, id),
	COLUMN(supplement, order_id),
	COLUMN(supplement, desk),
	COLUMN(supplement, organisation_id),
	COLUMN(supplement, account_id),
	COLUMN(supplement, days_left),
	COLUMN(supplement, actor_name),
	COLUMN(supplement, organisation_name),
	COLUMN(supplement, asked_at),
	COLUMN(supplement, until),
	COLUMN(supplement, mine),
};
static const struct shape row_shape = SHAPE(supplement, columns);

bool
supplement_open(
    struct request *r, const struct order *o, struct supplement *out)
{
	struct query *q;

	if (o->supplement == DESK_NONE)
		return false;
	q = db_query(r->db, sql_open);
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, o->id);
	return db_one(q, r->mem, &row_shape, out);
}

bool
supplement_by_id(struct request *r, int64_t id, struct supplement *out)
{
	struct query *q = db_query(r->db, sql_by_id);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, id);
	return db_one(q, r->mem, &row_shape, out);
}

bool
supplement_was_asked(
    struct request *r, int64_t order_id, int64_t desk, int64_t addressee)
{
	struct query *q = db_query(r->db, sql_asked);

	db_bind_int(q, addressee);
	db_bind_int(q, order_id);
	db_bind_int(q, desk);
	return db_step(q) == DB_ROW;
}

int64_t
supplement_insert(struct request *r, const struct supplement *s)
{
	struct query *q = db_query(r->db, sql_insert);

	db_bind_int(q, s->order_id);
	db_bind_int(q, s->desk);
	db_bind_int(q, s->organisation_id);
	db_bind_int(q, s->account_id);
	db_bind_text(q, s->actor_name);
	db_bind_time(q, s->until);
	db_bind_int(q, s->days_left);
	return db_run(q) == OK ? db_inserted_id(q) : 0;
}

enum err
supplement_mark(
    struct request *r, const struct order *o, int64_t version, int64_t desk)
{
	struct query *q = db_query(r->db, sql_mark);

	db_bind_int(q, desk);
	db_bind_int(q, o->id);
	db_bind_int(q, version);
	db_bind_int(q, o->desk);
	if (db_run(q) != OK)
		return db_error(r->db);
	return db_affected(q) == 1 ? OK : ERR_ORDER_CHANGED;
}

bool
supplement_end(struct db *db, int64_t id, enum supplement_end how)
{
	struct query *q = db_query(db, sql_end);

	db_bind_int(q, how);
	db_bind_int(q, id);
	return db_run(q) == OK && db_affected(q) == 1;
}
