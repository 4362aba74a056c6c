/* The board's statements: each reads a handful of rows from an index. */
#include "app/board/board.h"

#include "app/division/division.h"
#include "app/review/levels.h"
#include "lib/filter.h"

#define ITEM                                                          \
	"SELECT o.order_no, o.app_name, i.name AS institution_name, " \
	"o.kind, o.state, o.stage, l.due_at, l.arrived_at AS since "

static const char sql_waiting[] =
    ITEM "FROM order_levels l JOIN orders o ON o.id = l.order_id "
	 "JOIN organisations i ON i.id = o.organisation_id "
	 "WHERE l.bureau_id = ? AND l.due_at >= ? AND l.due_at < ? "
	 "ORDER BY l.due_at, l.order_id LIMIT 8";
static const char sql_count_waiting[] =
    "SELECT COUNT(*) FROM (SELECT 1 FROM order_levels WHERE bureau_id = ? "
    "AND due_at >= ? AND due_at < ? LIMIT 1001) AS found";

/* Followed by the area and by the oldest few; once for each higher level. */
static const char sql_passed_on[] =
    "SELECT order_id, due_at, arrived_at FROM order_levels l "
    "WHERE l.level = ? AND l.state = 1 ";
static const char sql_oldest_few[] = "ORDER BY l.at, l.order_id LIMIT 8";
static const char sql_count_passed_on[] =
    "SELECT SUM(n) FROM order_counts WHERE level > ? AND scope = ? "
    "AND state = 1";

/* Where an order waits: the row of the level that it waits at. */
#define OWN                                                               \
	"FROM orders o JOIN organisations i ON i.id = o.organisation_id " \
	"LEFT JOIN order_levels l ON l.order_id = o.id "                  \
	"AND l.level = o.stage AND l.done = 0 AND l.state = 1 "           \
	"LEFT JOIN organisations b ON b.id = l.bureau_id "                \
	"LEFT JOIN order_events e ON o.state = 4 AND e.id = "             \
	"(SELECT MAX(id) FROM order_events WHERE order_id = o.id "        \
	"AND event = 5) "                                                 \
	"WHERE o.organisation_id = ? AND (? >> o.state & 1) = 1 "         \
	"AND (? = 0 OR IFNULL(l.due_at < UTC_TIMESTAMP(3), 0) = (? = 1)) "
static const char sql_own[] =
    "SELECT o.order_no, o.app_name, i.name AS institution_name, o.kind, "
    "o.state, o.stage, l.due_at, b.name AS bureau_name, "
    "b.phone AS bureau_phone, IFNULL(e.reason, e.remark) AS reason, "
    "e.remarks, IF(o.state = 2, o.submitted_at, o.updated_at) AS since " OWN
    "ORDER BY o.state = 4 DESC, l.due_at IS NULL, l.due_at, "
    "o.updated_at DESC LIMIT 8";
static const char sql_count_own[] = "SELECT COUNT(*) " OWN;

/* The edges of time, for an open side. */
static const struct moment first = { 1 }, last = { 253370764800000 };

static struct moment
or_edge(struct moment m, struct moment edge)
{
	return m.ms == 0 ? edge : m;
}

/* The first of what was remarked says more than the words for the whole. */
static void
say_first(struct board_item *item)
{
	const struct json *remark =
	    item->remarks == NULL ? NULL : item->remarks->first;

	if (remark == NULL)
		return;
	item->field = json_member(remark, "field")->text;
	item->reason = json_member(remark, "words")->text;
}

static struct list
read_items(struct request *r, struct query *q)
{
	struct board_item *items =
	    arena_alloc(r->mem, BOARD_ITEMS * sizeof(*items));
	size_t n = 0;

	while (n < BOARD_ITEMS && db_step(q) == DB_ROW) {
		struct board_item *item = &items[n++];
		const struct review_stage *stage;
		db_row(q, r->mem, &board_item_shape, item);
		item->status = review_status((enum kind)item->kind,
		    (enum order_state)item->state, (enum level)item->stage);
		stage = review_stage_at(
		    (enum kind)item->kind, (enum level)item->stage);
		item->action = stage == NULL ? 0 : stage->action;
		say_first(item);
	}
	return (struct list){ items, n };
}

void
board_waiting(struct request *r, struct moment from, struct moment to,
    struct board_section *out)
{
	static const char *const statements[] = { sql_waiting,
		sql_count_waiting };

	for (size_t i = 0; i < 2; i++) {
		struct query *q = db_query(r->db, statements[i]);
		db_bind_int(q, r->actor.organisation_id);
		db_bind_time(q, or_edge(from, first));
		db_bind_time(q, or_edge(to, last));
		if (i == 0) {
			out->items = read_items(r, q);
		} else if (db_step(q) == DB_ROW) {
			out->total.count = db_int(q, 0);
			out->total.exact = out->total.count <= COUNT_CAP;
		}
	}
	if (!out->total.exact)
		out->total.count = COUNT_CAP;
}

static int64_t
count_passed_on(struct request *r)
{
	struct query *q = db_query(r->db, sql_count_passed_on);
	int64_t area = r->actor.division;

	db_bind_int(q, r->actor.level);
	db_bind_int(q, area / division_width(area));
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

/* Each level by its own index; the nation has none above it. */
static struct list
passed_on_items(struct request *r)
{
	struct buf sql = buf_new(r->mem);
	int64_t area = r->actor.division, level = r->actor.level;
	struct query *q;

	buf_puts(&sql, ITEM "FROM (");
	for (int64_t above = level + 1; above <= LEVEL_NATION; above++)
		buf_printf(&sql, "%s(%s%s%s)",
		    above == level + 1 ? "" : " UNION ALL ", sql_passed_on,
		    levels_area_sql(area), sql_oldest_few);
	buf_puts(&sql, ") AS l JOIN orders o ON o.id = l.order_id "
		       "JOIN organisations i ON i.id = o.organisation_id "
		       "ORDER BY l.due_at, o.id LIMIT 8");
	q = db_query(r->db, buf_text(&sql));
	for (int64_t above = level + 1; above <= LEVEL_NATION; above++) {
		db_bind_int(q, above);
		db_bind_int(q, area / division_width(area));
	}
	return read_items(r, q);
}

void
board_passed_on(struct request *r, struct board_section *out)
{
	if (r->actor.level >= LEVEL_NATION)
		return;
	out->total.count = count_passed_on(r);
	out->items = passed_on_items(r);
}

void
board_own(struct request *r, unsigned states, enum lateness late,
    struct board_section *out)
{
	static const char *const statements[] = { sql_own, sql_count_own };

	for (size_t i = 0; i < 2; i++) {
		struct query *q = db_query(r->db, statements[i]);
		db_bind_int(q, r->actor.organisation_id);
		db_bind_int(q, states);
		db_bind_int(q, late);
		db_bind_int(q, late);
		if (i == 0)
			out->items = read_items(r, q);
		else if (db_step(q) == DB_ROW)
			out->total = (struct total){ db_int(q, 0), true };
	}
}
