/*
 * The audit log as the platform administrator of a division reads it (PLAT-6):
 * who did what, to whom, when. Rows are there once they are sealed, which takes
 * seconds. A row is of the division of the organisation that it was done for;
 * what strangers tried is the nation's to read.
 */
#ifndef LIANGDING_APP_AUDIT_LIST_H
#define LIANGDING_APP_AUDIT_LIST_H

#include "app/page.h"
#include "app/request.h"

extern const struct words act_words, outcome_words;

struct audit_query {
	const char *account, *object;
	int64_t act, sort, page, page_size, after;
	struct moment at_from, at_to;
};

struct audit_item {
#define COL COLUMN_MEMBER
#include "app/audit/audit_list.def"
};

extern const struct form audit_query_form;
extern const struct shape audit_item_shape, audit_list_shape;
handler audit_list_http;

/* How many of the actor's division the query finds, up to COUNT_CAP. */
struct total audit_list_count(
    struct request *r, const struct audit_query *query);
/* Some of them, in order. */
struct list audit_list_select(
    struct request *r, const struct audit_query *query, struct portion portion);

#endif
