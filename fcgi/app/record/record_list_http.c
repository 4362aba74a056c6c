/* The list of what is on file, over HTTP. */
#include "app/record/record_list.h"

#include <limits.h>

#include "app/desk/desk.h"

/* In the order of the page's filters. */
static const struct field query_fields[] = {
	{ .name = "list",
	    .type = FIELD_CHOICE,
	    .words = &record_list_words,
	    .zh = "业务",
	    .en = "Business",
	    INTO(record_query, list) },
	{ .name = "title",
	    .type = FIELD_TEXT,
	    .max = 50,
	    .zh = "名称",
	    .en = "Name",
	    INTO(record_query, title) },
	{ .name = "code",
	    .type = FIELD_TEXT,
	    .max = 24,
	    .format = &format_upper_code,
	    .zh = "备案编号",
	    .en = "Record code",
	    .help_zh = "输入开头几位即可",
	    .help_en = "First few characters",
	    INTO(record_query, code) },
	{ .name = "uscc",
	    .type = FIELD_TEXT,
	    .max = 18,
	    .format = &format_upper_code,
	    .zh = "统一社会信用代码",
	    .en = "Credit code",
	    .help_zh = "输入开头几位即可",
	    .help_en = "First few characters",
	    INTO(record_query, uscc) },
	{ .name = "kind",
	    .type = FIELD_CHOICE,
	    .words = &record_kind_words,
	    .zh = "类型",
	    .en = "Type",
	    INTO(record_query, kind) },
	{ .name = "state",
	    .type = FIELD_CHOICE,
	    .words = &record_state_words,
	    .zh = "状态",
	    .en = "Status",
	    INTO(record_query, state) },
	{ .name = "valid_from",
	    .type = FIELD_DATE,
	    .zh = "有效期至",
	    .en = "Valid until",
	    INTO(record_query, valid_from) },
	{ .name = "valid_to",
	    .type = FIELD_DATE,
	    .not_before = "valid_from",
	    .zh = "有效期止",
	    .en = "Valid until, at most",
	    INTO(record_query, valid_to) },
	{ .name = "sort",
	    .type = FIELD_CHOICE,
	    .words = &sort_words,
	    .zh = "排序",
	    .en = "Sort",
	    INTO(record_query, sort) },
	PAGE_FIELDS(record_query),
	AFTER_FIELD(record_query),
};
const struct form record_query_form = FORM_INTO("record_query", "备案信息查询",
    "Search of what is on file", query_fields, record_query);

static const struct column item_columns[] = {
#define COL(type, name, ...) COLUMN_WITH(record_item, name, __VA_ARGS__),
#include "app/record/record_list.def"
};
const struct shape record_item_shape = SHAPE(record_item, item_columns);

static const struct column count_columns[] = {
	COLUMN_WITH(record_counts, on_file, .shape = &total_shape),
	COLUMN_WITH(record_counts, changing, .shape = &total_shape),
};
static const struct shape counts_shape = SHAPE(record_counts, count_columns);

struct record_list {
	struct page paging;
	const struct record_counts *counts;
};

static const struct column list_columns[] = {
	PAGE_COLUMNS(struct record_list, &record_item_shape),
	COLUMN_WITH(record_list, counts, .shape = &counts_shape),
};
const struct shape record_list_shape = SHAPE(record_list, list_columns);

/* Whose records are asked for: of one list, and a desk's of those it reads. */
const void *
record_query_check(struct request *r, const void *asked)
{
	struct record_query *q = arena_alloc(r->mem, sizeof(*q));
	bool mine = r->actor.organisation_kind == ORGANISATION_INSTITUTION;
	enum desk desk = mine ? DESK_NONE : (enum desk)r->actor.desk;
	const struct order_list_kind *list = kind_records_next(NULL, desk);

	*q = *(const struct record_query *)asked;
	/* A desk that reads none at all. */
	if (list == NULL) {
		request_fault(r, &record_query_form, "list", "not_here");
		return NULL;
	}
	while (q->list != 0 && list != NULL && list->number != q->list)
		list = kind_records_next(list, desk);
	if (list == NULL)
		request_fault(r, &record_query_form, "list", "choice");
	/* An institution has few: all of them, unless it asks for one list. */
	else if (!mine)
		q->list = list->number;
	return r->problem.faults.first == NULL ? q : NULL;
}

enum err
record_list_http(struct request *r)
{
	const struct record_query *query = record_query_check(r, r->query);
	struct record_list *list = arena_alloc(r->mem, sizeof(*list));
	struct record_counts *counts = arena_alloc(r->mem, sizeof(*counts));
	struct total *total = arena_alloc(r->mem, sizeof(*total));
	struct portion portion;

	if (query == NULL)
		return ERR_INVALID;
	if (page_is_too_deep(query->page, query->after)) {
		request_fault(r, &record_query_form, "page", "too_deep");
		return ERR_INVALID;
	}
	record_list_count(r, query, counts);
	*total = record_list_total(counts, query);
	list->counts = counts;
	r->result = list;
	portion = page_begin(
	    &list->paging, query->page, query->page_size, query->after, total);
	if (portion.take == 0)
		return db_error(r->db);
	page_end(&list->paging, record_list_select(r, query, portion),
	    sizeof(struct record_item), offsetof(struct record_item, id));
	return db_error(r->db);
}
