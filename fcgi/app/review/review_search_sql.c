/*
 * Where a list's rows are looked for. Text that few rows have is where a
 * search starts (an index leads from there to the levels); otherwise it goes
 * along the list's own index and looks at each row. Both give the same rows.
 */
#include "app/review/review_list.h"

#include "app/division/division.h"
#include "app/name/name.h"
#include "app/review/levels.h"
#include "lib/filter.h"

enum { FEW = 500 };

#define F(member, text, how) FILTER(review_query, member, text, how)
/* Those that order_levels' indexes answer by themselves. */
static const struct filter level_filters[] = {
	F(kind, "AND l.kind = ? ", FILTER_EQUAL),
	F(channel, "AND l.channel = ? ", FILTER_EQUAL),
	F(business_type, "AND l.business_type = ? ", FILTER_EQUAL),
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
};
static const struct filter text_filters[] = {
	F(app_name, "AND l.app_name LIKE ? ", FILTER_CONTAINS),
	F(order_no, "AND o.order_no LIKE ? ", FILTER_PREFIX),
	F(institution_name, "AND i.name LIKE ? ", FILTER_CONTAINS),
	F(institution_code, "AND i.code = ? ", FILTER_EQUAL),
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

/* The four states that are counted, as conditions on order_levels. */
static const char *const state_sql[] = {
	[LEVEL_HIDDEN] = "AND l.state IN (1, 2, 3) ",
	[LEVEL_WAITING] = "AND l.state = 1 ",
	[LEVEL_APPROVED] = "AND l.state = 2 ",
	[LEVEL_REJECTED] = "AND l.state = 3 ",
	[LEVEL_DECIDED] = "AND l.state = 4 ",
};

/* Numbers that begin so: what is typed is nearly always a whole one. */
static const char sql_by_no[] = "SELECT id FROM orders WHERE order_no LIKE ?";
static const char sql_by_code[] = "SELECT id FROM organisations WHERE code = ?";

static bool
few_rows(struct query *q)
{
	return db_step(q) == DB_ROW && db_int(q, 0) <= FEW;
}

static bool
few_names(const struct search *s, enum noun noun, const char *text)
{
	struct name_parts clues;
	struct buf sql = buf_new(s->r->mem);
	struct query *q;

	name_clues(s->r->mem, text, &clues);
	buf_puts(&sql, "SELECT COUNT(*) FROM (");
	name_select(&sql, &clues);
	buf_puts(&sql, " LIMIT ?) AS found");
	q = db_query(s->r->db, buf_text(&sql));
	name_bind(q, s->r->mem, noun, &clues, s->area,
	    s->area + division_width(s->area));
	db_bind_int(q, FEW + 1);
	return few_rows(q);
}

static bool
few_numbers(const struct search *s, const char *text)
{
	struct buf sql = buf_new(s->r->mem);
	struct query *q;

	buf_printf(
	    &sql, "SELECT COUNT(*) FROM (%s LIMIT ?) AS found", sql_by_no);
	q = db_query(s->r->db, buf_text(&sql));
	db_bind_text(q, filter_like(s->r->mem, text, FILTER_PREFIX));
	db_bind_int(q, FEW + 1);
	return few_rows(q);
}

void
review_search_prepare(struct search *s)
{
	const struct review_query *q = s->query;

	s->institution_code = (struct clue){ q->institution_code, true };
	s->order_no = (struct clue){ q->order_no, false };
	s->institution_name = (struct clue){ q->institution_name, false };
	s->app_name = (struct clue){ q->app_name, false };
	if (q->institution_code != NULL)
		return; /* one institution: nothing is narrower */
	if (q->order_no != NULL)
		s->order_no.few = few_numbers(s, q->order_no);
	if (q->institution_name != NULL && !s->order_no.few)
		s->institution_name.few =
		    few_names(s, NOUN_ORGANISATION, q->institution_name);
	if (q->app_name != NULL && !s->order_no.few && !s->institution_name.few)
		s->app_name.few = few_names(s, NOUN_ORDER, q->app_name);
}

static bool
is_start(const struct clue *c)
{
	return c->text != NULL && c->few;
}

bool
review_search_is_narrow(const struct search *s)
{
	return is_start(&s->institution_code) || is_start(&s->order_no) ||
	       is_start(&s->institution_name) || is_start(&s->app_name);
}

bool
review_search_is_slow(const struct search *s)
{
	bool any = false;

	for (size_t i = 0; i < N(text_filters); i++)
		any |= filter_is_set(&text_filters[i], s->query);
	return any && !review_search_is_narrow(s);
}

/* What a search starts from, as SELECT of ids, and how levels hang on it. */
static void
add_start(struct buf *sql, const struct search *s)
{
	struct name_parts clues;

	buf_puts(sql, "FROM (");
	if (is_start(&s->institution_code)) {
		buf_puts(sql, sql_by_code);
	} else if (is_start(&s->order_no)) {
		buf_puts(sql, sql_by_no);
	} else {
		name_clues(s->r->mem,
		    is_start(&s->institution_name) ? s->institution_name.text
						   : s->app_name.text,
		    &clues);
		name_select(sql, &clues);
	}
	buf_puts(sql,
	    is_start(&s->institution_code) ||
		    (!is_start(&s->order_no) && is_start(&s->institution_name))
		? " LIMIT ?) AS start JOIN order_levels l "
		  "ON l.organisation_id = start.id "
		: " LIMIT ?) AS start JOIN order_levels l "
		  "ON l.order_id = start.id ");
}

static void
bind_start(struct query *q, const struct search *s)
{
	struct arena *mem = s->r->mem;
	bool by_name = is_start(&s->institution_name);
	struct name_parts clues;

	if (is_start(&s->institution_code)) {
		db_bind_text(q, s->institution_code.text);
	} else if (is_start(&s->order_no)) {
		db_bind_text(
		    q, filter_like(mem, s->order_no.text, FILTER_PREFIX));
	} else {
		name_clues(mem,
		    by_name ? s->institution_name.text : s->app_name.text,
		    &clues);
		name_bind(q, mem, by_name ? NOUN_ORGANISATION : NOUN_ORDER,
		    &clues, s->area, s->area + division_width(s->area));
	}
	db_bind_int(q, FEW);
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
add_joins(struct buf *sql, const struct review_query *q)
{
	if (q->order_no != NULL)
		buf_puts(sql, "JOIN orders o ON o.id = l.order_id ");
	if (any_set(text_filters + 2, 2, q))
		buf_puts(sql, "JOIN organisations i "
			      "ON i.id = l.organisation_id ");
}

static const struct filter *
times_of(enum level_state state, size_t *n_out)
{
	bool done = state == LEVEL_DECIDED;

	*n_out = done ? N(done_times) : N(working_times);
	return done ? done_times : working_times;
}

/* Level, area, state: what every search has, and what indexes answer. */
static void
add_where(struct buf *sql, const struct search *s, enum level_state state)
{
	size_t n;
	const struct filter *times = times_of(state, &n);

	buf_puts(sql, "WHERE l.level = ? ");
	buf_puts(sql, levels_area_sql(s->area));
	buf_puts(sql, state_sql[state]);
	filter_add(sql, level_filters, N(level_filters), s->query);
	filter_add(sql, times, n, s->query);
}

static void
bind_where(struct query *q, const struct search *s, enum level_state state)
{
	struct arena *mem = s->r->mem;
	size_t n;
	const struct filter *times = times_of(state, &n);

	db_bind_int(q, s->r->actor.level);
	if (*levels_area_sql(s->area) != '\0')
		db_bind_int(q, s->area / division_width(s->area));
	filter_bind(q, mem, level_filters, N(level_filters), s->query);
	filter_bind(q, mem, times, n, s->query);
}

void
review_search_add(
    struct buf *sql, const struct search *s, enum level_state state)
{
	if (review_search_is_narrow(s))
		add_start(sql, s);
	else
		buf_puts(sql, "FROM order_levels l ");
	add_joins(sql, s->query);
	add_where(sql, s, state);
	filter_add(sql, text_filters, N(text_filters), s->query);
}

void
review_search_bind(
    struct query *q, const struct search *s, enum level_state state)
{
	if (review_search_is_narrow(s))
		bind_start(q, s);
	bind_where(q, s, state);
	filter_bind(q, s->r->mem, text_filters, N(text_filters), s->query);
}

void
review_scan_add(struct buf *sql, const struct search *s, enum level_state state)
{
	buf_puts(sql, "SELECT l.order_id, l.at, l.organisation_id, l.app_name "
		      "FROM order_levels l ");
	add_where(sql, s, state);
}

void
review_scan_bind(
    struct query *q, const struct search *s, enum level_state state)
{
	bind_where(q, s, state);
}

void
review_sift_add(struct buf *sql, const struct search *s)
{
	add_joins(sql, s->query);
	buf_puts(sql, "WHERE 1 = 1 ");
	filter_add(sql, text_filters, N(text_filters), s->query);
}

void
review_sift_bind(struct query *q, const struct search *s)
{
	filter_bind(q, s->r->mem, text_filters, N(text_filters), s->query);
}

int64_t
review_search_sample(
    const struct search *s, enum level_state state, int64_t n, bool *whole_out)
{
	struct buf sql = buf_new(s->r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT COUNT(*), SUM(1 = 1 ");
	filter_add(&sql, text_filters, N(text_filters), s->query);
	buf_puts(&sql, ") FROM (");
	review_scan_add(&sql, s, state);
	buf_puts(&sql, "ORDER BY l.at DESC, l.order_id DESC LIMIT ?) AS l ");
	add_joins(&sql, s->query);
	q = db_query(s->r->db, buf_text(&sql));
	filter_bind(q, s->r->mem, text_filters, N(text_filters), s->query);
	bind_where(q, s, state);
	db_bind_int(q, n);
	if (db_step(q) != DB_ROW)
		return 0;
	*whole_out = db_int(q, 0) < n;
	return db_int(q, 1);
}
