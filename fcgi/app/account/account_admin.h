/*
 * Accounts as their administrators keep them (USER-1, USER-2, USER-4): made,
 * given roles, closed and reopened, their passwords reset. An institution's
 * administrator does so in its own organisation, a platform administrator in
 * those of its division that sit at a desk. Nobody does it to the own account,
 * and no organisation loses its last administrator.
 */
#ifndef LIANGDING_APP_ACCOUNT_ADMIN_H
#define LIANGDING_APP_ACCOUNT_ADMIN_H

#include "app/account/account.h"

/* An organisation that the actor administers. */
struct administered {
	int64_t id, kind, division;
	const char *name;
};

/* What a role is worth, by bits of enum role: those that people of such an
 * organisation may have. */
unsigned account_roles_of(enum organisation_kind kind, int64_t division);
/* Which of them administers such an organisation. */
enum role account_admin_of(enum organisation_kind kind);

/* Those that the actor administers, as struct administered, its own first. */
struct list account_organisations(struct request *r);
/* The one of that id; false when the actor does not administer it. */
bool account_organisation(
    struct request *r, int64_t id, struct administered *out);

/* A usable grant of an account. */
struct account_grant {
	int64_t organisation_id, organisation_kind, division, role;
	const char *organisation_name;
};
/* All of them, as struct account_grant, by organisation. */
struct list account_grants(struct request *r, int64_t account_id);
/*
 * True when every usable grant of the account is for the actor to administer:
 * who sets its password, or shuts it out, rules over all of them.
 */
bool account_is_theirs(struct request *r, const struct list *grants);
/* OK, or why the actor may not (USER-4): it is the own account, or one that has
 * more than is the actor's to give. */
enum err account_may_rule(struct request *r, const struct account *a);
/* True when another account that is not closed administers the organisation;
 * the caller has touched that. */
bool account_has_other_admin(
    struct request *r, int64_t organisation_id, int64_t but, enum role admin);

/* Gives or takes a role; what is so already stays. */
void account_set_grant(struct request *r, int64_t account_id,
    int64_t organisation_id, int64_t role, bool given);
void account_set_state(struct db *db, int64_t id, enum account_state state);

extern const struct form account_new_form, account_roles_form;
extern const struct shape account_document_shape, account_issued_shape,
    account_organisations_shape;
handler account_organisations_http, account_get_http, account_create_prepare,
    account_create_http, account_reset_prepare, account_reset_http,
    account_close_http, account_reopen_http, account_roles_http;

#endif
