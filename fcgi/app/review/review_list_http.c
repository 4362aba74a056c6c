/* The lists of a level over HTTP: 待办 with counts per state, and 已办. */
#include "app/review/review_list.h"

static const struct field query_fields[] = {
	{ .name = "view",
	    .type = FIELD_CHOICE,
	    .words = &view_words,
	    .zh = "列表",
	    .en = "List",
	    INTO(review_query, view) },
	{ .name = "order_no",
	    .type = FIELD_TEXT,
	    .max = 24,
	    .zh = "申请单号",
	    .en = "Order number",
	    INTO(review_query, order_no) },
	{ .name = "kind",
	    .type = FIELD_CHOICE,
	    .words = &kind_words,
	    .zh = "审核类型",
	    .en = "Kind",
	    INTO(review_query, kind) },
	{ .name = "state",
	    .type = FIELD_CHOICE,
	    .words = &level_state_words,
	    .zh = "审核状态",
	    .en = "State",
	    INTO(review_query, state) },
	{ .name = "channel",
	    .type = FIELD_CHOICE,
	    .words = &channel_words,
	    .zh = "第三方渠道",
	    .en = "Channel",
	    INTO(review_query, channel) },
	{ .name = "business_type",
	    .type = FIELD_CHOICE,
	    .words = &business_type_words,
	    .zh = "线上业务类型",
	    .en = "Business type",
	    INTO(review_query, business_type) },
	{ .name = "app_name",
	    .type = FIELD_TEXT,
	    .max = 50,
	    .zh = "申请接入应用名称",
	    .en = "Application name",
	    INTO(review_query, app_name) },
	{ .name = "institution_name",
	    .type = FIELD_TEXT,
	    .max = 100,
	    .zh = "机构名称",
	    .en = "Institution's name",
	    INTO(review_query, institution_name) },
	{ .name = "institution_code",
	    .type = FIELD_TEXT,
	    .max = 12,
	    .zh = "机构编码",
	    .en = "Institution's code",
	    INTO(review_query, institution_code) },
	{ .name = "division",
	    .type = FIELD_INTEGER,
	    .min = 110000,
	    .max = 820000,
	    .zh = "医保区划",
	    .en = "Division",
	    INTO(review_query, division) },
	{ .name = "submitted_from",
	    .type = FIELD_DATE,
	    .zh = "提交时间起",
	    .en = "Submitted from",
	    INTO(review_query, submitted_from) },
	{ .name = "submitted_to",
	    .type = FIELD_DATE,
	    .zh = "提交时间止",
	    .en = "Submitted to",
	    INTO(review_query, submitted_to) },
	{ .name = "sort",
	    .type = FIELD_CHOICE,
	    .words = &sort_words,
	    .zh = "排序",
	    .en = "Sort",
	    INTO(review_query, sort) },
	PAGE_FIELDS(review_query),
};
const struct form review_query_form = FORM_INTO("review_query", "审核列表查询",
    "Review search", query_fields, review_query);
static const struct column item_columns[] = {
	COLUMN(review_item, order_no),
	COLUMN_WITH(review_item, kind, .words = &kind_words),
	COLUMN_WITH(review_item, state, .words = &level_state_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN(review_item, automatic),
	COLUMN(review_item, app_name),
	COLUMN_WITH(review_item, business_type, .words = &business_type_words),
	COLUMN_WITH(review_item, channel, .words = &channel_words),
	COLUMN(review_item, institution_code),
	COLUMN(review_item, institution_name),
	COLUMN(review_item, division),
	COLUMN(review_item, division_name),
	COLUMN(review_item, submitted_at),
	COLUMN(review_item, version),
	COLUMN_WITH(review_item, order_state, .flags = COLUMN_PRIVATE),
	COLUMN_WITH(review_item, stage, .flags = COLUMN_PRIVATE),
	COLUMN_WITH(review_item, status, .words = &order_status_words),
	COLUMN_WITH(review_item, last_verdict, .words = &verdict_words,
	    .flags = COLUMN_NULLABLE),
};
const struct shape review_item_shape = SHAPE(review_item, item_columns);

static const struct column count_columns[] = {
	COLUMN(review_counts, waiting),
	COLUMN(review_counts, approved),
	COLUMN(review_counts, rejected),
	COLUMN(review_counts, decided),
	COLUMN(review_counts, exact),
};
static const struct shape counts_shape = SHAPE(review_counts, count_columns);

static const struct column list_columns[] = {
	COLUMN_WITH(review_list, items, .shape = &review_item_shape),
	COLUMN_WITH(review_list, total, .shape = &total_shape),
	COLUMN(review_list, page),
	COLUMN(review_list, page_size),
	COLUMN_WITH(review_list, counts, .shape = &counts_shape),
	COLUMN_WITH(review_list, waiting, .shape = &total_shape),
};
const struct shape review_list_shape = SHAPE(review_list, list_columns);

enum err
review_list_http(struct request *r)
{
	const struct review_query *query = r->query;
	struct search s = { r, query, r->actor.division };
	struct review_list *list = arena_alloc(r->mem, sizeof(*list));
	enum level_state shown = query->view == VIEW_DECIDED
				     ? LEVEL_DECIDED
				     : (enum level_state)query->state;

	if (query->division != 0) {
		if (!division_within(query->division, r->actor.division)) {
			request_fault(
			    r, &review_query_form, "division", "choice");
			return ERR_INVALID;
		}
		s.area = query->division;
	}
	list->page = query->page ? query->page : 1;
	list->page_size =
	    query->page_size ? query->page_size : PAGE_SIZE_STANDARD;
	review_list_count(&s, shown, list);
	review_list_select(&s, shown, list);
	r->result = list;
	return db_error(r->db);
}
