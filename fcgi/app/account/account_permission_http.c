/* Handing permissions to review to the own bureau's reviewers (USER-3). */
#include "app/account/account_admin.h"
#include "app/desk/desk.h"
#include "app/organisation/organisation.h"
#include "app/permission/permission.h"

struct account_permissions {
	const struct json *lists;
};

static const struct field permission_fields[] = {
	{ .name = "lists",
	    .type = FIELD_CHOICES,
	    .words = &permission_words,
	    .zh = "审核权限",
	    .en = "Permissions to review",
	    INTO(account_permissions, lists) },
};
const struct form account_permissions_form = FORM_INTO("account_permissions",
    "分配审核权限", "Hand permissions to review on", permission_fields,
    account_permissions);

static int64_t
bits_of(const struct json *lists)
{
	int64_t bits = 0;

	for (const struct json *m = lists == NULL ? NULL : lists->first; m;
	     m = m->next)
		bits |= (int64_t)1
			<< words_find(&permission_words, m->text)->value;
	return bits;
}

static enum err
deny(struct request *r, const char *why, enum err e)
{
	r->denied = why;
	return e;
}

/* Just these, of the reviewers that sit where the actor administers. */
enum err
account_permissions_http(struct request *r)
{
	const struct account *a = r->object;
	const struct account_permissions *form = r->form;
	const struct desk_row *seat = desk_row((enum desk)r->actor.seat);
	int64_t own = r->actor.organisation_id, lists = bits_of(form->lists);
	struct list grants;

	/* USER-4 */
	if (a->id == r->actor.account_id)
		return deny(r, "own_account", ERR_ACCOUNT_OWN);
	/* Before its roles are read: nobody takes them meanwhile. */
	organisation_touch(r->db, own);
	grants = account_grants(r, a->id);
	if (seat == NULL ||
	    (account_held_at(&grants, own) >> seat->role & 1) == 0)
		return deny(r, "no_reviewer", ERR_PERMISSION_NO_REVIEWER);
	if ((lists & ~permission_held(r, own, seat->desk)) != 0)
		return deny(r, "not_held", ERR_PERMISSION_NOT_HELD);
	permission_hand(r, a->id, own, seat->role, lists);
	return account_get_http(r);
}
