/*
 * What the list of accounts is asked and answers (PLAT-7); shared by its
 * handler, its statements and its export.
 */
#ifndef LIANGDING_APP_ACCOUNT_LIST_H
#define LIANGDING_APP_ACCOUNT_LIST_H

#include "app/page.h"
#include "app/request.h"

struct account_query {
	const char *name, *organisation_name;
	int64_t role, state, sort, page, page_size, after;
};

/* enum account_state, of a as it is and t, a lock on it */
#define ACCOUNT_STATE_SQL "IF(a.state = 2, 2, IF(t.account_id IS NULL, 1, 3))"

struct account_item {
#define COL COLUMN_MEMBER
#include "app/account/account_list.def"
};
extern const struct shape account_item_shape;

struct account_counts {
	const struct total *active, *locked, *closed;
};

/*
 * Of the accounts that the actor oversees and the query finds. Of everybody up
 * to COUNT_CAP a state, unless an organisation's name is asked for.
 */
void account_list_count(struct request *r, const struct account_query *query,
    struct account_counts *out);
/* How many of them the query's state has. */
struct total account_list_total(
    const struct account_counts *c, const struct account_query *query);
/* Some of them, in order. */
struct list account_list_select(struct request *r,
    const struct account_query *query, struct portion portion);
/* True when one of the account's usable grants is the actor's to oversee. */
bool account_is_overseen(struct request *r, int64_t id);

#endif
