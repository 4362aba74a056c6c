/*
 * How many orders stand in each state of a desk's lists (PLAT-7): exact
 * from the counters within their dimensions, else counted up to a cap.
 */
#include "app/division/division.h"
#include "app/review/review_list.h"
#include "lib/filter.h"

enum { SAMPLE = 2000 };

#define F(member, text) FILTER(review_query, member, text, FILTER_EQUAL)
static const struct filter dimensions[] = {
	F(kind, "AND kind = ? "),
	F(facets.value_a, "AND facet_a = ? "),
	F(facets.value_b, "AND facet_b = ? "),
};
enum { DIMENSIONS = sizeof(dimensions) / sizeof(dimensions[0]) };

static struct total none = { 0, true };

/*
 * Looking fits rows up costs about as much as there are. Along the list, if
 * they are spread evenly, each wanted one comes after all / fits others.
 */
static bool
is_few(const struct search *s, int64_t fits, int64_t all)
{
	return fits < all && fits * fits < s->wanted * all;
}

void
review_count_dimensions(struct search *s, struct total n[DESK_STATE_COUNT])
{
	struct buf sql = buf_new(s->r->mem);
	int64_t area = s->area;
	struct query *q;

	buf_puts(&sql, "SELECT state, SUM(n), SUM(IF(1 = 1 ");
	filter_add(&sql, dimensions, DIMENSIONS, s->query);
	buf_puts(&sql, ", n, 0)) FROM order_counts "
		       "WHERE list = ? AND desk = ? AND scope = ? "
		       "GROUP BY state");
	q = db_query(s->r->db, buf_text(&sql));
	filter_bind(q, s->r->mem, dimensions, DIMENSIONS, s->query);
	db_bind_int(q, s->query->facets.list);
	db_bind_int(q, s->r->actor.desk);
	db_bind_int(
	    q, s->addressee != 0 ? s->addressee : area / division_width(area));
	while (db_step(q) == DB_ROW) {
		int64_t state = db_int(q, 0);
		n[state].count = db_int(q, 2);
		s->few[state] =
		    s->addressee == 0 && is_few(s, db_int(q, 2), db_int(q, 1));
	}
}

/* All at once: a search that starts from few rows nearly always has few. */
static bool
count_narrow(const struct search *s, struct span states,
    struct total n[DESK_STATE_COUNT])
{
	struct buf sql = buf_new(s->r->mem);
	struct query *q;
	int64_t all = 0;

	buf_puts(
	    &sql, "SELECT state, COUNT(*) FROM (SELECT STRAIGHT_JOIN l.state ");
	review_search_add(&sql, s, states);
	buf_puts(&sql, "LIMIT ?) AS found GROUP BY state");
	q = db_query(s->r->db, buf_text(&sql));
	review_search_bind(q, s, states);
	db_bind_int(q, COUNT_CAP + 1);
	while (db_step(q) == DB_ROW) {
		n[db_int(q, 0)].count = db_int(q, 1);
		all += db_int(q, 1);
	}
	return all <= COUNT_CAP;
}

static struct total
count_capped(const struct search *s, enum desk_state state)
{
	struct buf sql = buf_new(s->r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT COUNT(*) FROM (SELECT 1 ");
	review_search_add(&sql, s, review_span(state));
	buf_puts(&sql, "LIMIT ?) AS found");
	q = db_query(s->r->db, buf_text(&sql));
	review_search_bind(q, s, review_span(state));
	db_bind_int(q, COUNT_CAP + 1);
	return total_capped(db_step(q) == DB_ROW ? db_int(q, 0) : 0);
}

static struct total
count_sample(const struct search *s, enum desk_state state)
{
	struct total t = none;

	t.count = review_search_sample(s, state, SAMPLE, &t.exact);
	return t;
}

static void
count_states(struct search *s, struct total n[DESK_STATE_COUNT])
{
	bool slow = review_search_is_slow(s);
	bool narrow = review_search_is_narrow(s);
	bool timed = review_search_is_timed(s);

	if (narrow && count_narrow(s, SPAN_WORKING, n) &&
	    count_narrow(s, SPAN_DONE, n))
		return;
	if (review_search_has_dimensions(s) || !(slow || narrow || timed))
		review_count_dimensions(s, n);
	if (!(slow || narrow || timed))
		return;
	for (int i = DESK_WAITING; i < DESK_STATE_COUNT; i++)
		n[i] = slow ? count_sample(s, (enum desk_state)i)
			    : count_capped(s, (enum desk_state)i);
}

static const struct total *
sum(struct arena *mem, const struct total n[DESK_STATE_COUNT], struct span span)
{
	struct total *all = arena_alloc(mem, sizeof(*all));

	*all = none;
	for (enum desk_state i = span.first; i <= span.last; i++) {
		all->count += n[i].count;
		all->exact &= n[i].exact;
	}
	return all;
}

void
review_list_count(struct search *s, struct review_list *list)
{
	struct total *n =
	    arena_alloc(s->r->mem, (DESK_STATE_COUNT) * sizeof(*n));
	struct review_counts *c = arena_alloc(s->r->mem, sizeof(*c));

	for (int i = 0; i < DESK_STATE_COUNT; i++)
		n[i] = none;
	count_states(s, n);
	*c = (struct review_counts){ &n[DESK_WAITING], &n[DESK_APPROVED],
		&n[DESK_REJECTED], sum(s->r->mem, n, SPAN_DONE),
		&n[DESK_DONE_APPROVED], &n[DESK_DONE_REJECTED] };
	list->total = sum(s->r->mem, n, s->shown);
	list->counts = c;
}
