/*
 * Payments and refunds one by one (MONEY-3): a list by time, to the second,
 * with what they come to where that can be said without reading them all; and
 * each with its refunds.
 */
#ifndef LIANGDING_FEEDS_PAYMENT_LIST_H
#define LIANGDING_FEEDS_PAYMENT_LIST_H

#include "feeds/money.h"
#include "feeds/money_list.h"
#include "kinds/merchant/merchant.h"

/* Whether a bank has settled it: what it is part of. */
enum settled { SETTLED_NOT = 1, SETTLED_YES };

struct payment_query {
	struct money_asked asked;
	struct moment at_from, at_to;
	int64_t kind, channel, settled;
	const char *payment_no, *order_no, *settlement_no;
};

struct payment_item {
#define COL COLUMN_MEMBER
#include "feeds/payment_list.def"
};
extern const struct shape payment_item_shape;

/* The query with whose it is; NULL when faults were noted. */
const void *payment_query_check(struct request *r, const void *asked);
/*
 * How many there are, and what they come to: *sum_out (unless NULL) is NULL
 * where it would take too long to say. By days whose sums are kept, and the
 * payments of those that the time cuts; with other conditions up to COUNT_CAP.
 */
struct total payment_list_sum(struct request *r,
    const struct payment_query *query, const struct money_sum **sum_out);
struct total payment_list_count(
    struct request *r, const struct payment_query *query);
extern const struct money_list payment_money_list;

/* One with all that is known of it. */
struct payment_document {
	int64_t payment_id, kind, channel, total, insurance, personal, refunded,
	    organisation_id, division, original_id, settlement_id;
	const char *payment_no, *institution_code, *institution_name, *order_no,
	    *bank, *original_no, *settlement_no;
	struct moment at;
	struct list refunds; /* as struct payment_item */
};
bool payment_by_id(struct request *r, int64_t id, struct payment_document *out);
/* The refunds of a payment, oldest first. */
struct list payment_refunds(struct request *r, int64_t id);

extern const struct form payment_query_form;
extern const struct shape payment_list_shape, payment_document_shape;
extern const struct object payment_object;
handler payment_list_http, payment_get_http;

#endif
