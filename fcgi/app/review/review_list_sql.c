/*
 * The rows of a desk's lists (REVIEW-1, 2, 11; PLAT-7). Which rows comes
 * from an index of order_desks alone; what is shown of them by a deferred
 * join.
 */
#include "app/list/columns.h"
#include "app/review/review_list.h"

static const char sql_tail[] =
    ") AS page JOIN order_desks l ON l.order_id = page.order_id "
    "AND l.desk = ? AND l.done = ? AND l.addressee_id = ? "
    "JOIN orders o ON o.id = l.order_id "
    "JOIN organisations i ON i.id = o.organisation_id "
    "LEFT JOIN divisions d ON d.code = o.division ";

/* A decided row tells how the order stands now, if it stands here at all. */
static const char sql_now[] =
    "LEFT JOIN order_desks w ON w.order_id = l.order_id "
    "AND w.desk = l.desk AND w.done = 0 "
    "AND w.addressee_id = l.addressee_id ";

/* By time and, within a millisecond, by id. */
static const char *const order_sql[] = {
	"ORDER BY at DESC, order_id DESC ",
	"ORDER BY at, order_id ",
};

#define FROM(column, before)                                            \
	"AND " column " " before "= ? AND (" column " " before " ? OR " \
	"l.order_id " before " (SELECT id FROM orders WHERE order_no = ?)) "
static const char *const from_sql[] = { FROM("l.at", "<"), FROM("l.at", ">") };
static const char *const due_from_sql[] = { FROM("l.due_at", "<"),
	FROM("l.due_at", ">") };

/* The ids in one state, or in all (hidden), in order. */
static void
add_ids(struct buf *sql, const struct search *s, const struct slice *slice,
    struct span span)
{
	if (slice->scan > 0) {
		review_scan_add(sql, s, span);
	} else {
		buf_printf(sql, "SELECT STRAIGHT_JOIN l.order_id, %s AS at ",
		    review_sorted_by(s, span));
		review_search_add(sql, s, span);
	}
	if (slice->from.set)
		buf_puts(sql,
		    (s->by_due ? due_from_sql : from_sql)[slice->oldest_first]);
	buf_puts(sql, order_sql[slice->oldest_first]);
}

static void
bind_ids(struct query *q, const struct search *s, const struct slice *slice,
    struct span span)
{
	if (slice->scan > 0)
		review_scan_bind(q, s, span);
	else
		review_search_bind(q, s, span);
	if (!slice->from.set)
		return;
	db_bind_time(q, slice->from.at);
	db_bind_time(q, slice->from.at);
	db_bind_text(q, slice->from.order_no);
}

/* Rows in several states come in order only state by state: merge them. */
static bool
needs_merge(const struct search *s)
{
	return !review_span_is_one(s->shown) && !review_search_is_narrow(s);
}

static void
add_merged(struct buf *sql, const struct search *s, const struct slice *slice)
{
	if (needs_merge(s)) {
		for (enum desk_state i = s->shown.first; i <= s->shown.last;
		     i++) {
			buf_puts(
			    sql, i == s->shown.first ? "(" : "UNION ALL (");
			add_ids(sql, s, slice, review_span(i));
			buf_puts(sql, "LIMIT ?) ");
		}
		buf_puts(sql, order_sql[slice->oldest_first]);
	} else {
		add_ids(sql, s, slice, s->shown);
	}
	buf_puts(sql, "LIMIT ? OFFSET ?");
}

static void
bind_merged(struct query *q, const struct search *s, const struct slice *slice,
    int64_t take, int64_t skip)
{
	if (needs_merge(s)) {
		for (enum desk_state i = s->shown.first; i <= s->shown.last;
		     i++) {
			bind_ids(q, s, slice, review_span(i));
			db_bind_int(q, skip + take);
		}
	} else {
		bind_ids(q, s, slice, s->shown);
	}
	db_bind_int(q, take);
	db_bind_int(q, skip);
}

/* The page's ids: as they come, or sifted out of so many. */
static void
add_page(struct buf *sql, const struct search *s, const struct slice *slice)
{
	if (slice->scan == 0) {
		add_merged(sql, s, slice);
		return;
	}
	buf_puts(sql, "SELECT found.order_id, found.at FROM (");
	add_merged(sql, s, slice);
	buf_puts(sql, ") ");
	review_sift_add(sql, s);
	buf_puts(sql, order_sql[slice->oldest_first]);
	buf_puts(sql, "LIMIT ? OFFSET ?");
}

