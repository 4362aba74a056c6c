/*
 * Where a list's rows are looked for. Text that few rows have is where a
 * search starts (an index leads from there to the desks); a kind or
 * facet that few rows have is looked up by itself; otherwise a search
 * goes along the list's own index. Text that many have is sifted out of so
 * many rows found that way and no more (SCAN_MOST). All ways give the same
 * rows in the same order.
 */
#include "app/review/review_list.h"

#include "app/desk/desk.h"
#include "app/division/division.h"
#include "app/name/name.h"
#include "app/review/desks.h"
#include "lib/filter.h"

enum { FEW = 500, IDS_MAX = 512 };

#define F(member, text, how) FILTER(review_query, member, text, how)
/* Those that order_desks' indexes answer by themselves. */
static const struct filter desk_filters[] = {
	F(kind, "AND l.kind = ? ", FILTER_EQUAL),
	F(facets.value_b, "AND l.facet_b = ? ", FILTER_EQUAL),
	F(facets.value_a, "AND l.facet_a = ? ", FILTER_EQUAL),
};
/* In the working list the index is in the order of submission. */
static const struct filter working_times[] = {
	F(submitted_from, "AND l.at >= ? ", FILTER_EQUAL),
	F(submitted_to, "AND l.at < ? ", FILTER_DAY_AFTER),
};
/* 已办 is in the order of decisions, none of which is before its submission. */
static const struct filter done_times[] = {
	F(submitted_from, "AND l.at >= ? ", FILTER_EQUAL),
	F(submitted_from, "AND l.submitted_at >= ? ", FILTER_EQUAL),
	F(submitted_to, "AND l.submitted_at < ? ", FILTER_DAY_AFTER),
	F(decided_from, "AND l.at >= ? ", FILTER_EQUAL),
	F(decided_to, "AND l.at < ? ", FILTER_DAY_AFTER),
};
static const struct filter text_filters[] = {
	F(title, "AND l.title_key LIKE ? ", FILTER_CONTAINS),
	F(order_no, "AND o.order_no LIKE ? ", FILTER_PREFIX),
	F(institution_name, "AND i.name_key LIKE ? ", FILTER_CONTAINS),
	F(institution_code, "AND i.code LIKE ? ", FILTER_PREFIX),
};
static const struct filter due_times[] = {
	F(submitted_from, "AND l.due_at >= ? ", FILTER_EQUAL),
	F(submitted_from, "AND l.submitted_at >= ? ", FILTER_EQUAL),
	F(submitted_to, "AND l.submitted_at < ? ", FILTER_DAY_AFTER),
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

/* All that a row can have where a filter in the same place is not set: only
 * whole keys lead to the divisions at the end of the index of dimensions. */
static const char *const unset_sql[N(desk_filters)] = { "AND l.kind IN (0",
	"AND l.facet_b IN (0", "AND l.facet_a IN (0" };

/* The states of a list, as conditions on order_desks: one, or all. */
static const char *const state_sql[DESK_STATE_COUNT] = {
	[DESK_WAITING] = "AND l.state = 1 ",
	[DESK_APPROVED] = "AND l.state = 2 ",
	[DESK_REJECTED] = "AND l.state = 3 ",
	[DESK_DONE_APPROVED] = "AND l.state = 4 ",
	[DESK_DONE_REJECTED] = "AND l.state = 5 ",
};
static const char working_sql[] = "AND l.state IN (1, 2, 3) ";
static const char done_sql[] = "AND l.state IN (4, 5) ";

/* Those that begin so: what is typed is nearly always a whole one. */
static const char sql_by_no[] =
    "SELECT id FROM orders WHERE order_no LIKE ? LIMIT ?";
static const char sql_by_code[] =
    "SELECT id FROM organisations WHERE code LIKE ? LIMIT ?";

static size_t
read_ids(struct query *q, int64_t *ids)
{
	size_t n = 0;

	db_bind_int(q, FEW + 1);
	while (db_step(q) == DB_ROW && n <= FEW) {
		if (n < FEW)
			ids[n] = db_int(q, 0);
		n++;
	}
	return n;
}

static size_t
by_prefix(
    const struct search *s, const char *sql, const char *text, int64_t *ids)
{
	struct query *q = db_query(s->r->db, sql);

	db_bind_text(q, filter_like(s->r->mem, text, FILTER_PREFIX));
	return read_ids(q, ids);
}

static size_t
by_code(const struct search *s, int64_t *ids)
{
	return by_prefix(s, sql_by_code, s->query->institution_code, ids);
}

static size_t
by_no(const struct search *s, int64_t *ids)
{
	return by_prefix(s, sql_by_no, s->query->order_no, ids);
}

static size_t
by_name(const struct search *s, enum noun noun, const char *text, int64_t *ids)
{
	return name_find(s->r->db, s->r->mem, noun, text, s->area,
	    s->area + division_width(s->area), ids, FEW);
}

static size_t
by_institution(const struct search *s, int64_t *ids)
{
	return by_name(s, NOUN_ORGANISATION, s->query->institution_name, ids);
}

static size_t
by_title(const struct search *s, int64_t *ids)
{
	return by_name(
	    s, name_noun(s->query->facets.list), s->query->title, ids);
}

static bool
any_set(const struct filter *filters, size_t n, const void *p)
{
	for (size_t i = 0; i < n; i++)
		if (filter_is_set(&filters[i], p))
			return true;
	return false;
}

struct span
review_span(enum desk_state state)
{
	return (struct span){ state, state };
}

bool
review_span_is_one(struct span span)
{
	return span.first == span.last;
}

static bool
is_done(struct span span)
{
	return span.first >= DESK_DONE_APPROVED;
}

static struct span
span_of(const struct review_query *q)
{
	if (q->view != VIEW_DECIDED)
		return q->state == 0 ? SPAN_WORKING
				     : review_span((enum desk_state)q->state);
	if (q->verdict == 0)
		return SPAN_DONE;
	return review_span(q->verdict == VERDICT_APPROVE ? DESK_DONE_APPROVED
							 : DESK_DONE_REJECTED);
}

const char *
review_sorted_by(const struct search *s, struct span span)
{
	return s->by_due && span.last == DESK_WAITING ? "l.due_at" : "l.at";
}

struct search
review_search(struct request *r, const struct review_query *query)
{
	struct span shown = span_of(query);
	bool addressed =
	    desk_row((enum desk)r->actor.desk)->found == BY_ADDRESSEE;
	int64_t whole = addressed ? 0 : r->actor.division;

	return (struct search){ .r = r,
		.query = query,
		.area = query->division != 0 ? query->division : whole,
		.addressee = addressed ? r->actor.organisation_id : 0,
		.shown = shown,
		.by_due = shown.last == DESK_WAITING &&
			  (query->sort == 0 || query->sort == SORT_DUE) };
}

void
review_search_prepare(struct search *s, int64_t rows)
{
	const struct review_query *q = s->query;
	/* What is looked for first, since it has fewest. */
	const struct {
		const char *text;
		size_t (*find)(const struct search *, int64_t *);
		int from;
	} ways[] = {
		{ q->institution_code, by_code, START_INSTITUTIONS },
		{ q->order_no, by_no, START_ORDERS },
		{ q->institution_name, by_institution, START_INSTITUTIONS },
		{ q->title, by_title, START_ORDERS },
	};
	int64_t *ids = arena_alloc(s->r->mem, IDS_MAX * sizeof(*ids));

	for (size_t i = 0; i < N(ways); i++) {
		size_t n;
		if (ways[i].text == NULL)
			continue;
		n = ways[i].find(s, ids);
		if (n > FEW)
			continue;
		s->start.from = ways[i].from;
		s->start.ids = ids;
		s->start.n = n;
		break;
	}
	s->wanted = rows;
	if (review_search_is_slow(s))
		s->wanted = SCAN_FEW;
	else if (rows <= COUNT_CAP && review_search_is_timed(s))
		s->wanted = COUNT_CAP + 1;
}

bool
review_search_is_narrow(const struct search *s)
{
	return s->start.from != START_NOWHERE;
}

bool
review_search_is_slow(const struct search *s)
{
	return !review_search_is_narrow(s) &&
	       any_set(text_filters, N(text_filters), s->query);
}

bool
review_search_is_timed(const struct search *s)
{
	/* Of what is addressed there are no counters by division. */
	return any_set(done_times, N(done_times), s->query) ||
	       (s->addressee != 0 && s->query->division != 0);
}

/*
 * How many ids a statement takes: a few sizes, so that there are few
 * statements to prepare.
 */
static size_t
ids_taken(const struct start *start)
{
	size_t n = 1;

	while (n < start->n)
		n *= 8;
	return n;
}

/* The index that leads from them; without the hint a small page may be sought
 * along the list's, and a long one by its dimensions. */
static const char *const index_sql[] = {
	[START_INSTITUTIONS] =
	    "FROM order_desks l FORCE INDEX (order_desks_organisation) ",
	[START_ORDERS] = "FROM order_desks l FORCE INDEX (PRIMARY) ",
};
static const char few_sql[] =
    "FROM order_desks l FORCE INDEX (order_desks_dimensions) ";
static const char addressed_sql[] = "FROM order_desks l FORCE INDEX (qa) ";
static const char due_sql[] =
    "FROM order_desks l FORCE INDEX (order_desks_due) ";

static bool
is_few(const struct search *s, struct span span)
{
	return review_span_is_one(span) && s->few[span.first];
}

/* Along the bureau's deadlines: only what waits there has one. */
static bool
is_by_due(const struct search *s, struct span span)
{
	return s->by_due && span.last == DESK_WAITING &&
	       !review_search_is_narrow(s) && !is_few(s, span);
}

static void
add_index(struct buf *sql, const struct search *s, struct span span)
{
	buf_puts(sql, is_by_due(s, span) ? due_sql
		      : is_few(s, span)  ? few_sql
		      : s->start.from == START_NOWHERE
			  ? (s->addressee != 0 ? addressed_sql
					       : desks_area_index(s->area))
			  : index_sql[s->start.from]);
}

static void
add_start(struct buf *sql, const struct start *start)
{
	if (start->from == START_NOWHERE)
		return;
	buf_printf(sql, "AND l.%s IN (?",
	    start->from == START_ORDERS ? "order_id" : "organisation_id");
	for (size_t i = 1; i < ids_taken(start); i++)
		buf_puts(sql, ", ?");
	buf_puts(sql, ") ");
}

/* The places left over take 0, which is nobody's. */
static void
bind_start(struct query *q, const struct start *start)
{
	if (start->from == START_NOWHERE)
		return;
	for (size_t i = 0; i < ids_taken(start); i++)
		db_bind_int(q, i < start->n ? start->ids[i] : 0);
}

bool
review_search_has_dimensions(const struct search *s)
{
	return !review_search_is_narrow(s) &&
	       any_set(desk_filters, N(desk_filters), s->query);
}

static void
add_joins(struct buf *sql, const struct review_query *q)
{
	if (q->order_no != NULL)
		buf_puts(sql, "JOIN orders o ON o.id = l.order_id ");
	if (any_set(text_filters + 2, 2, q))
		buf_puts(sql, "JOIN organisations i "
			      "ON i.id = l.organisation_id ");
}

static const struct filter *
times_of(const struct search *s, struct span span, size_t *n_out)
{
	if (is_done(span)) {
		*n_out = N(done_times);
		return done_times;
	}
	/* Deadlines, too, are not before their submissions. */
	if (is_by_due(s, span)) {
		*n_out = N(due_times);
		return due_times;
	}
	*n_out = N(working_times);
	return working_times;
}

static void
add_unset(struct buf *sql, const struct review_query *q)
{
	const struct order_list_kind *list = kind_list(q->facets.list);
	const struct words *const words[N(unset_sql)] = { &kind_words,
		list->facet_b.words, list->facet_a.words };

	for (size_t i = 0; i < N(unset_sql); i++) {
		if (filter_is_set(&desk_filters[i], q))
			continue;
		buf_puts(sql, unset_sql[i]);
		for (size_t j = 0; words[i] != NULL && j < words[i]->n; j++)
			buf_printf(sql, ", %d", words[i]->list[j].value);
		buf_puts(sql, ") ");
	}
}

/* The divisions of an area, where an index has them last. */
static const char area_sql[] = "AND l.div6 >= ? AND l.div6 < ? ";

static void
bind_area(struct query *q, const struct search *s)
{
	db_bind_int(q, s->area);
	db_bind_int(q, s->area + division_width(s->area));
}

static bool
has_area_range(const struct search *s, struct span span)
{
	return s->addressee != 0 || is_few(s, span);
}

/* List, desk, area, state: what every search has, and what indexes answer. */
static void
add_where(struct buf *sql, const struct search *s, struct span span)
{
	size_t n;
	const struct filter *times = times_of(s, span, &n);

	if (is_by_due(s, span)) {
		buf_puts(sql, "WHERE l.desk_id = ? AND l.list = ? ");
		buf_puts(sql, area_sql);
	} else {
		buf_puts(sql, "WHERE l.list = ? AND l.desk = ? ");
		if (s->addressee != 0)
			buf_puts(sql, "AND l.addressee_id = ? ");
		buf_puts(sql, has_area_range(s, span)
				  ? area_sql
				  : desks_area_sql(s->area));
		if (is_few(s, span))
			add_unset(sql, s->query);
		buf_puts(sql, review_span_is_one(span) ? state_sql[span.first]
			      : is_done(span)          ? done_sql
						       : working_sql);
	}
	filter_add(sql, desk_filters, N(desk_filters), s->query);
	filter_add(sql, times, n, s->query);
}

static void
bind_where(struct query *q, const struct search *s, struct span span)
{
	struct arena *mem = s->r->mem;
	bool due = is_by_due(s, span);
	size_t n;
	const struct filter *times = times_of(s, span, &n);

	if (due)
		db_bind_int(q, s->r->actor.organisation_id);
	db_bind_int(q, s->query->facets.list);
	if (!due)
		db_bind_int(q, s->r->actor.desk);
	if (!due && s->addressee != 0)
		db_bind_int(q, s->addressee);
	if (due || has_area_range(s, span))
		bind_area(q, s);
	else if (*desks_area_sql(s->area) != '\0')
		db_bind_int(q, s->area / division_width(s->area));
	filter_bind(q, mem, desk_filters, N(desk_filters), s->query);
	filter_bind(q, mem, times, n, s->query);
}

void
review_search_add(struct buf *sql, const struct search *s, struct span span)
{
	add_index(sql, s, span);
	add_joins(sql, s->query);
	add_where(sql, s, span);
	add_start(sql, &s->start);
	filter_add(sql, text_filters, N(text_filters), s->query);
}

void
review_search_bind(struct query *q, const struct search *s, struct span span)
{
	bind_where(q, s, span);
	bind_start(q, &s->start);
	filter_bind(q, s->r->mem, text_filters, N(text_filters), s->query);
}

void
review_scan_add(struct buf *sql, const struct search *s, struct span span)
{
	buf_printf(
	    sql, "SELECT l.order_id, %s AS at ", review_sorted_by(s, span));
	add_index(sql, s, span);
	add_where(sql, s, span);
}

void
review_scan_bind(struct query *q, const struct search *s, struct span span)
{
	bind_where(q, s, span);
}

/* What was found has its text beside the index that it was found by. */
static void
add_found(struct buf *sql, const struct search *s)
{
	buf_puts(sql, "AS found STRAIGHT_JOIN order_desks l "
		      "ON l.order_id = found.order_id AND l.desk = ? "
		      "AND l.done = ? AND l.addressee_id = ? ");
	add_joins(sql, s->query);
}

static void
bind_found(struct query *q, const struct search *s, struct span span)
{
	db_bind_int(q, s->r->actor.desk);
	db_bind_int(q, is_done(span));
	db_bind_int(q, s->addressee);
}

void
review_sift_add(struct buf *sql, const struct search *s)
{
	add_found(sql, s);
	buf_puts(sql, "WHERE 1 = 1 ");
	filter_add(sql, text_filters, N(text_filters), s->query);
}

void
review_sift_bind(struct query *q, const struct search *s)
{
	bind_found(q, s, s->shown);
	filter_bind(q, s->r->mem, text_filters, N(text_filters), s->query);
}

int64_t
review_search_sample(
    const struct search *s, enum desk_state state, int64_t n, bool *whole_out)
{
	struct span span = review_span(state);
	struct buf sql = buf_new(s->r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT COUNT(*), SUM(1 = 1 ");
	filter_add(&sql, text_filters, N(text_filters), s->query);
	buf_puts(&sql, ") FROM (");
	review_scan_add(&sql, s, span);
	buf_puts(&sql, "ORDER BY at DESC, order_id DESC LIMIT ?) ");
	add_found(&sql, s);
	q = db_query(s->r->db, buf_text(&sql));
	filter_bind(q, s->r->mem, text_filters, N(text_filters), s->query);
	bind_where(q, s, span);
	db_bind_int(q, n);
	bind_found(q, s, span);
	if (db_step(q) != DB_ROW)
		return 0;
	*whole_out = db_int(q, 0) < n;
	return db_int(q, 1);
}
