/*
 * The statements of a level's lists (REVIEW-1, 2, 11; PLAT-7). They read
 * order_levels alone; ids come from its indexes first, the rest of a row by a
 * deferred join.
 */
#include <stdlib.h>

#include "app/review/review_list.h"
#include "lib/filter.h"

#define F(member, text, how) FILTER(review_query, member, text, how)
/* Those that order_levels answers by itself. */
static const struct filter level_filters[] = {
	F(kind, "AND l.kind = ? ", FILTER_EQUAL),
	F(channel, "AND l.channel = ? ", FILTER_EQUAL),
	F(business_type, "AND l.business_type = ? ", FILTER_EQUAL),
	F(submitted_from, "AND l.submitted_at >= ? ", FILTER_EQUAL),
	F(submitted_to, "AND l.submitted_at < ? ", FILTER_DAY_AFTER),
};
/* Those that need the order and its institution beside it. */
static const struct filter order_filters[] = {
	F(order_no, "AND o.order_no LIKE ? ", FILTER_PREFIX),
	F(app_name, "AND o.app_name LIKE ? ", FILTER_CONTAINS),
	F(institution_name, "AND i.name LIKE ? ", FILTER_CONTAINS),
	F(institution_code, "AND i.code = ? ", FILTER_EQUAL),
};
enum {
	LEVEL_FILTERS = sizeof(level_filters) / sizeof(level_filters[0]),
	ORDER_FILTERS = sizeof(order_filters) / sizeof(order_filters[0])
};

/* The four states that are counted, as conditions on order_levels. */
static const struct {
	enum level_state state;
	const char *sql;
} views[] = {
	{ LEVEL_HIDDEN,
	    "AND l.state IN (1, 2, 3) " }, /* the whole working list */
	{ LEVEL_WAITING, "AND l.state = 1 " },
	{ LEVEL_APPROVED, "AND l.state = 2 " },
	{ LEVEL_REJECTED, "AND l.state = 3 " },
	{ LEVEL_DECIDED, "AND l.decided = 1 " },
};

static const char *
view_sql(enum level_state state)
{
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		if (views[i].state == state)
			return views[i].sql;
	abort();
}

/* The column and value that narrow a list to an area; no list goes without. */
static const char *
area_sql(int64_t area, int64_t *value_out)
{
	*value_out = area;
	if (area == 0)
		return "";
	if (area % 10000 == 0) {
		*value_out = area / 10000;
		return "AND l.div2 = ? ";
	}
	if (area % 100 == 0) {
		*value_out = area / 100;
		return "AND l.div4 = ? ";
	}
	return "AND l.div6 = ? ";
}

static bool
any_set(const struct filter *filters, size_t n, const void *p)
{
	for (size_t i = 0; i < n; i++)
		if (filter_is_set(&filters[i], p))
			return true;
	return false;
}

static void
add_from(struct buf *sql, const struct search *s, enum level_state state)
{
	int64_t ignored;

	buf_puts(sql, "FROM order_levels l ");
	if (any_set(order_filters, ORDER_FILTERS, s->query))
		buf_puts(sql, "JOIN orders o ON o.id = l.order_id "
			      "JOIN organisations i "
			      "ON i.id = o.organisation_id ");
	buf_puts(sql, "WHERE l.level = ? ");
	buf_puts(sql, area_sql(s->area, &ignored));
	buf_puts(sql, view_sql(state));
	filter_add(sql, level_filters, LEVEL_FILTERS, s->query);
	filter_add(sql, order_filters, ORDER_FILTERS, s->query);
}

static void
bind_from(struct query *q, const struct search *s)
{
	int64_t value;

	db_bind_int(q, s->r->actor.level);
	if (*area_sql(s->area, &value) != '\0')
		db_bind_int(q, value);
	filter_bind(q, s->r->mem, level_filters, LEVEL_FILTERS, s->query);
	filter_bind(q, s->r->mem, order_filters, ORDER_FILTERS, s->query);
}

