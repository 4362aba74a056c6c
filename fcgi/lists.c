/*
 * Every list: what it is asked, what it consists of, and how it is read page by
 * page. Their pages, files, saved searches and description come from here.
 */
#include <string.h>

#include "app/account/account.h"
#include "app/account/account_list.h"
#include "app/audit/audit_list.h"
#include "app/enrolment/enrolment.h"
#include "app/export/export.h"
#include "app/order/order_list.h"
#include "app/record/record_list.h"
#include "app/review/review_list.h"
#include "feeds/payment_list.h"
#include "feeds/settlement_list.h"

/* From the cursor next on, NULL at the end. */
static void
go_on(struct export_reading *x, const char *next)
{
	x->ended = next == NULL;
	if (next != NULL)
		strncpy(x->from, next, sizeof(x->from) - 1);
}

static struct total
count_reviews(struct export_reading *x)
{
	struct search s = review_search(x->r, x->query);
	struct review_list list = { 0 };

	review_search_prepare(&s, EXPORT_LINES);
	review_list_count(&s, &list);
	return *list.total;
}

static struct list
next_reviews(struct export_reading *x)
{
	struct search s = review_search(x->r, x->query);
	struct cursor from = { 0 };
	const char *next;
	struct list items;

	review_search_prepare(&s, EXPORT_LINES);
	if (x->from[0] != '\0')
		from = cursor_read(x->r->mem, x->from);
	items = review_list_walk(&s, from, EXPORT_LINES, &next);
	go_on(x, next);
	return items;
}

static struct total
count_orders(struct export_reading *x)
{
	struct order_counts counts = { 0 };

	order_list_count(x->r, x->query, &counts);
	return (struct total){ order_list_total(&counts, x->query), true };
}

static struct list
next_orders(struct export_reading *x)
{
	struct list items = order_list_select(x->r, x->query,
	    (struct portion){ .past = x->past, .take = EXPORT_LINES });
	const struct order_item *item = items.items;

	x->ended = items.n < EXPORT_LINES;
	if (!x->ended)
		x->past = item[items.n - 1].id;
	return items;
}

static struct total
count_accounts(struct export_reading *x)
{
	struct account_counts counts = { 0 };

	account_list_count(x->r, x->query, &counts);
	return account_list_total(&counts, x->query);
}

static struct list
next_accounts(struct export_reading *x)
{
	struct list items = account_list_select(x->r, x->query,
	    (struct portion){ .past = x->past, .take = EXPORT_LINES });
	const struct account_item *item = items.items;

	x->ended = items.n < EXPORT_LINES;
	if (!x->ended)
		x->past = item[items.n - 1].account_id;
	return items;
}

static struct total
count_records(struct export_reading *x)
{
	struct record_counts counts = { 0 };

	record_list_count(x->r, x->query, &counts);
	return record_list_total(&counts, x->query);
}

static struct list
next_records(struct export_reading *x)
{
	struct list items = record_list_select(x->r, x->query,
	    (struct portion){ .past = x->past, .take = EXPORT_LINES });
	const struct record_item *item = items.items;

	x->ended = items.n < EXPORT_LINES;
	if (!x->ended)
		x->past = item[items.n - 1].id;
	return items;
}

static struct total
count_audit(struct export_reading *x)
{
	return audit_list_count(x->r, x->query);
}

static struct list
next_audit(struct export_reading *x)
{
	struct list items = audit_list_select(x->r, x->query,
	    (struct portion){ .past = x->past, .take = EXPORT_LINES });
	const struct audit_item *item = items.items;

	x->ended = items.n < EXPORT_LINES;
	if (!x->ended)
		x->past = item[items.n - 1].row_id;
	return items;
}

static struct total
count_enrolments(struct export_reading *x)
{
	struct enrolment_counts counts = { 0 };

	enrolment_count(x->r, x->query, &counts);
	return enrolment_total(&counts, x->query);
}

static struct list
next_enrolments(struct export_reading *x)
{
	struct list items = enrolment_select(x->r, x->query,
	    (struct portion){ .past = x->past, .take = EXPORT_LINES });
	const struct enrolment_item *item = items.items;

	x->ended = items.n < EXPORT_LINES;
	if (!x->ended)
		x->past = item[items.n - 1].id;
	return items;
}

static const struct order_list_kind *
list_of_reviews(const void *query)
{
	return kind_list(((const struct review_query *)query)->facets.list);
}

/* With one list of orders there is, there is nothing to name. */
static const struct order_list_kind *
list_of_orders(const void *query)
{
	int64_t named = ((const struct order_query *)query)->facets.list;

	return order_list_words.n == 1 ? kind_list_next(NULL)
				       : kind_list(named);
}

