/* Rules of administering accounts; see account_admin.h. */
#include "app/account/account_admin.h"

#include "app/desk/desk.h"
#include "app/organisation/organisation.h"

unsigned
account_roles_of(enum organisation_kind kind, int64_t division)
{
	const struct desk_row *desk = desk_row(desk_of(kind, division));
	unsigned admin = 1u << account_admin_of(kind);

	if (kind == ORGANISATION_INSTITUTION)
		return MAY(OPERATOR) | MAY(FINANCE) | MAY(APPEALS) |
		       MAY(STAFF) | admin;
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

bool
account_oversees(const struct request *r, const struct account_grant *g)
{
	switch (r->actor.role) {
	case ROLE_INSTITUTION_ADMIN:
		return g->organisation_id == r->actor.organisation_id;
	case ROLE_DISTRICT_REVIEWER:
		return g->organisation_kind == ORGANISATION_INSTITUTION &&
		       division_within(g->division, r->actor.division);
	case ROLE_PLATFORM_ADMIN:
		return g->organisation_id == r->actor.organisation_id ||
		       (r->actor.organisation_kind == ORGANISATION_BUREAU &&
			   division_within(g->division, r->actor.division));
	default:
		return false;
	}
}

bool
account_is_theirs(struct request *r, const struct list *grants)
{
	const struct account_grant *g = grants->items;

	for (size_t i = 0; i < grants->n; i++)
		if (!account_oversees(r, &g[i]))
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
	/* A person's own is theirs, whoever they work for: its roles are all
	 * that is taken away. */
	if (a->kind == ACCOUNT_UNIFIED || !account_is_theirs(r, &grants)) {
		r->denied = "elsewhere";
		return ERR_ACCOUNT_ELSEWHERE;
	}
	return OK;
}

enum err
account_keeps_admins(
    struct request *r, const struct account *a, int64_t only, unsigned leaving)
{
	struct list grants = account_grants(r, a->id);
	const struct account_grant *g = grants.items;

	for (size_t i = 0; i < grants.n; i++) {
		enum role admin = account_admin_of(
		    (enum organisation_kind)g[i].organisation_kind);
		if (g[i].role != (int64_t)admin ||
		    (leaving >> admin & 1) == 0 ||
		    (only != 0 && g[i].organisation_id != only))
			continue;
		/* Of two at once the second sees what the first has taken. */
		organisation_touch(r->db, g[i].organisation_id);
		if (!account_has_other_admin(
			r, g[i].organisation_id, a->id, admin)) {
			r->denied = "last_admin";
			return ERR_ACCOUNT_LAST_ADMIN;
		}
	}
	return OK;
}
