/* The board's statements: each reads a handful of rows from an index. */
#include "app/board/board.h"

#include "app/division/division.h"
#include "app/kind/kind.h"
#include "app/review/desks.h"
#include "lib/filter.h"

#define ITEM                                                       \
	"SELECT o.order_no, o.title, i.name AS institution_name, " \
	"o.kind, o.state, o.desk, o.supplement, l.due_at, "        \
	"l.arrived_at AS since "

/* Of each list, along its index; put together behind. */
static const char sql_waiting[] =
    "SELECT order_id, due_at, arrived_at FROM order_desks l "
    "WHERE l.desk_id = ? AND l.list = ? AND l.desk = ? AND l.due_at >= ? "
    "AND l.due_at < ? "
    "ORDER BY l.due_at, l.order_id LIMIT 8";
static const char sql_count_waiting[] =
    "SELECT 1 FROM order_desks WHERE desk_id = ? AND list = ? AND desk = ? "
    "AND due_at >= ? AND due_at < ? LIMIT 1001";

/* Followed by the area and by the oldest few; once for each desk behind. */
static const char sql_passed_on[] =
    "SELECT order_id, due_at, arrived_at FROM order_desks l "
    "WHERE l.list = ? AND l.desk = ? AND l.state = 1 ";
static const char sql_oldest_few[] = "ORDER BY l.at, l.order_id LIMIT 8";
static const char sql_items_of[] =
    ") AS l JOIN orders o ON o.id = l.order_id "
    "JOIN organisations i ON i.id = o.organisation_id "
    "ORDER BY l.due_at, o.id LIMIT 8";
static const char sql_count_at[] =
    "SELECT IFNULL(SUM(n), 0) FROM order_counts WHERE list = ? AND desk = ? "
    "AND scope = ? AND state = 1";
static const char sql_at_addressee[] =
    "SELECT 1 FROM order_desks l WHERE l.list = ? AND l.desk = ? "
    "AND l.state = 1 ";

/* Where an order waits: the row of the desk that it waits at. As long as the
 * applicant has something to do there, for more or for a proof was asked, it is
 * its institution's to do, like what was returned. */
_Static_assert(EVENT_SUPPLEMENT == 12 && EVENT_REJECT == 5, "the events below");
#define OWN                                                               \
	"FROM orders o JOIN organisations i ON i.id = o.organisation_id " \
	"LEFT JOIN order_desks l ON l.order_id = o.id "                   \
	"AND l.desk = o.desk AND l.done = 0 AND l.state = 1 "             \
	"LEFT JOIN organisations b ON b.id = l.desk_id "                  \
	"LEFT JOIN order_events e ON (o.state = 4 OR o.supplement <> 0) " \
	"AND e.id = (SELECT MAX(id) FROM order_events "                   \
	"WHERE order_id = o.id AND event = IF(o.state = 4, 5, 12)) "      \
	"WHERE o.organisation_id = ? "                                    \
	"AND (? >> IF(l.applicant_until IS NULL, o.state, 4) & 1) = 1 "   \
	"AND (? = 0 OR IFNULL(l.due_at < UTC_TIMESTAMP(3), 0) = (? = 1)) "
static const char sql_own[] =
    "SELECT o.order_no, o.title, i.name AS institution_name, o.kind, "
    "o.state, o.desk, o.supplement, l.applicant_until IS NOT NULL AS asked, "
    "IFNULL(l.applicant_until, l.due_at) AS due_at, b.name AS office_name, "
    "b.phone AS office_phone, IFNULL(e.reason, e.remark) AS reason, "
    "e.remarks, IF(o.state = 2, o.submitted_at, o.updated_at) AS since " OWN
    "ORDER BY o.state = 4 OR l.applicant_until IS NOT NULL DESC, "
    "l.due_at IS NULL, "
    "l.due_at, "
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
		struct board_item *item = &items[n];
		const struct step *step;
		db_row(q, r->mem, &board_item_shape, item);
		if (kind_of(item->kind) == NULL)
			continue; /* of a newer program's making */
		n++;
		item->status = review_status(kind_of(item->kind),
		    (enum order_state)item->state, (enum desk)item->desk,
		    item->supplement);
		step =
		    review_step_at(kind_of(item->kind), (enum desk)item->desk);
		item->action = step == NULL ? 0 : step->action;
		say_first(item);
	}
	return (struct list){ items, n };
}

/* The next list that the actor reviews. */
static const struct order_list_kind *
next_list(const struct request *r, const struct order_list_kind *list)
{
	return kind_reviewed_next(
	    list, (enum desk)r->actor.desk, r->actor.permits);
}

