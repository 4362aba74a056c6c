/* Rules of administering accounts; see account_admin.h. */
#include "app/account/account_admin.h"

#include "app/desk/desk.h"

unsigned
account_roles_of(enum organisation_kind kind, int64_t division)
{
	const struct desk_row *desk = desk_row(desk_of(kind, division));
	unsigned admin = 1u << account_admin_of(kind);

	if (kind == ORGANISATION_INSTITUTION)
		return MAY(OPERATOR) | MAY(FINANCE) | admin;
	return desk == NULL ? admin : 1u << desk->role | admin;
}

enum role
account_admin_of(enum organisation_kind kind)
{
	return kind == ORGANISATION_INSTITUTION ? ROLE_INSTITUTION_ADMIN
						: ROLE_PLATFORM_ADMIN;
}

bool
account_organisation(struct request *r, int64_t id, struct administered *out)
{
	struct list all = account_organisations(r);
	const struct administered *a = all.items;

	for (size_t i = 0; i < all.n; i++)
		if (a[i].id == id) {
			*out = a[i];
			return true;
		}
	return false;
}

static bool
is_administered(const struct request *r, const struct account_grant *g)
{
	if (g->organisation_id == r->actor.organisation_id)
		return true;
	return r->actor.role == ROLE_PLATFORM_ADMIN &&
	       division_within(g->division, r->actor.division);
}

bool
account_is_theirs(struct request *r, const struct list *grants)
{
	const struct account_grant *g = grants->items;

	for (size_t i = 0; i < grants->n; i++)
		if (!is_administered(r, &g[i]))
			return false;
	return true;
}

enum err
account_may_rule(struct request *r, const struct account *a)
{
	struct list grants = account_grants(r, a->id);

	if (a->id == r->actor.account_id) {
		r->denied = "own_account";
		return ERR_ACCOUNT_OWN;
	}
	if (!account_is_theirs(r, &grants)) {
		r->denied = "elsewhere";
		return ERR_ACCOUNT_ELSEWHERE;
	}
	return OK;
}
