/* An institution's own orders over HTTP: filtered, counted, paged (PLAT-7). */
#include "app/order/order_list.h"

/* In the order of the page's filters. */
static const struct field query_fields[] = {
	{ .name = "state",
	    .type = FIELD_CHOICE,
	    .words = &order_state_words,
	    .zh = "状态",
	    .en = "Status",
	    INTO(order_query, state) },
	LIST_FIELD(order_query),
	{ .name = "title",
	    .type = FIELD_TEXT,
	    .max = 50,
	    .zh = "名称",
	    .en = "Name",
	    INTO(order_query, title) },
	{ .name = "order_no",
	    .type = FIELD_TEXT,
	    .max = 24,
	    .format = &format_digits,
	    .zh = "申请单号",
	    .en = "Application number",
	    .help_zh = "输入开头几位即可",
	    .help_en = "First few characters",
	    INTO(order_query, order_no) },
	{ .name = "kind",
	    .type = FIELD_CHOICE,
	    .words = &kind_words,
	    .zh = "审核类型",
	    .en = "Application type",
	    INTO(order_query, kind) },
	FACET_A_FIELD(order_query),
	FACET_B_FIELD(order_query),
	{ .name = "submitted_from",
	    .type = FIELD_DATE,
	    .zh = "提交时间起",
	    .en = "Submitted from",
	    INTO(order_query, submitted_from) },
	{ .name = "submitted_to",
	    .type = FIELD_DATE,
	    .not_before = "submitted_from",
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
const struct form order_query_form = FORM_INTO("order_query", "申请单查询",
    "Application search", query_fields, order_query);

static const struct column item_columns[] = {
#define COL(type, name, ...) COLUMN_WITH(order_item, name, __VA_ARGS__),
#include "app/order/order_list.def"
};
const struct shape order_item_shape = SHAPE(order_item, item_columns);

static const struct column count_columns[] = {
	COLUMN(order_counts, draft),
	COLUMN(order_counts, waiting),
	COLUMN(order_counts, approved),
	COLUMN(order_counts, rejected),
	COLUMN(order_counts, withdrawn),
	COLUMN(order_counts, concluded),
};
static const struct shape counts_shape = SHAPE(order_counts, count_columns);

struct order_list {
	struct list items;
	const struct total *total;
	int64_t page, page_size;
	const struct order_counts *counts;
};

static const struct column list_columns[] = {
	COLUMN_WITH(order_list, items, .shape = &order_item_shape),
	COLUMN_WITH(order_list, total, .shape = &total_shape),
	COLUMN(order_list, page),
	COLUMN(order_list, page_size),
	COLUMN_WITH(order_list, counts, .shape = &counts_shape),
};
const struct shape order_list_shape = SHAPE(order_list, list_columns);

const void *
order_query_check(struct request *r, const void *asked)
{
	struct order_query *q = arena_alloc(r->mem, sizeof(*q));

	*q = *(const struct order_query *)asked;
	kind_facets_check(r, &order_query_form, &q->facets);
	return r->problem.faults.first == NULL ? q : NULL;
}

enum err
order_list_http(struct request *r)
{
	const struct order_query *query = order_query_check(r, r->query);
	struct order_list *list = arena_alloc(r->mem, sizeof(*list));
	struct order_counts *counts = arena_alloc(r->mem, sizeof(*counts));
	struct total *total = arena_alloc(r->mem, sizeof(*total));

	if (query == NULL)
		return ERR_INVALID;
	list->page = query->page ? query->page : 1;
	list->page_size =
	    query->page_size ? query->page_size : PAGE_SIZE_STANDARD;
	order_list_count(r, query, counts);
	*total = (struct total){ order_list_total(counts, query), true };
	list->counts = counts;
	list->total = total;
	list->items = order_list_select(r, query,
	    (struct portion){ .skip = (list->page - 1) * list->page_size,
		.take = list->page_size });
	r->result = list;
	return db_error(r->db);
}
