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

struct account_item {
	int64_t account_id, state;
	const char *name, *display_name, *organisation_name, *role_numbers;
	const struct json *roles;
	struct moment locked_until, created_at;
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
