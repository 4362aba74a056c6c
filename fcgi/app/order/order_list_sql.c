/* The statements of an institution's list of orders. */
#include "app/list/columns.h"
#include "app/order/order_list.h"
#include "app/review/route.h"
#include "lib/filter.h"

#define F(member, text, how) FILTER(order_query, member, text, how)
static const struct filter filters[] = {
	F(kind, "AND kind = ? ", FILTER_EQUAL),
	F(facets.value_a, "AND facet_a = ? ", FILTER_EQUAL),
	F(facets.value_b, "AND facet_b = ? ", FILTER_EQUAL),
	F(order_no, "AND order_no LIKE ? ", FILTER_PREFIX),
	F(title, "AND title_key LIKE ? ", FILTER_CONTAINS),
	F(submitted_from, "AND submitted_at >= ? ", FILTER_EQUAL),
	F(submitted_to, "AND submitted_at < ? ", FILTER_DAY_AFTER),
	/* Last, so that the counts per state can leave it out. */
	F(state, "AND state = ? ", FILTER_EQUAL),
};
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

static const char sql_items[] = "FROM orders WHERE organisation_id = ? ";

static const char sql_counts[] =
    "SELECT state, COUNT(*) FROM orders WHERE organisation_id = ? ";

/* The kinds of the list that is asked for, or all there are: a newer program
 * may have left others. */
static void
add_kinds(struct buf *sql, const struct order_query *query)
{
	int64_t list = query->facets.list;

	buf_puts(sql, "AND kind IN (0");
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if (list == 0 || (*k)->list->number == list)
			buf_printf(sql, ", %d", (*k)->number);
	buf_puts(sql, ") ");
}

void
order_list_count(struct request *r, const struct order_query *query,
    struct order_counts *out)
{
	int64_t *by_state[] = { NULL, &out->draft, &out->waiting,
		&out->approved, &out->rejected, &out->withdrawn,
		&out->concluded };
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, sql_counts);
	add_kinds(&sql, query);
	filter_add(&sql, filters, FILTERS - 1, query);
	buf_puts(&sql, "GROUP BY state");
	q = db_query(r->db, buf_text(&sql));
	db_bind_int(q, r->actor.organisation_id);
	filter_bind(q, r->mem, filters, FILTERS - 1, query);
	while (db_step(q) == DB_ROW)
		*by_state[db_int(q, 0)] = db_int(q, 1);
}

int64_t
order_list_total(const struct order_counts *c, const struct order_query *query)
{
	const int64_t all[] = { c->draft + c->waiting + c->approved +
				    c->rejected + c->withdrawn + c->concluded,
		c->draft, c->waiting, c->approved, c->rejected, c->withdrawn,
		c->concluded };

	return all[query->state];
}

static bool
fill(struct request *r, void *at, const void *about)
{
	struct order_item *item = at;
	const struct kind *kind = kind_of(item->kind);

	(void)r;
	(void)about;
	item->facet_a = kind_facet(&kind->list->facet_a, item->value_a);
	item->facet_b = kind_facet(&kind->list->facet_b, item->value_b);
	item->status = item->changing != 0
			   ? review_status_on_file(kind, true)
			   : review_status(kind, (enum order_state)item->state,
				 (enum desk)item->desk, item->supplement);
	return true;
}

struct list
order_list_select(
    struct request *r, const struct order_query *query, struct portion portion)
{
	bool oldest = query->sort == SORT_OLDEST;
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT ");
	list_columns_add(&sql, &order_item_shape, false);
	buf_puts(&sql, sql_items);
	add_kinds(&sql, query);
	filter_add(&sql, filters, FILTERS, query);
	if (portion.past != 0)
		buf_puts(&sql, oldest ? "AND id > ? " : "AND id < ? ");
	buf_puts(&sql, oldest ? "ORDER BY id LIMIT ? OFFSET ?"
			      : "ORDER BY id DESC LIMIT ? OFFSET ?");
	q = db_query(r->db, buf_text(&sql));
	db_bind_int(q, r->actor.organisation_id);
	filter_bind(q, r->mem, filters, FILTERS, query);
	if (portion.past != 0)
		db_bind_int(q, portion.past);
	db_bind_int(q, portion.take);
	db_bind_int(q, portion.skip);
	return list_rows(
	    r, q, &order_item_shape, (size_t)portion.take, fill, NULL);
}
