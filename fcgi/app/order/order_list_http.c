/* An institution's own orders: filtered, counted, paged (PLAT-7). */
#include "app/order/order.h"
#include "app/page.h"
#include "app/review/route.h"
#include "lib/filter.h"

struct order_query {
	int64_t state, kind, business_type, channel, page, page_size, sort;
	const char *order_no, *app_name;
	struct moment submitted_from, submitted_to;
};

static const struct field query_fields[] = {
	{ .name = "state",
	    .type = FIELD_CHOICE,
	    .words = &order_state_words,
	    .zh = "状态",
	    .en = "State",
	    INTO(order_query, state) },
	{ .name = "kind",
	    .type = FIELD_CHOICE,
	    .words = &kind_words,
	    .zh = "审核类型",
	    .en = "Kind",
	    INTO(order_query, kind) },
	{ .name = "business_type",
	    .type = FIELD_CHOICE,
	    .words = &business_type_words,
	    .zh = "线上业务类型",
	    .en = "Business type",
	    INTO(order_query, business_type) },
	{ .name = "channel",
	    .type = FIELD_CHOICE,
	    .words = &channel_words,
	    .zh = "第三方渠道",
	    .en = "Channel",
	    INTO(order_query, channel) },
	{ .name = "order_no",
	    .type = FIELD_TEXT,
	    .max = 24,
	    .zh = "申请单号",
	    .en = "Order number",
	    INTO(order_query, order_no) },
	{ .name = "app_name",
	    .type = FIELD_TEXT,
	    .max = 50,
	    .zh = "申请接入应用名称",
	    .en = "Application name",
	    INTO(order_query, app_name) },
	{ .name = "submitted_from",
	    .type = FIELD_DATE,
	    .zh = "提交时间起",
	    .en = "Submitted from",
	    INTO(order_query, submitted_from) },
	{ .name = "submitted_to",
	    .type = FIELD_DATE,
	    .zh = "提交时间止",
	    .en = "Submitted to",
	    INTO(order_query, submitted_to) },
	{ .name = "sort",
	    .type = FIELD_CHOICE,
	    .words = &sort_words,
	    .zh = "排序",
	    .en = "Sort",
	    INTO(order_query, sort) },
	PAGE_FIELDS(order_query),
};
const struct form order_query_form = FORM_INTO(
    "order_query", "申请单查询", "Order search", query_fields, order_query);

struct order_item {
	const char *order_no, *app_name;
	int64_t kind, state, stage, status, business_type, channel, version;
	struct moment submitted_at, updated_at;
};

static const struct column item_columns[] = {
	COLUMN(order_item, order_no),
	COLUMN_WITH(order_item, kind, .words = &kind_words),
	COLUMN_WITH(order_item, state, .words = &order_state_words),
	COLUMN_WITH(order_item, stage, .flags = COLUMN_PRIVATE),
	COLUMN_WITH(order_item, status, .words = &order_status_words),
	COLUMN_WITH(order_item, business_type, .words = &business_type_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_item, channel, .words = &channel_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_item, app_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_item, submitted_at, .flags = COLUMN_NULLABLE),
	COLUMN(order_item, updated_at),
	COLUMN(order_item, version),
};
static const struct shape item_shape = SHAPE(order_item, item_columns);

struct order_counts {
	int64_t draft, waiting, approved, rejected, withdrawn;
};

static const struct column count_columns[] = {
	COLUMN(order_counts, draft),
	COLUMN(order_counts, waiting),
	COLUMN(order_counts, approved),
	COLUMN(order_counts, rejected),
	COLUMN(order_counts, withdrawn),
};
static const struct shape counts_shape = SHAPE(order_counts, count_columns);

struct order_list {
	struct list items;
	const struct total *total;
	int64_t page, page_size;
	const struct order_counts *counts;
};

static const struct column list_columns[] = {
	COLUMN_WITH(order_list, items, .shape = &item_shape),
	COLUMN_WITH(order_list, total, .shape = &total_shape),
	COLUMN(order_list, page),
	COLUMN(order_list, page_size),
	COLUMN_WITH(order_list, counts, .shape = &counts_shape),
};
const struct shape order_list_shape = SHAPE(order_list, list_columns);

#define F(member, text, how) FILTER(order_query, member, text, how)
static const struct filter filters[] = {
	F(kind, "AND kind = ? ", FILTER_EQUAL),
	F(business_type, "AND business_type = ? ", FILTER_EQUAL),
	F(channel, "AND channel = ? ", FILTER_EQUAL),
	F(order_no, "AND order_no LIKE ? ", FILTER_PREFIX),
	F(app_name, "AND app_name LIKE ? ", FILTER_CONTAINS),
	F(submitted_from, "AND submitted_at >= ? ", FILTER_EQUAL),
	F(submitted_to, "AND submitted_at < ? ", FILTER_DAY_AFTER),
	/* Last, so that the counts per state can leave it out. */
	F(state, "AND state = ? ", FILTER_EQUAL),
};
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

static const char sql_items[] =
    "SELECT order_no, kind, state, stage, business_type, channel, app_name, "
    "submitted_at, updated_at, version FROM orders "
    "WHERE organisation_id = ? ";

static const char sql_counts[] =
    "SELECT state, COUNT(*) FROM orders WHERE organisation_id = ? ";

/* One institution has few orders: counting them is exact and cheap. */
static void
count_states(struct request *r, const struct order_query *query,
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

static int64_t
total_of(const struct order_counts *c, int64_t state)
{
	const int64_t all[] = { c->draft + c->waiting + c->approved +
				    c->rejected + c->withdrawn,
		c->draft, c->waiting, c->approved, c->rejected, c->withdrawn };

	return all[state];
}

static struct list
select_items(struct request *r, const struct order_query *query, int64_t page,
    int64_t page_size)
{
	struct order_item *items =
	    arena_alloc(r->mem, (size_t)page_size * sizeof(*items));
	struct buf sql = buf_new(r->mem);
	struct query *q;
	size_t n = 0;

	buf_puts(&sql, sql_items);
	filter_add(&sql, filters, FILTERS, query);
	buf_puts(&sql, query->sort == SORT_OLDEST
			   ? "ORDER BY id LIMIT ? OFFSET ?"
			   : "ORDER BY id DESC LIMIT ? OFFSET ?");
	q = db_query(r->db, buf_text(&sql));
	db_bind_int(q, r->actor.organisation_id);
	filter_bind(q, r->mem, filters, FILTERS, query);
	db_bind_int(q, page_size);
	db_bind_int(q, (page - 1) * page_size);
	while (n < (size_t)page_size && db_step(q) == DB_ROW) {
		struct order_item *item = &items[n++];
		db_row(q, r->mem, &item_shape, item);
		item->status = review_status((enum kind)item->kind,
		    (enum order_state)item->state, (enum level)item->stage);
	}
	return (struct list){ items, n };
}

enum err
order_list_http(struct request *r)
{
	const struct order_query *query = r->query;
	struct order_list *list = arena_alloc(r->mem, sizeof(*list));
	struct order_counts *counts = arena_alloc(r->mem, sizeof(*counts));
	struct total *total = arena_alloc(r->mem, sizeof(*total));

	list->page = query->page ? query->page : 1;
	list->page_size =
	    query->page_size ? query->page_size : PAGE_SIZE_STANDARD;
	count_states(r, query, counts);
	*total = (struct total){ total_of(counts, query->state), true };
	list->counts = counts;
	list->total = total;
	list->items = select_items(r, query, list->page, list->page_size);
	r->result = list;
	return db_error(r->db);
}
