/* Statements about orders as they stand; see order_sql.h. What becomes of them:
 * order_history_sql.c. */
#include "app/order/order_sql.h"

#include "app/desk/desk.h"
#include "app/lasting/lasting.h"
#include "app/name/name.h"
#include "app/serial.h"

enum { SERIAL_MAX = 9999999, CHILDREN_MAX = 20 };

static const struct column order_columns[] = {
	COLUMN(order, id),
	COLUMN(order, kind),
	COLUMN(order, organisation_id),
	COLUMN(order, division),
	COLUMN(order, state),
	COLUMN(order, desk),
	COLUMN(order, version),
	COLUMN(order, submission_no),
	COLUMN(order, parent_id),
	COLUMN(order, addressee_id),
	COLUMN(order, subject_id),
	COLUMN(order, subject_version),
	COLUMN(order, round_no),
	COLUMN(order, supplement),
	COLUMN(order, facet_a),
	COLUMN(order, facet_b),
	COLUMN(order, order_no),
	COLUMN(order, title),
	COLUMN(order, draft),
	COLUMN(order, draft_unlocks),
	COLUMN(order, created_at),
	COLUMN(order, submitted_at),
	COLUMN(order, updated_at),
	COLUMN(order, institution_code),
	COLUMN(order, institution_name),
	COLUMN(order, institution_uscc),
	COLUMN(order, division_name),
	COLUMN(order, parent_no),
	COLUMN(order, parent_title),
	COLUMN(order, parent_addressee_id),
};
static const struct shape order_columns_shape = SHAPE(order, order_columns);

#define ORDER_COLUMNS                                                       \
	"SELECT o.id, o.kind, o.organisation_id, o.division, o.state, "     \
	"o.desk, o.version, o.submission_no, o.parent_id, o.addressee_id, " \
	"o.subject_id, o.subject_version, o.round_no, o.supplement, "       \
	"o.facet_a, o.facet_b, o.order_no, o.title, o.draft, "              \
	"o.draft_unlocks, o.created_at, o.submitted_at, o.updated_at, "     \
	"i.code AS institution_code, i.name AS institution_name, "          \
	"i.uscc AS institution_uscc, "                                      \
	"IFNULL(d.full_name, '') AS division_name, "                        \
	"p.order_no AS parent_no, p.title AS parent_title, "                \
	"p.addressee_id AS parent_addressee_id "
#define ORDER_FROM                                                        \
	"FROM orders o JOIN organisations i ON i.id = o.organisation_id " \
	"LEFT JOIN divisions d ON d.code = o.division "                   \
	"LEFT JOIN orders p ON p.id = o.parent_id "

#define ORDER ORDER_COLUMNS ORDER_FROM

static const char sql_order_by_no[] = ORDER "WHERE o.order_no = ?";
static const char sql_order_by_id[] = ORDER "WHERE o.id = ?";

#define DESK_COLUMNS                                                \
	"l.desk, l.done, l.state, l.automatic, l.submission_no, "   \
	"l.facet_a, l.facet_b, l.title, l.submitted_at, l.due_at, " \
	"l.claim_until > UTC_TIMESTAMP(3), l.claim_account_id, "    \
	"l.claim_name "
static const char sql_desks[] =
    "SELECT " DESK_COLUMNS "FROM order_desks l "
    "WHERE l.order_id = ? AND l.addressee_id IN (0, ?)";

/* A row a desk, or one without: the order, whether the actor has decided
 * another step, what the count of lasting things is, the desk. */
static const char sql_seen_by_no[] = ORDER_COLUMNS
    ", EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = o.id "
    "AND e.event IN (4, 5) AND e.account_id = ? AND e.desk <> "
    "?), " LASTING_COUNT ", " DESK_COLUMNS ORDER_FROM
    "LEFT JOIN order_desks l ON l.order_id = o.id "
    "AND l.addressee_id IN (0, IFNULL(?, o.addressee_id)) "
    "WHERE o.order_no = ?";
_Static_assert(EVENT_APPROVE == 4 && EVENT_REJECT == 5, "the events above");

static const char sql_own_code[] =
    "SELECT code FROM organisations WHERE id = ?";
static const char sql_drafts[] =
    "SELECT COUNT(*) FROM (SELECT 1 FROM orders WHERE organisation_id = ? "
    "AND state = 1 LIMIT ?) AS found";

static const char sql_insert[] =
    "INSERT INTO orders (order_no, kind, organisation_id, division, state, "
    "desk, version, submission_no, parent_id, subject_id, facet_a, facet_b, "
    "title, title_key, created_by, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, ?, 0, 1, 0, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), "
    "UTC_TIMESTAMP(3))";

