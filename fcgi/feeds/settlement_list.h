/*
 * Settlements one by one (MONEY-2): a list by their periods, and each with what
 * its payments come to.
 */
#ifndef LIANGDING_FEEDS_SETTLEMENT_LIST_H
#define LIANGDING_FEEDS_SETTLEMENT_LIST_H

#include "app/page.h"
#include "feeds/payment_list.h"
#include "feeds/settlement.h"

struct settlement_query {
	struct moment period_from, period_to; /* the last days of periods */
	int64_t state, division, sort, page, page_size;
	const char *settlement_no, *bank, *account, *institution;
	const char *after, *before;
	struct whose of; /* filled in */
};

struct settlement_item {
#define COL COLUMN_MEMBER
#include "feeds/settlement_list.def"
};
extern const struct shape settlement_item_shape;

/* How many stand in a state, and what they come to. */
struct settlement_sum {
	int64_t state, n, amount;
};

/* The query with whose it is; NULL when faults were noted. */
const void *settlement_query_check(struct request *r, const void *asked);
/* A bureau's question goes on record: whose it is about. */
void settlement_query_note(struct request *r, const void *query);
/* By state, whatever state the query asks for, as struct settlement_sum; not
 * *whole_out when there are too many to count. */
struct list settlement_list_sums(
    struct request *r, const struct settlement_query *query, bool *whole_out);
struct total settlement_list_count(
    struct request *r, const struct settlement_query *query);
/* The rows of a slice, in its order, as struct settlement_item. */
struct list settlement_list_select(struct request *r,
    const struct settlement_query *query, const struct slice *slice);
/* As payment_list_walk(). */
struct list settlement_list_walk(struct request *r,
    const struct settlement_query *query, const char *from, int64_t take,
    const char **next_out);
const char *settlement_cursor(struct arena *mem, const void *item);

struct settlement_document {
	int64_t settlement_id, organisation_id, division, amount, payments,
	    state;
	const char *settlement_no, *institution_code, *institution_name, *bank,
	    *account, *period_from, *period_to;
	struct moment at;
	const struct money_sum *sum; /* of its payments, added up now */
	bool agrees;                 /* with what was settled */
};
bool settlement_by_id(
    struct request *r, int64_t id, struct settlement_document *out);
struct payment_day settlement_parts(struct request *r, int64_t id);

extern const struct form settlement_query_form;
extern const struct shape settlement_list_shape, settlement_document_shape;
extern const struct object settlement_object;
handler settlement_list_http, settlement_get_http;

#endif