static const struct export_list reviews = {
	.id = EXPORT_REVIEWS,
	.word = "review",
	.name = "reviews",
	.zh = "审核列表",
	.en = "Reviews",
	.access = MAY_REVIEW,
	.query = &review_query_form,
	.check = review_query_check,
	.orders = list_of_reviews,
	.headings = true,
	.item = &review_item_shape,
	.count = count_reviews,
	.next = next_reviews,
};

static const struct export_list orders = {
	.id = EXPORT_ORDERS,
	.word = "order",
	.name = "orders",
	.zh = "接入申请",
	.en = "Applications",
	.access = MAY_APPLY,
	.query = &order_query_form,
	.check = order_query_check,
	.orders = list_of_orders,
	.item = &order_item_shape,
	.count = count_orders,
	.next = next_orders,
};

static const struct export_list accounts = {
	.id = EXPORT_ACCOUNTS,
	.word = "account",
	.name = "accounts",
	.zh = "用户管理",
	.en = "Accounts",
	.access = MAY_OVERSEE,
	.query = &account_query_form,
	.item = &account_item_shape,
	.count = count_accounts,
	.next = next_accounts,
};

static const struct export_list records = {
	.id = EXPORT_RECORDS,
	.word = "record",
	.name = "records",
	.zh = "备案信息",
	.en = "On file",
	.none_zh = "还没有入库的信息。审核通过后会列在这里",
	.none_en =
	    "Nothing is on file yet. It is listed here once a review has "
	    "approved it",
	.access = MAY_SEE_RECORDS,
	.query = &record_query_form,
	.check = record_query_check,
	.item = &record_item_shape,
	.count = count_records,
	.next = next_records,
};

static const struct export_list audit = {
	.id = EXPORT_AUDIT,
	.word = "audit",
	.name = "audit",
	.zh = "审计日志",
	.en = "Audit log",
	.access = MAY_SWITCH,
	.query = &audit_query_form,
	.item = &audit_item_shape,
	.count = count_audit,
	.next = next_audit,
};

static const struct export_list enrolments = {
	.id = EXPORT_ENROLMENTS,
	.word = "enrolment",
	.name = "enrolments",
	.zh = "机构账号申请",
	.en = "Requests for accounts",
	.none_zh = "还没有机构申请账号。公开申请页提交后会列在这里",
	.none_en = "No institution has asked for an account yet",
	.access = MAY_ENROL,
	.query = &enrolment_query_form,
	.item = &enrolment_item_shape,
	.count = count_enrolments,
	.next = next_enrolments,
};

static struct total
count_payments(struct export_reading *x)
{
	return payment_list_count(x->r, x->query);
}

static struct list
next_of_money(struct export_reading *x, const struct money_list *l)
{
	const char *next;
	struct list items =
	    money_list_walk(x->r, l, x->query, x->from, EXPORT_LINES, &next);

	go_on(x, next);
	return items;
}

static struct list
next_payments(struct export_reading *x)
{
	return next_of_money(x, &payment_money_list);
}

static struct total
count_settlements(struct export_reading *x)
{
	return settlement_list_count(x->r, x->query);
}

static struct list
next_settlements(struct export_reading *x)
{
	return next_of_money(x, &settlement_money_list);
}

static const struct export_list payments = {
	.id = EXPORT_PAYMENTS,
	.word = "payment",
	.name = "payments",
	.zh = "账单查询",
	.en = "Transactions",
	.none_zh = "还没有账单。有支付后会列在这里",
	.none_en = "Nothing has been paid yet",
	.access = MAY_SEE_MONEY,
	.query = &payment_query_form,
	.check = payment_query_check,
	.note = money_list_note,
	.item = &payment_item_shape,
	.count = count_payments,
	.next = next_payments,
};

static const struct export_list settlements = {
	.id = EXPORT_SETTLEMENTS,
	.word = "settlement",
	.name = "settlements",
	.zh = "结算查询",
	.en = "Settlements",
	.none_zh = "还没有结算。银行结算后会列在这里",
	.none_en = "Nothing has been settled yet",
	.access = MAY_SEE_MONEY,
	.query = &settlement_query_form,
	.check = settlement_query_check,
	.note = money_list_note,
	.item = &settlement_item_shape,
	.count = count_settlements,
	.next = next_settlements,
};

const struct export_list *const export_lists[] = { &reviews, &orders, &accounts,
	&records, &audit, &enrolments, &payments, &settlements, NULL };