static const char sql_save_draft[] =
    "UPDATE orders SET draft = ?, draft_unlocks = ?, facet_a = ?, "
    "facet_b = ?, title = ?, title_key = ?, version = version + 1, "
    "updated_at = UTC_TIMESTAMP(3) WHERE id = ? AND version = ?";

static const char sql_update[] =
    "UPDATE orders SET state = ?, desk = ?, submission_no = ?, "
    "round_no = ?, supplement = 0, "
    "addressee_id = ?, subject_id = ?, subject_version = ?, "
    "facet_a = ?, facet_b = ?, title = ?, title_key = ?, "
    "open_key = ?, "
    "submitted_at = ?, draft = ?, draft_unlocks = NULL, "
    "version = version + 1, "
    "updated_at = UTC_TIMESTAMP(3) WHERE id = ? AND version = ?";

static const char sql_move[] =
    "UPDATE orders SET state = ?, desk = ?, supplement = 0, "
    "open_key = IF(state IN (3, 5, 6), NULL, open_key), "
    "version = version + 1, updated_at = UTC_TIMESTAMP(3) "
    "WHERE id = ? AND version = ?";

static const char sql_conclude[] =
    "UPDATE orders SET state = 6, version = version + 1, "
    "updated_at = UTC_TIMESTAMP(3) WHERE id = ? AND state = 3";

static const char sql_children[] =
    "SELECT o.kind, o.state, o.desk, o.supplement, o.order_no, o.submitted_at "
    "FROM orders o WHERE o.parent_id = ? AND (? = 1 OR EXISTS "
    "(SELECT 1 FROM order_desks l WHERE l.order_id = o.id AND l.desk = ? "
    "AND l.state <> 0 AND l.addressee_id IN (0, ?))) "
    "ORDER BY o.id DESC LIMIT 20";

static const char sql_delete_files[] = "DELETE FROM files WHERE order_id = ?";
static const char sql_delete[] =
    "DELETE FROM orders WHERE id = ? AND state = 1 AND version = ?";
static const char sql_touch[] =
    "UPDATE orders SET touched = touched + 1 WHERE id = ?";

static const char sql_last_approved[] =
    ORDER "WHERE o.organisation_id = ? AND o.state IN (3, 6) AND o.kind = ? "
	  "AND o.id <> ? AND o.facet_a = ? AND o.facet_b = ? "
	  "AND o.title_key = ? AND o.parent_id <=> ? "
	  "ORDER BY o.id DESC LIMIT 1";

/* A reviewer finds those that have reached its desk, and no others. */
static const char sql_same_name[] =
    "SELECT o.order_no FROM orders o WHERE o.organisation_id = ? "
    "AND o.state <> 5 AND o.kind = ? AND o.title_key = ? AND o.id <> ? "
    "AND (? = 0 OR EXISTS (SELECT 1 FROM order_desks l "
    "WHERE l.order_id = o.id AND l.desk = ? AND l.state <> 0 "
    "AND l.addressee_id IN (0, ?))) LIMIT 1";

static const char sql_by_open_key[] =
    "SELECT order_no FROM orders WHERE open_key = ?";

static const char sql_has_child[] =
    "SELECT 1 FROM orders WHERE parent_id = ? AND kind = ? AND id <> ? "
    "AND state <> 5 AND (? = 0 OR state NOT IN (3, 6)) LIMIT 1";

static const struct column child_columns[] = {
	COLUMN(order_child, kind),
	COLUMN(order_child, state),
	COLUMN(order_child, desk),
	COLUMN(order_child, supplement),
	COLUMN(order_child, order_no),
	COLUMN(order_child, submitted_at),
};
static const struct shape child_shape = SHAPE(order_child, child_columns);

struct list
order_children(struct request *r, const struct order *o)
{
	struct query *q = db_query(r->db, sql_children);

	db_bind_int(q, o->id);
	db_bind_int(q, request_is_applicant(r, o->organisation_id));
	db_bind_int(q, r->actor.desk);
	db_bind_id(q, desk_addressee(r, o->addressee_id));
	return db_rows(q, r->mem, &child_shape, CHILDREN_MAX);
}

bool
order_by_no(struct db *db, struct arena *mem, const char *no, struct order *out)
{
	struct query *q = db_query(db, sql_order_by_no);

	db_bind_text(q, no);
	return db_one(q, mem, &order_columns_shape, out);
}

