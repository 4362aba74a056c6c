/* The accounts an administrator oversees, over HTTP (LOGIN-2, PLAT-7). */
#include "app/account/account_list.h"

#include <limits.h>

#include "app/account/account.h"

static const struct field query_fields[] = {
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_PERSONAL,
	    .max = 64,
	    .zh = "账号或姓名",
	    .en = "Account or name",
	    INTO(account_query, name) },
	{ .name = "organisation_name",
	    .type = FIELD_TEXT,
	    .max = 100,
	    .zh = "所属单位",
	    .en = "Organisation",
	    INTO(account_query, organisation_name) },
	{ .name = "role",
	    .type = FIELD_CHOICE,
	    .words = &role_words,
	    .zh = "角色",
	    .en = "Role",
	    INTO(account_query, role) },
	{ .name = "state",
	    .type = FIELD_CHOICE,
	    .words = &account_state_words,
	    .zh = "状态",
	    .en = "Status",
	    INTO(account_query, state) },
	{ .name = "sort",
	    .type = FIELD_CHOICE,
	    .words = &sort_words,
	    .zh = "排序",
	    .en = "Sort",
	    INTO(account_query, sort) },
	PAGE_FIELDS(account_query),
	AFTER_FIELD(account_query),
};
const struct form account_query_form = FORM_INTO(
    "account_query", "账号查询", "Account search", query_fields, account_query);

static const struct column item_columns[] = {
#define COL(type, name, ...) COLUMN_WITH(account_item, name, __VA_ARGS__),
#include "app/account/account_list.def"
};
const struct shape account_item_shape = SHAPE(account_item, item_columns);

static const struct column count_columns[] = {
	COLUMN_WITH(account_counts, active, .shape = &total_shape),
	COLUMN_WITH(account_counts, locked, .shape = &total_shape),
	COLUMN_WITH(account_counts, closed, .shape = &total_shape),
};
static const struct shape counts_shape = SHAPE(account_counts, count_columns);

struct account_list {
	struct page paging;
	const struct account_counts *counts;
};

static const struct column list_columns[] = {
	PAGE_COLUMNS(struct account_list, &account_item_shape),
	COLUMN_WITH(account_list, counts, .shape = &counts_shape),
};
const struct shape account_list_shape = SHAPE(account_list, list_columns);

enum err
account_list_http(struct request *r)
{
	const struct account_query *query = r->form;
	struct account_list *list = arena_alloc(r->mem, sizeof(*list));
	struct account_counts *counts = arena_alloc(r->mem, sizeof(*counts));
	struct total *total = arena_alloc(r->mem, sizeof(*total));
	struct portion portion;

	account_list_count(r, query, counts);
	*total = account_list_total(counts, query);
	list->counts = counts;
	r->result = list;
	portion = page_begin(
	    &list->paging, query->page, query->page_size, query->after, total);
	if (portion.take == 0)
		return db_error(r->db);
	page_end(&list->paging, account_list_select(r, query, portion),
	    sizeof(struct account_item),
	    offsetof(struct account_item, account_id));
	return db_error(r->db);
}