static void
bind_page(struct query *q, const struct search *s, const struct slice *slice)
{
	if (slice->scan == 0) {
		bind_merged(q, s, slice, slice->take, slice->skip);
		return;
	}
	bind_merged(q, s, slice, slice->scan, 0);
	review_sift_bind(q, s);
	db_bind_int(q, slice->take);
	db_bind_int(q, slice->skip);
}

const char *
review_list_stop(const struct search *s, const struct slice *slice)
{
	struct buf sql = buf_new(s->r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT l.at, o.order_no FROM (");
	add_merged(&sql, s, slice);
	buf_puts(&sql, ") AS l JOIN orders o ON o.id = l.order_id");
	q = db_query(s->r->db, buf_text(&sql));
	bind_merged(q, s, slice, 1, slice->scan - 1);
	if (db_step(q) != DB_ROW)
		return NULL;
	return cursor_text(s->r->mem, db_time(q, 0), db_text(q, s->r->mem, 1));
}

static bool
is_decided(const struct search *s)
{
	return s->shown.first >= DESK_DONE_APPROVED;
}

/* In 已办 the own verdict, else the state and how it came about. */
static enum standing
standing_of(const struct review_item *item, bool decided)
{
	if (decided)
		return item->last_verdict == VERDICT_APPROVE ? STANDING_AGREED
							     : STANDING_REFUSED;
	if (item->state == DESK_WAITING)
		return STANDING_WAITING;
	if (item->state == DESK_REJECTED)
		return STANDING_REJECTED;
	return item->automatic ? STANDING_AUTOMATIC : STANDING_APPROVED;
}

static bool
fill(struct request *r, void *at, const void *about)
{
	const struct search *s = about;
	const struct order_list_kind *list = kind_list(s->query->facets.list);
	struct review_item *item = at;
	const struct kind *kind = kind_of(item->kind);

	(void)r;
	if (kind == NULL)
		return false; /* of a newer program's making */
	item->facet_a = kind_facet(&list->facet_a, item->value_a);
	item->facet_b = kind_facet(&list->facet_b, item->value_b);
	item->status =
	    item->changing != 0
		? review_status_on_file(kind, true)
		: review_status(kind, (enum order_state)item->order_state,
		      (enum desk)item->desk, item->supplement);
	item->standing = standing_of(item, is_decided(s));
	return true;
}

struct list
review_list_select(const struct search *s, const struct slice *slice)
{
	struct request *r = s->r;
	bool decided = is_decided(s);
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT ");
	list_columns_add(&sql, &review_item_shape, decided);
	buf_puts(&sql, "FROM (");
	add_page(&sql, s, slice);
	buf_puts(&sql, sql_tail);
	if (decided)
		buf_puts(&sql, sql_now);
	buf_puts(&sql, slice->oldest_first
			   ? "ORDER BY page.at, page.order_id"
			   : "ORDER BY page.at DESC, page.order_id DESC");
	q = db_query(r->db, buf_text(&sql));
	db_bind_int(q, r->actor.account_id);
	bind_page(q, s, slice);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, decided);
	db_bind_int(q, s->addressee);
	return list_rows(
	    r, q, &review_item_shape, (size_t)slice->take, fill, s);
}

struct list
review_list_walk(
    struct search *s, struct cursor from, int64_t take, const char **next_out)
{
	struct total n[DESK_STATE_COUNT] = { 0 };
	struct slice slice = { .oldest_first =
				   s->by_due || s->query->sort == SORT_OLDEST,
		.from = from,
		.take = take,
		.scan = review_search_is_slow(s) ? SCAN_MOST : 0 };
	struct list items;
	const struct review_item *last;

	if (review_search_has_dimensions(s))
		review_count_dimensions(s, n);
	items = review_list_select(s, &slice);
	last = items.items;
	if ((int64_t)items.n == take)
		*next_out = cursor_text(s->r->mem, last[items.n - 1].at,
		    last[items.n - 1].order_no);
	else
		*next_out = slice.scan > 0 ? review_list_stop(s, &slice) : NULL;
	return items;
}