bool
order_by_id(struct db *db, struct arena *mem, int64_t id, struct order *out)
{
	struct query *q = db_query(db, sql_order_by_id);

	db_bind_int(q, id);
	return db_one(q, mem, &order_columns_shape, out);
}

static struct order_shown
read_shown(struct query *q, struct arena *mem, unsigned at)
{
	return (struct order_shown){ .submission_no = db_int(q, at),
		.facet_a = db_int(q, at + 1),
		.facet_b = db_int(q, at + 2),
		.title = db_text(q, mem, at + 3),
		.submitted_at = db_time(q, at + 4),
		.due_at = db_time(q, at + 5) };
}

/* The desk that the columns from at on tell of; none where they are NULL. */
static void
read_desk(struct query *q, struct arena *mem, unsigned at,
    struct order_desk desks[DESK_COUNT])
{
	int64_t which = db_int(q, at);
	struct order_desk *desk;

	if (which <= DESK_NONE || which >= DESK_COUNT)
		return;
	desk = &desks[which];
	if (db_int(q, at + 1) != 0) {
		desk->decided = (enum desk_state)db_int(q, at + 2);
		desk->done = read_shown(q, mem, at + 4);
	} else {
		desk->reached = true;
		desk->state = db_int(q, at + 2);
		desk->automatic = db_int(q, at + 3);
		desk->working = read_shown(q, mem, at + 4);
		if (db_int(q, at + 10) != 0) {
			desk->claimed_by = db_int(q, at + 11);
			desk->claimed_name = db_text(q, mem, at + 12);
		}
	}
}

void
order_desks(struct db *db, struct arena *mem, int64_t id, int64_t addressee,
    struct order_desk desks[DESK_COUNT])
{
	struct query *q = db_query(db, sql_desks);

	db_bind_int(q, id);
	db_bind_int(q, addressee);
	while (db_step(q) == DB_ROW)
		read_desk(q, mem, 0, desks);
}

bool
order_seen_by_no(struct request *r, const char *no, struct order_seen *out)
{
	enum { COLUMNS = sizeof(order_columns) / sizeof(order_columns[0]) };
	struct query *q = db_query(r->db, sql_seen_by_no);
	bool found = false;

	*out = (struct order_seen){ 0 };
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.desk);
	db_bind_id(q, desk_addressee(r, 0));
	db_bind_text(q, no);
	for (; db_step(q) == DB_ROW; found = true) {
		if (!found) {
			db_row_part(q, r->mem, &order_columns_shape,
			    &out->order, COLUMNS);
			out->decided_elsewhere = db_int(q, COLUMNS) != 0;
			lasting_use(r, db_int(q, COLUMNS + 1));
		}
		read_desk(q, r->mem, COLUMNS + 2, out->desks);
	}
	return found;
}

enum err
order_next_no(struct request *r, int64_t division, const char **no_out)
{
	int day = clock_local_day(r->actor.now);
	int64_t n = serial_next(r->db, 0, division, day);

	if (n == 0)
		return db_error(r->db);
	if (n > SERIAL_MAX)
		return ERR_ORDER_NUMBERS_SPENT;
	*no_out = arena_printf(
	    r->mem, "%08d%06lld%05lld", day, (long long)division, (long long)n);
	return OK;
}

const char *
order_own_code(struct request *r)
{
	struct query *q = db_query(r->db, sql_own_code);

	db_bind_int(q, r->actor.organisation_id);
	return db_step(q) == DB_ROW ? db_text(q, r->mem, 0) : NULL;
}

