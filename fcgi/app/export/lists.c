/* The lists that can be written into a file, and how each is read. */
#include <stdlib.h>
#include <string.h>

#include "app/account/account.h"
#include "app/account/account_list.h"
#include "app/audit/audit_list.h"
#include "app/enrolment/enrolment.h"
#include "app/export/export.h"
#include "app/order/order_list.h"
#include "app/record/record_list.h"
#include "app/review/review_list.h"

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
	x->ended = next == NULL;
	if (next != NULL)
		strncpy(x->from, next, sizeof(x->from) - 1);
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

const struct export_list *const export_lists[] = { &reviews, &orders, &accounts,
	&records, &audit, &enrolments, NULL };

enum { LISTS_MAX = 32 };
static struct word words_made[LISTS_MAX];
struct words export_list_words = { "list", words_made, 0 };

/* Tables that point at them are constant: no program can come too early. */
__attribute__((constructor)) static void
make_words(void)
{
	for (const struct export_list *const *l = export_lists; *l != NULL;
	     l++) {
		if (export_list_words.n == LISTS_MAX)
			abort();
		words_made[export_list_words.n++] =
		    (struct word){ (int)(*l)->id, (*l)->word, (*l)->zh,
			    (*l)->en, NULL, NULL };
	}
}

const struct export_list *
export_list_of(int64_t id)
{
	for (const struct export_list *const *l = export_lists; *l != NULL; l++)
		if ((int64_t)(*l)->id == id)
			return *l;
	return NULL;
}

const void *
export_query(struct request *r, const struct export_list *list,
    const struct json *values, const struct json **tree_out)
{
	void *into = arena_alloc(r->mem, list->query->size);
	const struct json *tree = form_check(
	    list->query, values, FORM_QUERY, &r->problem.faults, into);

	if (tree_out != NULL)
		*tree_out = tree;
	return list->check == NULL ? into : list->check(r, into);
}
