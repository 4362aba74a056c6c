/*
 * Settlements one by one (MONEY-2): a list by their periods, and each with what
 * its payments come to.
 */
#ifndef LIANGDING_FEEDS_SETTLEMENT_LIST_H
#define LIANGDING_FEEDS_SETTLEMENT_LIST_H

#include "feeds/payment_list.h"
#include "feeds/settlement.h"

struct settlement_query {
	struct money_asked asked;
	struct moment period_from, period_to; /* the last days of periods */
	int64_t state;
	const char *settlement_no, *bank, *account;
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
/* By state, whatever state the query asks for, as struct settlement_sum; not
 * *whole_out when there are too many to count. */
struct list settlement_list_sums(
    struct request *r, const struct settlement_query *query, bool *whole_out);
struct total settlement_list_count(
    struct request *r, const struct settlement_query *query);
extern const struct money_list settlement_money_list;

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