int64_t
order_count_drafts(struct db *db, int64_t organisation_id, int64_t max)
{
	struct query *q = db_query(db, sql_drafts);

	db_bind_int(q, organisation_id);
	db_bind_int(q, max);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

enum err
order_insert(struct request *r, struct order *o)
{
	struct query *q = db_query(r->db, sql_insert);

	db_bind_text(q, o->order_no);
	db_bind_int(q, o->kind);
	db_bind_int(q, o->organisation_id);
	db_bind_int(q, o->division);
	db_bind_int(q, o->state);
	db_bind_id(q, o->parent_id);
	db_bind_id(q, o->subject_id);
	db_bind_int(q, o->facet_a);
	db_bind_int(q, o->facet_b);
	db_bind_text(q, o->title);
	db_bind_text(q, name_key(r->mem, o->title));
	db_bind_int(q, r->actor.account_id);
	if (db_run(q) != OK)
		return db_error(r->db);
	o->id = db_inserted_id(q);
	return OK;
}

enum err
order_save_draft(struct request *r, const struct order *o, int64_t version)
{
	struct query *q = db_query(r->db, sql_save_draft);

	db_bind_text(q, o->draft);
	db_bind_text(q, o->draft_unlocks);
	db_bind_int(q, o->facet_a);
	db_bind_int(q, o->facet_b);
	db_bind_text(q, o->title);
	db_bind_text(q, name_key(r->mem, o->title));
	db_bind_int(q, o->id);
	db_bind_int(q, version);
	if (db_run(q) != OK)
		return db_error(r->db);
	return db_affected(q) == 1 ? OK : ERR_ORDER_CHANGED;
}

enum err
order_update(struct request *r, const struct order *o, int64_t version,
    const unsigned char *open_key)
{
	struct query *q = db_query(r->db, sql_update);

	db_bind_int(q, o->state);
	db_bind_int(q, o->desk);
	db_bind_int(q, o->submission_no);
	db_bind_int(q, o->round_no);
	db_bind_id(q, o->addressee_id);
	db_bind_id(q, o->subject_id);
	db_bind_int(q, o->subject_version);
	db_bind_int(q, o->facet_a);
	db_bind_int(q, o->facet_b);
	db_bind_text(q, o->title);
	db_bind_text(q, name_key(r->mem, o->title));
	if (open_key == NULL)
		db_bind_null(q);
	else
		db_bind_bytes(q, open_key, DIGEST_BYTES);
	db_bind_time(q, o->submitted_at);
	db_bind_text(q, o->draft);
	db_bind_int(q, o->id);
	db_bind_int(q, version);
	switch (db_step(q)) {
	case DB_DONE:
		return db_affected(q) == 1 ? OK : ERR_ORDER_CHANGED;
	case DB_DUPLICATE:
		r->problem.order_no = order_no_by_open_key(r, open_key);
		return ERR_ORDER_DUPLICATE;
	default:
		return db_error(r->db);
	}
}

enum err
order_move(struct request *r, const struct order *o, int64_t version)
{
	struct query *q = db_query(r->db, sql_move);

	db_bind_int(q, o->state);
	db_bind_int(q, o->desk);
	db_bind_int(q, o->id);
	db_bind_int(q, version);
	if (db_run(q) != OK)
		return db_error(r->db);
	return db_affected(q) == 1 ? OK : ERR_ORDER_CHANGED;
}

enum err
order_conclude_parent(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_conclude);

	db_bind_int(q, id);
	return db_run(q);
}

enum err
order_delete(struct db *db, const struct order *o)
{
	struct query *q = db_query(db, sql_delete);

	db_bind_int(q, o->id);
	db_bind_int(q, o->version);
	if (db_run(q) != OK)
		return db_error(db);
	if (db_affected(q) != 1)
		return ERR_ORDER_CHANGED;
	q = db_query(db, sql_delete_files);
	db_bind_int(q, o->id);
	return db_run(q);
}

bool
order_touch(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_touch);

	db_bind_int(q, id);
	return db_run(q) == OK && db_affected(q) == 1;
}

bool
order_last_approved(
    struct db *db, struct arena *mem, const struct order *o, struct order *out)
{
	struct query *q = db_query(db, sql_last_approved);

	db_bind_int(q, o->organisation_id);
	db_bind_int(q, o->kind);
	db_bind_int(q, o->id);
	db_bind_int(q, o->facet_a);
	db_bind_int(q, o->facet_b);
	db_bind_text(q, name_key(mem, o->title));
	db_bind_id(q, o->parent_id);
	return db_one(q, mem, &order_columns_shape, out);
}

const char *
order_of_same_name(struct request *r, const struct order *o, const char *title)
{
	struct query *q = db_query(r->db, sql_same_name);

	db_bind_int(q, o->organisation_id);
	db_bind_int(q, o->kind);
	db_bind_text(q, name_key(r->mem, title));
	db_bind_int(q, o->id);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, r->actor.organisation_id);
	return db_step(q) == DB_ROW ? db_text(q, r->mem, 0) : NULL;
}

const char *
order_no_by_open_key(struct request *r, const unsigned char *open_key)
{
	struct query *q = db_query(r->db, sql_by_open_key);

	db_bind_bytes(q, open_key, DIGEST_BYTES);
	return db_step(q) == DB_ROW ? db_text(q, r->mem, 0) : NULL;
}

bool
order_has_child(struct db *db, int64_t parent_id, int64_t kind, int64_t but)
{
	struct query *q = db_query(db, sql_has_child);

	db_bind_int(q, parent_id);
	db_bind_int(q, kind);
	db_bind_int(q, but);
	db_bind_int(q, kind_of(kind)->changes);
	return db_step(q) == DB_ROW;
}
