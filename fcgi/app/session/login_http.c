/* Signing in and changing the password: everything that hashes. */
#include <string.h>

#include "app/account/account.h"
#include "app/captcha/captcha.h"
#include "app/session/answer.h"
#include "app/session/cookies.h"
#include "app/session/login.h"
#include "app/session/session.h"
#include "app/session/session_sql.h"
#include "lib/checks.h"

struct login {
	int64_t realm;
	const char *account, *password, *captcha_id, *captcha_answer;
};

static const struct field login_fields[] = {
	{ .name = "realm",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &realm_words,
	    .zh = "登录类型",
	    .en = "Kind of account",
	    INTO(login, realm) },
	{ .name = "account",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 64,
	    .format = &format_account,
	    .zh = "账号",
	    .en = "Account",
	    INTO(login, account) },
	{ .name = "password",
	    .type = FIELD_SECRET,
	    .flags = FIELD_REQUIRED,
	    .max = 64,
	    .zh = "密码",
	    .en = "Password",
	    INTO(login, password) },
	CAPTCHA_FIELDS(login),
};
const struct form login_form =
    FORM_INTO("login", "账号登录", "Sign in", login_fields, login);

struct password_change {
	const char *old_password, *new_password;
};

static const struct field password_fields[] = {
	{ .name = "old_password",
	    .type = FIELD_SECRET,
	    .flags = FIELD_REQUIRED,
	    .max = PASSWORD_MAX,
	    .zh = "原密码",
	    .en = "Old password",
	    INTO(password_change, old_password) },
	{ .name = "new_password",
	    .type = FIELD_SECRET,
	    .flags = FIELD_REQUIRED,
	    .min = PASSWORD_MIN,
	    .max = PASSWORD_MAX,
	    .zh = "新密码",
	    .en = "New password",
	    INTO(password_change, new_password) },
};
const struct form password_form = FORM_INTO("password", "修改密码",
    "Change the password", password_fields, password_change);

/* What hashing found out, before the transaction. */
struct checked {
	struct account account;
	struct login_tries tries;
	bool known, fits;
	const char *new_hash; /* to store, or NULL */
};

enum err
login_prepare(struct request *r)
{
	const struct login *form = r->form;
	struct checked *c = arena_alloc(r->mem, sizeof(*c));
	enum err e;

	r->prepared = c;
	if (form->realm == REALM_INSTITUTION &&
	    !is_institution_code(form->account)) {
		request_fault(r, &login_form, "account", "format");
		return ERR_INVALID;
	}
	e = captcha_check(
	    r, &login_form, form->captcha_id, form->captcha_answer);
	if (e != OK)
		return e;
	/* A person's own account is let in by its phone, with a code. */
	c->known = account_by_name(r->db, r->mem, form->account, &c->account) &&
		   c->account.kind != ACCOUNT_UNIFIED;
	e = account_check_password(r, form->account, form->password,
	    c->known ? &c->account : NULL, &c->tries, &c->fits);
	if (e == OK && c->fits &&
	    password_is_old(c->account.password_hash, &r->server->cost))
		c->new_hash = account_hash(r, form->password);
	return e;
}

enum err
login_refuse(
    struct request *r, int64_t account_id, const struct login_tries *tries)
{
	if (account_id != 0)
		r->actor.account_id = account_id;
	audit_note(r, "login", "-", "refused");
	if (tries->failures == LOGIN_TRIES_MAX && account_id != 0)
		audit_note(r, "account.lock",
		    arena_printf(r->mem, "%lld", (long long)account_id), "ok");
	if (tries->failures >= LOGIN_TRIES_MAX) {
		r->problem.retry_after = tries->locked_seconds;
		if (r->problem.retry_after == 0)
			r->problem.retry_after = 1;
		return ERR_LOGIN_LOCKED;
	}
	r->problem.tries_left = LOGIN_TRIES_MAX - tries->failures;
	return ERR_LOGIN_REFUSED;
}

int64_t
session_open(struct request *r, int64_t account_id)
{
	const char *refresh = crypt_random_text(r->mem, 32);
	const char *file = crypt_random_text(r->mem, 32);
	unsigned char refresh_digest[DIGEST_BYTES], file_digest[DIGEST_BYTES];
	int64_t id;

	crypt_sha256(refresh, strlen(refresh), refresh_digest);
	crypt_sha256(file, strlen(file), file_digest);
	id = session_insert(r, account_id, refresh_digest, file_digest);
	cookie_set(r, COOKIE_REFRESH, id, refresh);
	cookie_set(r, COOKIE_FILE, id, file);
	return id;
}

enum err
login_http(struct request *r)
{
	const struct checked *c = r->prepared;

	if (!c->fits)
		return login_refuse(r, c->known ? c->account.id : 0, &c->tries);
	r->actor.account_id = c->account.id;
	if (c->account.state != ACCOUNT_ACTIVE) {
		audit_note(r, "login", "-", "closed");
		return ERR_ACCOUNT_CLOSED;
	}
	if (c->new_hash != NULL)
		account_set_password(r->db, c->account.id, c->new_hash,
		    c->account.must_change_password != 0);
	return session_answer(
	    r, &c->account, session_open(r, c->account.id), 0);
}

enum err
password_prepare(struct request *r)
{
	const struct password_change *form = r->form;
	struct checked *c = arena_alloc(r->mem, sizeof(*c));
	const char *fault;
	enum err e;

	r->prepared = c;
	if (!account_by_id(r->db, r->mem, r->actor.account_id, &c->account))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_SIGNED_OUT;
	fault = strcmp(form->old_password, form->new_password) == 0
		    ? "same"
		    : password_fault(form->new_password, &c->account);
	if (fault != NULL) {
		request_fault(r, &password_form, "new_password", fault);
		return ERR_INVALID;
	}
	e = account_check_password(r, c->account.name, form->old_password,
	    &c->account, &c->tries, &c->fits);
	if (e != OK || !c->fits)
		return e;
	c->new_hash = account_hash(r, form->new_password);
	return c->new_hash == NULL ? ERR_BUSY : OK;
}

enum err
password_http(struct request *r)
{
	struct checked *c = r->prepared;

	if (!c->fits && c->tries.failures >= LOGIN_TRIES_MAX)
		return login_refuse(r, c->known ? c->account.id : 0, &c->tries);
	if (!c->fits) {
		request_fault(r, &password_form, "old_password", "wrong");
		r->denied = "old_password";
		return ERR_INVALID;
	}
	account_set_password(r->db, c->account.id, c->new_hash, false);
	session_end_account(r->db, c->account.id, r->actor.session_id);
	c->account.must_change_password = 0;
	return session_answer(
	    r, &c->account, r->actor.session_id, r->actor.grant_id);
}
