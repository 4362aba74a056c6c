/* Bills over HTTP; see payment_list.h. */
#include "feeds/payment_list.h"

#define NUMBER(member, chinese, english)                                       \
	{                                                                      \
		.name = #member, .type = FIELD_TEXT, .max = FEED_NO_MAX,       \
		.format = &format_reference, .zh = (chinese), .en = (english), \
		.help_zh = "完整的号码", .help_en = "The whole number",        \
		INTO(payment_query, member)                                    \
	}

static const struct word settled[] = {
	{ SETTLED_NOT, "no", "未结算", "Not settled", NULL, NULL },
	{ SETTLED_YES, "yes", "已列入结算单", "In a settlement", NULL, NULL },
};
static const struct words settled_words = WORDS("payment_settled", settled);

/* In the order of the page's filters. */
static const struct field query_fields[] = {
	{ .name = "at_from",
	    .type = FIELD_TIME,
	    .zh = "支付时间",
	    .en = "Paid at",
	    INTO(payment_query, at_from) },
	{ .name = "at_to",
	    .type = FIELD_TIME,
	    .not_before = "at_from",
	    .zh = "结束时间",
	    .en = "Paid at the latest, that second included",
	    INTO(payment_query, at_to) },
	{ .name = "kind",
	    .type = FIELD_CHOICE,
	    .words = &payment_kind_words,
	    .zh = "类型",
	    .en = "Kind",
	    INTO(payment_query, kind) },
	{ .name = "channel",
	    .type = FIELD_CHOICE,
	    .words = &merchant_channel_words,
	    .zh = "支付渠道",
	    .en = "Channel",
	    INTO(payment_query, channel) },
	{ .name = "settled",
	    .type = FIELD_CHOICE,
	    .words = &settled_words,
	    .zh = "结算",
	    .en = "Settlement",
	    INTO(payment_query, settled) },
	NUMBER(payment_no, "支付流水号", "Payment number"),
	NUMBER(order_no, "机构订单号", "Institution's order number"),
	NUMBER(settlement_no, "结算单号", "Settlement number"),
	MONEY_ASKED_FIELDS,
};
const struct form payment_query_form = FORM_INTO("payment_query", "账单查询",
    "Search of payments", query_fields, payment_query);

static const struct column item_columns[] = {
#define COL(type, name, ...) COLUMN_WITH(payment_item, name, __VA_ARGS__),
#include "feeds/payment_list.def"
};
const struct shape payment_item_shape = SHAPE(payment_item, item_columns);

struct payment_list {
	struct cursor_page paging;
	const struct money_sum *sum;
};

static const struct column list_columns[] = {
	CURSOR_PAGE_COLUMNS(struct payment_list, &payment_item_shape),
	/* null: too many to say */
	COLUMN_WITH(payment_list, sum, .shape = &money_sum_shape,
	    .flags = COLUMN_NULLABLE),
};
const struct shape payment_list_shape = SHAPE(payment_list, list_columns);

/* Rows that only looking at each tells of, in a wide reach: not without an end.
 */
static void
check_width(struct request *r, const struct payment_query *q)
{
	bool sought = q->kind != 0 || q->channel != 0 || q->settled != 0;
	bool numbered = q->payment_no != NULL || q->order_no != NULL ||
			q->settlement_no != NULL;

	if (sought && !numbered && whose_is_wide(&q->asked.of) &&
	    !whose_is_short(q->at_from, q->at_to))
		request_fault(r, &payment_query_form, "at_from", "too_wide");
}

const void *
payment_query_check(struct request *r, const void *asked)
{
	struct payment_query *q = arena_alloc(r->mem, sizeof(*q));

	*q = *(const struct payment_query *)asked;
	if (money_list_check(r, &payment_money_list, &q->asked))
		check_width(r, q);
	return r->broken == OK && r->problem.faults.first == NULL ? q : NULL;
}

enum err
payment_list_http(struct request *r)
{
	const struct payment_query *q = payment_query_check(r, r->query);
	struct payment_list *list = arena_alloc(r->mem, sizeof(*list));
	struct total *total = arena_alloc(r->mem, sizeof(*total));

	if (q == NULL)
		return ERR_INVALID;
	*total = payment_list_sum(r, q, &list->sum);
	r->result = list;
	return money_list_page(r, &payment_money_list, q, total, &list->paging);
}

#define NULLABLE .flags = COLUMN_NULLABLE
static const struct column document_columns[] = {
	COLUMN(payment_document, payment_id),
	COLUMN(payment_document, payment_no),
	COLUMN_WITH(payment_document, kind, .words = &payment_kind_words),
	COLUMN_WITH(
	    payment_document, channel, .words = &merchant_channel_words),
	COLUMN(payment_document, at),
	COLUMN(payment_document, total),
	COLUMN(payment_document, insurance),
	COLUMN(payment_document, personal),
	COLUMN(payment_document, refunded),
	COLUMN_WITH(payment_document, institution_code, NULLABLE),
	COLUMN(payment_document, institution_name),
	COLUMN_WITH(payment_document, order_no, NULLABLE),
	COLUMN_WITH(payment_document, bank, NULLABLE),
	COLUMN_WITH(payment_document, original_id, NULLABLE),
	COLUMN_WITH(payment_document, original_no, NULLABLE),
	COLUMN_WITH(payment_document, settlement_id, NULLABLE),
	COLUMN_WITH(payment_document, settlement_no, NULLABLE),
	COLUMN_WITH(payment_document, refunds, .shape = &payment_item_shape),
};
const struct shape payment_document_shape =
    SHAPE(payment_document, document_columns);

static enum err
load(struct request *r, struct scope *out)
{
	struct payment_document *d = arena_alloc(r->mem, sizeof(*d));

	if (!payment_by_id(r, request_number(r, 0), d))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	r->object = d;
	return whose_scope(r, d->organisation_id, d->division, out)
		   ? OK
		   : ERR_MONEY_UNOPENED;
}
const struct object payment_object = { "payment", load, false, NULL };

enum err
payment_get_http(struct request *r)
{
	struct payment_document *d = arena_alloc(r->mem, sizeof(*d));

	*d = *(const struct payment_document *)r->object;
	d->refunds = payment_refunds(r, d->payment_id);
	whose_note(r, d->payment_no, 0);
	r->result = d;
	return db_error(r->db);
}
