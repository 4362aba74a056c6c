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
	AFTER_FIELD(enrolment_query),
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
	struct page paging;
	const struct enrolment_counts *counts;
};

static const struct column list_columns[] = {
	PAGE_COLUMNS(struct enrolment_list, &enrolment_item_shape),
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

	enrolment_count(r, query, counts);
	*total = enrolment_total(counts, query);
	list->counts = counts;
	r->result = list;
	portion = page_begin(
	    &list->paging, query->page, query->page_size, query->after, total);
	if (portion.take == 0)
		return db_error(r->db);
	page_end(&list->paging, enrolment_select(r, query, portion),
	    sizeof(struct enrolment_item), offsetof(struct enrolment_item, id));
	return db_error(r->db);
}
