/* The list of institutions that ask for an account, over HTTP. */
#include <limits.h>

#include "app/enrolment/enrolment.h"

static const struct field query_fields[] = {
	{ .name = "institution_name",
	    .type = FIELD_TEXT,
	    .max = 50,
	    .zh = "机构名称",
	    .en = "Institution",
	    INTO(enrolment_query, institution_name) },
	{ .name = "code",
	    .type = FIELD_TEXT,
	    .max = 12,
	    .format = &format_upper_code,
	    .zh = "机构编码",
	    .en = "Code",
	    .help_zh = "输入开头几位即可",
	    .help_en = "First few characters",
	    INTO(enrolment_query, code) },
	{ .name = "state",
	    .type = FIELD_CHOICE,
	    .words = &enrolment_state_words,
	    .zh = "状态",
	    .en = "Status",
	    INTO(enrolment_query, state) },
	{ .name = "sort",
	    .type = FIELD_CHOICE,
	    .words = &sort_words,
	    .zh = "排序",
	    .en = "Sort",
	    INTO(enrolment_query, sort) },
	PAGE_FIELDS(enrolment_query),
	{ .name = "after",
	    .type = FIELD_INTEGER,
	    .min = 1,
	    .max = LONG_MAX,
	    .zh = "上一页的 next",
	    .en = "An earlier answer's next",
	    INTO(enrolment_query, after) },
};
const struct form enrolment_query_form = FORM_INTO("enrolment_query",
    "账号申请查询", "Search of requests", query_fields, enrolment_query);

static const struct column item_columns[] = {
#define COL(type, name, ...) COLUMN_WITH(enrolment_item, name, __VA_ARGS__),
#include "app/enrolment/enrolment_list.def"
};
const struct shape enrolment_item_shape = SHAPE(enrolment_item, item_columns);

static const struct column count_columns[] = {
	COLUMN_WITH(enrolment_counts, waiting, .shape = &total_shape),
	COLUMN_WITH(enrolment_counts, approved, .shape = &total_shape),
	COLUMN_WITH(enrolment_counts, refused, .shape = &total_shape),
};
static const struct shape counts_shape = SHAPE(enrolment_counts, count_columns);

struct enrolment_list {
	struct list items;
	const struct total *total;
	int64_t page, page_size;
	int64_t next; /* the last one's id; 0 (null) at the end */
	const struct enrolment_counts *counts;
};

static const struct column list_columns[] = {
	COLUMN_WITH(enrolment_list, items, .shape = &enrolment_item_shape),
	COLUMN_WITH(enrolment_list, total, .shape = &total_shape),
	COLUMN(enrolment_list, page),
	COLUMN(enrolment_list, page_size),
	COLUMN_WITH(enrolment_list, next, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(enrolment_list, counts, .shape = &counts_shape),
};
const struct shape enrolment_list_shape = SHAPE(enrolment_list, list_columns);

enum err
enrolment_list_http(struct request *r)
{
	const struct enrolment_query *query = r->query;
	struct enrolment_list *list = arena_alloc(r->mem, sizeof(*list));
	struct enrolment_counts *counts = arena_alloc(r->mem, sizeof(*counts));
	struct total *total = arena_alloc(r->mem, sizeof(*total));
	struct portion portion;

	list->page = query->page ? query->page : 1;
	list->page_size =
	    query->page_size ? query->page_size : PAGE_SIZE_STANDARD;
	enrolment_count(r, query, counts);
	*total = enrolment_total(counts, query);
	list->counts = counts;
	list->total = total;
	r->result = list;
	portion = portion_of(query->after, list->page, list->page_size, total);
	if (portion.take == 0)
		return db_error(r->db);
	list->items = enrolment_select(r, query, portion);
	if ((int64_t)list->items.n > list->page_size) {
		const struct enrolment_item *items = list->items.items;
		list->items.n = (size_t)list->page_size;
		list->next = items[list->items.n - 1].id;
	}
	return db_error(r->db);
}
