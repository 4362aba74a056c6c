/*
 * What an institution's list of orders is asked and answers; shared by its
 * handler and its statements.
 */
#ifndef LIANGDING_APP_ORDER_LIST_H
#define LIANGDING_APP_ORDER_LIST_H

#include "app/order/order.h"
#include "app/kind/facets.h"
#include "app/page.h"
#include "app/record/record.h"

struct order_query {
	struct facets facets;
	int64_t state, kind, page, page_size, sort;
	const char *order_no, *title;
	struct moment submitted_from, submitted_to;
};

struct order_item {
#define COL COLUMN_MEMBER
#include "app/order/order_list.def"
};
extern const struct shape order_item_shape;

struct order_counts {
	int64_t draft, waiting, approved, rejected, withdrawn, concluded;
};

/* The query with its facets' values; NULL when faults were noted. */
const void *order_query_check(struct request *r, const void *asked);
/* One institution has few orders: counting them is exact and cheap. */
void order_list_count(struct request *r, const struct order_query *query,
    struct order_counts *out);
/* How many of them the query's state has. */
int64_t order_list_total(
    const struct order_counts *c, const struct order_query *query);
/* Some of them, in order. */
struct list order_list_select(
    struct request *r, const struct order_query *query, struct portion portion);

#endif
