/* Settlements over HTTP; see settlement_list.h. */
#include "feeds/settlement_list.h"

/* In the order of the page's filters. */
static const struct field query_fields[] = {
	{ .name = "period_from",
	    .type = FIELD_DATE,
	    .zh = "结算周期截止日",
	    .en = "Period ends",
	    INTO(settlement_query, period_from) },
	{ .name = "period_to",
	    .type = FIELD_DATE,
	    .not_before = "period_from",
	    .zh = "截止日止",
	    .en = "Period ends at the latest",
	    INTO(settlement_query, period_to) },
	{ .name = "state",
	    .type = FIELD_CHOICE,
	    .words = &settlement_state_words,
	    .zh = "状态",
	    .en = "Status",
	    INTO(settlement_query, state) },
	{ .name = "bank",
	    .type = FIELD_TEXT,
	    .max = 60,
	    .zh = "银行",
	    .en = "Bank",
	    .help_zh = "输入开头几个字即可",
	    .help_en = "First few characters",
	    INTO(settlement_query, bank) },
	{ .name = "account",
	    .type = FIELD_TEXT,
	    .min = 4,
	    .max = 4,
	    .format = &format_digits,
	    .zh = "结算账户",
	    .en = "Account",
	    .help_zh = "后四位",
	    .help_en = "Last four digits",
	    INTO(settlement_query, account) },
	{ .name = "settlement_no",
	    .type = FIELD_TEXT,
	    .max = FEED_NO_MAX,
	    .format = &format_reference,
	    .zh = "结算单号",
	    .en = "Settlement number",
	    .help_zh = "完整的号码",
	    .help_en = "The whole number",
	    INTO(settlement_query, settlement_no) },
	MONEY_ASKED_FIELDS,
};
const struct form settlement_query_form = FORM_INTO("settlement_query",
    "结算查询", "Search of settlements", query_fields, settlement_query);

static const struct column item_columns[] = {
#define COL(type, name, ...) COLUMN_WITH(settlement_item, name, __VA_ARGS__),
#include "feeds/settlement_list.def"
};
const struct shape settlement_item_shape = SHAPE(settlement_item, item_columns);

struct settlement_counts {
	const struct total *pending, *paid, *failed;
};
static const struct column count_columns[] = {
	COLUMN_WITH(settlement_counts, pending, .shape = &total_shape),
	COLUMN_WITH(settlement_counts, paid, .shape = &total_shape),
	COLUMN_WITH(settlement_counts, failed, .shape = &total_shape),
};
static const struct shape counts_shape =
    SHAPE(settlement_counts, count_columns);

struct settlement_list {
	struct cursor_page paging;
	const struct settlement_counts *counts;
	bool summed;
	int64_t amount;
};

static const struct column list_columns[] = {
	CURSOR_PAGE_COLUMNS(struct settlement_list, &settlement_item_shape),
	COLUMN_WITH(settlement_list, counts, .shape = &counts_shape),
	/* What the list's come to; 0 where it is not summed: too many. */
	COLUMN(settlement_list, summed),
	COLUMN(settlement_list, amount),
};
const struct shape settlement_list_shape = SHAPE(settlement_list, list_columns);

const void *
settlement_query_check(struct request *r, const void *asked)
{
	struct settlement_query *q = arena_alloc(r->mem, sizeof(*q));

	*q = *(const struct settlement_query *)asked;
	/* Rows that only looking at each tells of: not without an end. */
	if (money_list_check(r, &settlement_money_list, &q->asked) &&
	    (q->bank != NULL || q->account != NULL) &&
	    q->settlement_no == NULL && whose_is_wide(&q->asked.of) &&
	    !whose_is_short(q->period_from, q->period_to))
		request_fault(
		    r, &settlement_query_form, "period_from", "too_wide");
	return r->broken == OK && r->problem.faults.first == NULL ? q : NULL;
}

/* The counts of all states, and the total and amount of the list's own. */
static struct total *
add_up(struct request *r, const struct settlement_query *q,
    struct settlement_list *list)
{
	struct list sums = settlement_list_sums(r, q, &list->summed);
	const struct settlement_sum *sum = sums.items;
	struct total *n = arena_alloc(r->mem, 4 * sizeof(*n));
	struct settlement_counts *counts = arena_alloc(r->mem, sizeof(*counts));

	for (int64_t state = 0; state <= SETTLEMENT_FAILED; state++)
		n[state] = list->summed ? (struct total){ 0, true }
					: total_capped(COUNT_CAP + 1);
	for (size_t i = 0; i < sums.n && list->summed; i++) {
		n[sum[i].state].count = sum[i].n;
		if (q->state != 0 && q->state != sum[i].state)
			continue;
		n[0].count += sum[i].n;
		list->amount += sum[i].amount;
	}
	*counts = (struct settlement_counts){ &n[SETTLEMENT_PENDING],
		&n[SETTLEMENT_PAID], &n[SETTLEMENT_FAILED] };
	list->counts = counts;
	return n;
}

enum err
settlement_list_http(struct request *r)
{
	const struct settlement_query *q = settlement_query_check(r, r->query);
	struct settlement_list *list = arena_alloc(r->mem, sizeof(*list));

	if (q == NULL)
		return ERR_INVALID;
	r->result = list;
	return money_list_page(
	    r, &settlement_money_list, q, add_up(r, q, list), &list->paging);
}

static const struct column document_columns[] = {
	COLUMN(settlement_document, settlement_id),
	COLUMN(settlement_document, settlement_no),
	COLUMN_WITH(
	    settlement_document, institution_code, .flags = COLUMN_NULLABLE),
	COLUMN(settlement_document, institution_name),
	COLUMN(settlement_document, bank),
	COLUMN(settlement_document, account),
	COLUMN(settlement_document, period_from),
	COLUMN(settlement_document, period_to),
	COLUMN(settlement_document, amount),
	COLUMN(settlement_document, payments),
	COLUMN_WITH(
	    settlement_document, state, .words = &settlement_state_words),
	COLUMN(settlement_document, at),
	COLUMN_WITH(settlement_document, sum, .shape = &money_sum_shape),
	COLUMN(settlement_document, agrees),
};
const struct shape settlement_document_shape =
    SHAPE(settlement_document, document_columns);

static enum err
load(struct request *r, struct scope *out)
{
	struct settlement_document *d = arena_alloc(r->mem, sizeof(*d));

	if (!settlement_by_id(r, request_number(r, 0), d))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	r->object = d;
	return whose_scope(r, d->organisation_id, d->division, out)
		   ? OK
		   : ERR_MONEY_UNOPENED;
}
const struct object settlement_object = { "settlement", load, false, NULL };

enum err
settlement_get_http(struct request *r)
{
	struct settlement_document *d = arena_alloc(r->mem, sizeof(*d));
	struct payment_day *parts = arena_alloc(r->mem, sizeof(*parts));
	struct list all = { parts, 1 };

	*d = *(const struct settlement_document *)r->object;
	*parts = settlement_parts(r, d->settlement_id);
	d->sum = money_sum(r->mem, &all);
	d->agrees = d->sum->total == d->amount &&
		    d->sum->payments + d->sum->refunds == d->payments;
	whose_note(r, d->settlement_no, 0);
	r->result = d;
	return db_error(r->db);
}
