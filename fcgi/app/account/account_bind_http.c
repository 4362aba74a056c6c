/*
 * An old account bound to a person's own (ACC-4): who shows its name and
 * password, once, takes over its grants, and it ends. An institution's account
 * stays: it is that institution's, not a person's.
 */
#include <string.h>

#include "app/account/account_admin.h"
#include "app/captcha/captcha.h"
#include "app/organisation/organisation.h"
#include "app/permission/permission.h"
#include "app/session/answer.h"
#include "app/session/login.h"
#include "app/session/session.h"
#include "app/session/session_sql.h"

struct account_bind {
	const char *account, *password, *captcha_id, *captcha_answer;
};

static const struct field fields[] = {
	{ .name = "account",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 64,
	    .format = &format_account,
	    .zh = "旧账号",
	    .en = "Old account",
	    INTO(account_bind, account) },
	{ .name = "password",
	    .type = FIELD_SECRET,
	    .flags = FIELD_REQUIRED,
	    .max = PASSWORD_MAX,
	    .zh = "旧账号的密码",
	    .en = "Its password",
	    INTO(account_bind, password) },
	CAPTCHA_FIELDS(account_bind),
};
const struct form account_bind_form = FORM_INTO("account_bind", "绑定已有授权",
    "Bind an old account", fields, account_bind);

struct checked {
	struct account account;
	struct login_tries tries;
	bool known, fits;
};

enum err
account_bind_prepare(struct request *r)
{
	const struct account_bind *form = r->form;
	struct checked *c = arena_alloc(r->mem, sizeof(*c));
	enum err e;

	r->prepared = c;
	if (r->actor.account_kind != ACCOUNT_UNIFIED)
		return ERR_FORBIDDEN;
	e = captcha_check(
	    r, &account_bind_form, form->captcha_id, form->captcha_answer);
	if (e != OK)
		return e;
	c->known = account_by_name(r->db, r->mem, form->account, &c->account) &&
		   c->account.kind != ACCOUNT_UNIFIED;
	return account_check_password(r, form->account, form->password,
	    c->known ? &c->account : NULL, &c->tries, &c->fits);
}

/* Its grants are this account's from now on. False when another has just taken
 * them, or it was closed. */
static bool
take_over(struct request *r, const struct account *old)
{
	struct list grants;
	const struct account_grant *g;

	if (!account_close(r->db, old->id, NULL))
		return false;
	grants = account_grants(r, old->id);
	g = grants.items;

	for (size_t i = 0; i < grants.n; i++) {
		organisation_touch(r->db, g[i].organisation_id);
		account_set_grant(r, r->actor.account_id, g[i].organisation_id,
		    g[i].role, true);
		permission_move(r, old->id, r->actor.account_id,
		    g[i].organisation_id, g[i].role);
		account_set_grant(
		    r, old->id, g[i].organisation_id, g[i].role, false);
	}
	session_end_account(r->db, old->id, 0);
	return true;
}

enum err
account_bind_http(struct request *r)
{
	const struct checked *c = r->prepared;
	struct account own;

	if (!c->fits)
		return login_refuse(r, c->known ? c->account.id : 0, &c->tries);
	if (c->account.kind == ACCOUNT_INSTITUTION)
		return ERR_ACCOUNT_NOT_OLD;
	if (c->account.state != ACCOUNT_ACTIVE)
		return ERR_ACCOUNT_CLOSED;
	if (!take_over(r, &c->account))
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_ACCOUNT_CLOSED;
	r->noted_object =
	    arena_printf(r->mem, "%lld", (long long)c->account.id);
	if (!account_by_id(r->db, r->mem, r->actor.account_id, &own))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_SIGNED_OUT;
	return session_answer(r, &own, r->actor.session_id, 0);
}