/* One statement of a part for each list. */
static struct query *
each_list(struct request *r, const char *head, const char *part,
    const char *tail, struct moment from, struct moment to)
{
	const struct order_list_kind *list = NULL;
	struct buf sql = buf_new(r->mem);
	const char *between = "";
	struct query *q;

	buf_puts(&sql, head);
	while ((list = next_list(r, list)) != NULL) {
		buf_printf(&sql, "%s(%s)", between, part);
		between = " UNION ALL ";
	}
	buf_puts(&sql, tail);
	q = db_query(r->db, buf_text(&sql));
	while ((list = next_list(r, list)) != NULL) {
		db_bind_int(q, r->actor.organisation_id);
		db_bind_int(q, list->number);
		db_bind_int(q, r->actor.desk);
		db_bind_time(q, or_edge(from, first));
		db_bind_time(q, or_edge(to, last));
	}
	return q;
}

void
board_waiting(struct request *r, struct moment from, struct moment to,
    struct board_section *out)
{
	struct query *q;

	if (next_list(r, NULL) == NULL)
		return;
	out->items = read_items(r,
	    each_list(r, ITEM "FROM (", sql_waiting, sql_items_of, from, to));
	q = each_list(r, "SELECT COUNT(*) FROM (", sql_count_waiting,
	    ") AS found", from, to);
	if (db_step(q) == DB_ROW)
		out->total = total_capped(db_int(q, 0));
}

/* A bit per desk that some kind of the list goes to after the actor's. */
static unsigned
desks_behind(const struct request *r, const struct order_list_kind *list)
{
	unsigned bits = 0;

	for (const struct kind *const *k = kinds; *k != NULL; k++) {
		const struct step *mine =
		    review_step_at(*k, (enum desk)r->actor.desk);
		const struct step *end = (*k)->steps + (*k)->n_steps;
		if ((*k)->list != list || mine == NULL)
			continue;
		for (const struct step *s = mine + 1; s < end; s++)
			if (s->action != ACTION_VIEW)
				bits |= 1U << s->desk;
	}
	return bits;
}

/* The next pair of a list and a desk behind; false after the last. */
struct behind {
	const struct order_list_kind *list;
	int desk;
};
static bool
next_behind(const struct request *r, struct behind *at)
{
	if (at->list == NULL)
		at->list = next_list(r, NULL);
	for (; at->list != NULL; at->list = next_list(r, at->list)) {
		unsigned bits = desks_behind(r, at->list);
		while (++at->desk < DESK_COUNT)
			if ((bits >> at->desk & 1) != 0)
				return true;
		at->desk = DESK_NONE;
	}
	return false;
}

static void
bind_behind(struct request *r, struct query *q, const struct behind *at)
{
	int64_t area = r->actor.division;

	db_bind_int(q, at->list->number);
	db_bind_int(q, at->desk);
	if (*desks_area_sql(area) != '\0')
		db_bind_int(q, area / division_width(area));
}

/* By the counters, but for desks that are addressed: they have none by area. */
static int64_t
count_at(struct request *r, const struct behind *at)
{
	int64_t area = r->actor.division;
	struct buf sql = buf_new(r->mem);
	struct query *q;

	if (desk_row((enum desk)at->desk)->found == BY_ADDRESSEE) {
		buf_printf(&sql, "SELECT COUNT(*) FROM (%s%sLIMIT %d) AS found",
		    sql_at_addressee, desks_area_sql(area), COUNT_CAP);
		q = db_query(r->db, buf_text(&sql));
		bind_behind(r, q, at);
	} else {
		q = db_query(r->db, sql_count_at);
		db_bind_int(q, at->list->number);
		db_bind_int(q, at->desk);
		db_bind_int(q, area / division_width(area));
	}
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

void
board_passed_on(struct request *r, struct board_section *out)
{
	struct behind at = { NULL, DESK_NONE };
	struct buf sql = buf_new(r->mem);
	const char *between = "";
	struct query *q;

	/* What an addressee decided on belongs to no area of its own. */
	if (desk_row((enum desk)r->actor.desk)->found == BY_ADDRESSEE)
		return;
	buf_puts(&sql, ITEM "FROM (");
	while (next_behind(r, &at)) {
		out->total.count += count_at(r, &at);
		buf_printf(&sql, "%s(%s%s%s)", between, sql_passed_on,
		    desks_area_sql(r->actor.division), sql_oldest_few);
		between = " UNION ALL ";
	}
	if (*between == '\0')
		return;
	buf_puts(&sql, sql_items_of);
	q = db_query(r->db, buf_text(&sql));
	at = (struct behind){ NULL, DESK_NONE };
	while (next_behind(r, &at))
		bind_behind(r, q, &at);
	out->items = read_items(r, q);
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
