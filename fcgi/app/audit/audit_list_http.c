/* The audit log's list over HTTP, and its vocabularies. */
#include <limits.h>

#include "app/audit/audit_list.h"

static const struct word acts[] = {
#define ACT(number, word, zh, en) { number, word, zh, en, NULL, NULL },
#include "app/audit/acts.def"
};
const struct words act_words = WORDS("act", acts);

static const struct word outcomes[] = {
#define OUTCOME(number, word, zh, en) { number, word, zh, en, NULL, NULL },
#include "app/audit/outcomes.def"
};
const struct words outcome_words = WORDS("outcome", outcomes);

static const struct field query_fields[] = {
	{ .name = "account",
	    .type = FIELD_TEXT,
	    .flags = FIELD_PERSONAL,
	    .max = 64,
	    .zh = "账号",
	    .en = "Account",
	    .help_zh = "完整的账号",
	    .help_en = "The whole account name",
	    INTO(audit_query, account) },
	{ .name = "act",
	    .type = FIELD_CHOICE,
	    .words = &act_words,
	    .zh = "操作",
	    .en = "Act",
	    INTO(audit_query, act) },
	{ .name = "object",
	    .type = FIELD_TEXT,
	    .flags = FIELD_PERSONAL,
	    .max = 100,
	    .zh = "对象",
	    .en = "Object",
	    .help_zh = "完整的申请单号、账号编号等",
	    .help_en = "A whole application number, account id or the like",
	    INTO(audit_query, object) },
	{ .name = "at_from",
	    .type = FIELD_DATE,
	    .zh = "时间",
	    .en = "Time",
	    INTO(audit_query, at_from) },
	{ .name = "at_to",
	    .type = FIELD_DATE,
	    .not_before = "at_from",
	    .zh = "时间止",
	    .en = "Time, at most",
	    INTO(audit_query, at_to) },
	{ .name = "sort",
	    .type = FIELD_CHOICE,
	    .words = &sort_words,
	    .zh = "排序",
	    .en = "Sort",
	    INTO(audit_query, sort) },
	PAGE_FIELDS(audit_query),
	AFTER_FIELD(audit_query),
};
const struct form audit_query_form = FORM_INTO("audit_query", "审计日志查询",
    "Search of the audit log", query_fields, audit_query);

static const struct column item_columns[] = {
#define COL(type, name, ...) COLUMN_WITH(audit_item, name, __VA_ARGS__),
#include "app/audit/audit_list.def"
};
const struct shape audit_item_shape = SHAPE(audit_item, item_columns);

struct audit_list {
	struct page paging;
};

static const struct column list_columns[] = {
	PAGE_COLUMNS(struct audit_list, &audit_item_shape),
};
const struct shape audit_list_shape = SHAPE(audit_list, list_columns);

enum err
audit_list_http(struct request *r)
{
	const struct audit_query *query = r->form;
	struct audit_list *list = arena_alloc(r->mem, sizeof(*list));
	struct total *total = arena_alloc(r->mem, sizeof(*total));
	struct portion portion;

	if (page_is_too_deep(query->page, query->after)) {
		request_fault(r, &audit_query_form, "page", "too_deep");
		return ERR_INVALID;
	}
	*total = audit_list_count(r, query);
	r->result = list;
	portion = page_begin(
	    &list->paging, query->page, query->page_size, query->after, total);
	if (portion.take == 0)
		return db_error(r->db);
	page_end(&list->paging, audit_list_select(r, query, portion),
	    sizeof(struct audit_item), offsetof(struct audit_item, row_id));
	return db_error(r->db);
}
