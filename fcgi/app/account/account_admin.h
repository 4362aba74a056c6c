/*
 * Accounts as their administrators keep them (USER-1, USER-2, USER-4): made,
 * given roles, closed and reopened, their passwords reset. An institution's
 * administrator does so in its own organisation, a platform administrator in
 * those of its division that sit at a desk; a district's reviewers close and
 * reopen those of its institutions, and have their passwords set by a link.
 * Nobody does it to the own account, and no organisation loses its last
 * administrator.
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
/* Whether the actor keeps accounts with such a grant in order: an institution's
 * administrator those of its own organisation, a district's reviewer those of
 * its institutions, a platform administrator those of its division. */
bool account_oversees(const struct request *r, const struct account_grant *g);
/* OK, or why the actor may not (USER-4): it is the own account, or one that has
 * more than is the actor's to give. */
enum err account_may_rule(struct request *r, const struct account *a);
/* True when another account that is not closed administers the organisation;
 * the caller has touched that. */
bool account_has_other_admin(
    struct request *r, int64_t organisation_id, int64_t but, enum role admin);

/* The roles that the grants, as struct account_grant, have at an organisation.
 */
unsigned account_held_at(const struct list *grants, int64_t organisation_id);
/*
 * OK, or ERR_ACCOUNT_LAST_ADMIN: without the roles that it is to lose, bits of
 * `leaving`, an organisation (0: any that it administers) has nobody else who
 * does.
 */
enum err account_keeps_admins(
    struct request *r, const struct account *a, int64_t only, unsigned leaving);
/* Gives or takes a role; what is so already stays. */
void account_set_grant(struct request *r, int64_t account_id,
    int64_t organisation_id, int64_t role, bool given);
/* False when it is closed already. */
bool account_close(struct db *db, int64_t id, const char *reason);
void account_reopen(struct db *db, int64_t id);
/* Why it was closed, or NULL. */
const char *account_closed_reason(struct request *r, int64_t id);
/* True when an institution that it works for has something on file. */
bool account_holds_records(struct request *r, int64_t id);

extern const struct form account_new_form, account_roles_form,
    account_closure_form, account_contact_form, account_grant_form,
    account_bind_form, account_permissions_form;
extern const struct shape account_document_shape, account_issued_shape,
    account_organisations_shape;
handler account_organisations_http, account_get_http, account_create_prepare,
    account_create_http, account_reset_prepare, account_reset_http,
    account_close_http, account_reopen_http, account_roles_http,
    account_link_http, account_contact_http, account_grant_http,
    account_bind_prepare, account_bind_http, account_permissions_http;

#endif
