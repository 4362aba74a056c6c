/* The lists that can be written into a file, and how each is read. */
#include <string.h>

#include "app/account/account.h"
#include "app/account/account_list.h"
#include "app/export/export.h"
#include "app/order/order_list.h"
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

static const struct export_column review_columns[] = {
	{ "order_no", "申请单号", "Application number", 22 },
	{ "kind", "审核类型", "Application type", 12 },
	{ "standing", "审核状态", "Review status", 18 },
	{ "title", "名称", "Name", 28 },
	{ "facet_a", "类别一", "First facet", 22 },
	{ "institution_code", "定点医药机构编码", "Institution code", 18 },
	{ "institution_name", "定点医药机构名称", "Institution name", 36 },
	{ "division_name", "医保区划名称", "Division", 26 },
	{ "facet_b", "类别二", "Second facet", 12 },
	{ "submitted_at", "提交时间", "Submitted at", 20 },
	{ "due_at", "办理期限", "Due", 20 },
	{ "decided_at", "审核时间", "Decided at", 20 },
	{ "status", "申请单状态", "Application status", 24 },
};

static const struct export_column order_columns[] = {
	{ "order_no", "申请单号", "Application number", 22 },
	{ "title", "名称", "Name", 28 },
	{ "status", "状态", "Status", 24 },
	{ "kind", "审核类型", "Application type", 12 },
	{ "facet_a", "类别一", "First facet", 22 },
	{ "facet_b", "类别二", "Second facet", 12 },
	{ "submitted_at", "提交时间", "Submitted at", 20 },
	{ "updated_at", "更新时间", "Last updated", 20 },
};

static const struct export_column account_columns[] = {
	{ "name", "账号", "Account", 22 },
	{ "display_name", "姓名", "Name", 16 },
	{ "organisation_name", "所属单位", "Organisation", 36 },
	{ "roles", "角色", "Roles", 28 },
	{ "state", "状态", "Status", 12 },
	{ "locked_until", "锁定至", "Locked until", 20 },
	{ "created_at", "创建时间", "Created at", 20 },
};

#define COLUMNS(table) table, sizeof(table) / sizeof((table)[0])
static const struct export_list lists[] = {
	{ EXPORT_REVIEWS, "reviews", "审核列表", "Reviews", MAY_REVIEW,
	    &review_query_form, review_query_check, list_of_reviews,
	    &review_item_shape, COLUMNS(review_columns), count_reviews,
	    next_reviews },
	{ EXPORT_ORDERS, "orders", "接入申请", "Applications", MAY_APPLY,
	    &order_query_form, order_query_check, list_of_orders,
	    &order_item_shape, COLUMNS(order_columns), count_orders,
	    next_orders },
	{ EXPORT_ACCOUNTS, "accounts", "用户管理", "Accounts", MAY_UNLOCK,
	    &account_query_form, NULL, NULL, &account_item_shape,
	    COLUMNS(account_columns), count_accounts, next_accounts },
};

const struct export_list *
export_list_of(int64_t id)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if ((int64_t)lists[i].id == id)
			return &lists[i];
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
