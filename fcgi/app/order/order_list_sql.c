/* The statements of an institution's list of orders. */
#include "app/order/order_list.h"
#include "app/review/route.h"
#include "lib/filter.h"

#define F(member, text, how) FILTER(order_query, member, text, how)
static const struct filter filters[] = {
	F(kind, "AND kind = ? ", FILTER_EQUAL),
	F(business_type, "AND business_type = ? ", FILTER_EQUAL),
	F(channel, "AND channel = ? ", FILTER_EQUAL),
	F(order_no, "AND order_no LIKE ? ", FILTER_PREFIX),
	F(app_name, "AND app_key LIKE ? ", FILTER_CONTAINS),
	F(submitted_from, "AND submitted_at >= ? ", FILTER_EQUAL),
	F(submitted_to, "AND submitted_at < ? ", FILTER_DAY_AFTER),
	/* Last, so that the counts per state can leave it out. */
	F(state, "AND state = ? ", FILTER_EQUAL),
};
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

static const char sql_items[] =
    "SELECT id, order_no, kind, state, stage, business_type, channel, "
    "app_name, submitted_at, updated_at, version FROM orders "
    "WHERE organisation_id = ? ";

static const char sql_counts[] =
    "SELECT state, COUNT(*) FROM orders WHERE organisation_id = ? ";

void
order_list_count(struct request *r, const struct order_query *query,
    struct order_counts *out)
{
	int64_t *by_state[] = { NULL, &out->draft, &out->waiting,
		&out->approved, &out->rejected, &out->withdrawn };
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, sql_counts);
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
				    c->rejected + c->withdrawn,
		c->draft, c->waiting, c->approved, c->rejected, c->withdrawn };

	return all[query->state];
}

struct list
order_list_select(
    struct request *r, const struct order_query *query, struct portion portion)
{
	bool oldest = query->sort == SORT_OLDEST;
	size_t max = (size_t)portion.take;
	struct order_item *items = arena_alloc(r->mem, max * sizeof(*items));
	struct buf sql = buf_new(r->mem);
	struct query *q;
	size_t n = 0;

	buf_puts(&sql, sql_items);
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
	while (n < max && db_step(q) == DB_ROW) {
		struct order_item *item = &items[n++];
		db_row(q, r->mem, &order_item_shape, item);
		item->status = review_status((enum kind)item->kind,
		    (enum order_state)item->state, (enum level)item->stage);
	}
	return (struct list){ items, n };
}