/* A count that stops at the cap, for filters outside the counters. */
static int64_t
count_capped(const struct search *s, enum level_state state)
{
	struct buf sql = buf_new(s->r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT COUNT(*) FROM (SELECT 1 ");
	add_from(&sql, s, state);
	buf_puts(&sql, "LIMIT ?) AS found");
	q = db_query(s->r->db, buf_text(&sql));
	bind_from(q, s);
	db_bind_int(q, COUNT_CAP + 1);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

static const char sql_counters[] =
    "SELECT state, SUM(n) FROM order_counts WHERE level = ? AND scope = ? "
    "GROUP BY state";
static const char sql_counters_of_kind[] =
    "SELECT state, SUM(n) FROM order_counts WHERE level = ? AND scope = ? "
    "AND kind = ? GROUP BY state";

static int64_t
counter_scope(int64_t area)
{
	return area % 10000 == 0 ? area / 10000
	       : area % 100 == 0 ? area / 100
				 : area;
}

/* Exact, from the counters, when the filters are their dimensions. */
static void
count_by_counters(const struct search *s, int64_t n[LEVEL_DECIDED + 1])
{
	int64_t kind = s->query->kind;
	struct query *q =
	    db_query(s->r->db, kind == 0 ? sql_counters : sql_counters_of_kind);

	db_bind_int(q, s->r->actor.level);
	db_bind_int(q, counter_scope(s->area));
	if (kind != 0)
		db_bind_int(q, kind);
	while (db_step(q) == DB_ROW)
		n[db_int(q, 0)] = db_int(q, 1);
}

static bool
counters_suffice(const struct review_query *query)
{
	return query->channel == 0 && query->business_type == 0 &&
	       query->submitted_from.ms == 0 && query->submitted_to.ms == 0 &&
	       !any_set(order_filters, ORDER_FILTERS, query);
}

static int64_t
capped(int64_t n, bool *exact)
{
	if (n > COUNT_CAP)
		*exact = false;
	return n > COUNT_CAP ? COUNT_CAP : n;
}

static struct total *
total_new(struct arena *mem, int64_t count, bool by_counters)
{
	struct total *t = arena_alloc(mem, sizeof(*t));

	t->exact = true;
	t->count = by_counters ? count : capped(count, &t->exact);
	return t;
}

void
review_list_count(
    const struct search *s, enum level_state shown, struct review_list *list)
{
	struct arena *mem = s->r->mem;
	struct review_counts *c = arena_alloc(mem, sizeof(*c));
	int64_t n[LEVEL_DECIDED + 1] = { 0 };
	bool exact = counters_suffice(s->query);

	if (exact)
		count_by_counters(s, n);
	else
		for (int i = LEVEL_WAITING; i <= LEVEL_DECIDED; i++)
			n[i] = count_capped(s, (enum level_state)i);
	n[LEVEL_HIDDEN] =
	    n[LEVEL_WAITING] + n[LEVEL_APPROVED] + n[LEVEL_REJECTED];
	list->waiting = total_new(mem, n[LEVEL_WAITING], exact);
	list->total = total_new(mem, n[shown], exact);
	c->exact = true;
	c->waiting = exact ? n[1] : capped(n[LEVEL_WAITING], &c->exact);
	c->approved = exact ? n[2] : capped(n[LEVEL_APPROVED], &c->exact);
	c->rejected = exact ? n[3] : capped(n[LEVEL_REJECTED], &c->exact);
	c->decided = exact ? n[4] : capped(n[LEVEL_DECIDED], &c->exact);
	list->counts = c;
}

static const char sql_items[] =
    "SELECT o.order_no, l.kind, l.state, l.automatic, o.app_name, "
    "l.business_type, l.channel, i.code AS institution_code, "
    "i.name AS institution_name, LPAD(o.division, 6, '0') AS division, "
    "IFNULL(d.full_name, '') AS division_name, l.submitted_at, o.version, "
    "o.state AS order_state, o.stage, l.last_verdict FROM (SELECT l.order_id ";

static const char sql_items_join[] =
    "LIMIT ? OFFSET ?) AS page JOIN order_levels l "
    "ON l.order_id = page.order_id AND l.level = ? "
    "JOIN orders o ON o.id = l.order_id "
    "JOIN organisations i ON i.id = o.organisation_id "
    "LEFT JOIN divisions d ON d.code = o.division ";

void
review_list_select(
    const struct search *s, enum level_state shown, struct review_list *list)
{
	struct request *r = s->r;
	size_t max = (size_t)list->page_size, n = 0;
	struct review_item *items = arena_alloc(r->mem, max * sizeof(*items));
	bool oldest = s->query->sort == SORT_OLDEST;
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, sql_items);
	add_from(&sql, s, shown);
	buf_puts(&sql,
	    oldest ? "ORDER BY l.order_id " : "ORDER BY l.order_id DESC ");
	buf_puts(&sql, sql_items_join);
	buf_puts(
	    &sql, oldest ? "ORDER BY l.order_id" : "ORDER BY l.order_id DESC");
	q = db_query(r->db, buf_text(&sql));
	bind_from(q, s);
	db_bind_int(q, list->page_size);
	db_bind_int(q, (list->page - 1) * list->page_size);
	db_bind_int(q, r->actor.level);
	while (n < max && db_step(q) == DB_ROW) {
		struct review_item *item = &items[n++];
		db_row(q, r->mem, &review_item_shape, item);
		item->status = review_status((enum kind)item->kind,
		    (enum order_state)item->order_state,
		    (enum level)item->stage);
	}
	list->items = (struct list){ items, n };
}
