/*
 * A person's own account signs in (LOGIN-3): phone and password, and then the
 * code that these bring to the phone.
 */
#include "app/captcha/captcha.h"
#include "app/person/person.h"
#include "app/session/answer.h"
#include "app/session/login.h"
#include "app/session/session.h"
#include "app/sms_code/sms_code.h"

struct phone_login {
	const char *phone, *password, *captcha_id, *captcha_answer;
	int64_t language;
};

static const struct field login_fields[] = {
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 20,
	    .format = &format_mobile,
	    .zh = "手机号",
	    .en = "Mobile number",
	    INTO(phone_login, phone) },
	{ .name = "password",
	    .type = FIELD_SECRET,
	    .flags = FIELD_REQUIRED,
	    .max = PASSWORD_MAX,
	    .zh = "密码",
	    .en = "Password",
	    INTO(phone_login, password) },
	CAPTCHA_FIELDS(phone_login),
	{ .name = "language",
	    .type = FIELD_CHOICE,
	    .words = &language_words,
	    .zh = "短信语言",
	    .en = "Language of the message",
	    INTO(phone_login, language) },
};
const struct form phone_login_form = FORM_INTO("phone_login", "统一账号登录",
    "Sign in by phone", login_fields, phone_login);

struct phone_code {
	const char *ticket, *code;
};

static const struct field code_fields[] = { SMS_CODE_FIELDS(phone_code) };
const struct form phone_code_form = FORM_INTO("phone_code", "短信验证码",
    "The code that came by SMS", code_fields, phone_code);

struct checked {
	struct account account;
	struct login_tries tries;
	bool known, fits;
	const char *new_hash;
};

enum err
phone_login_prepare(struct request *r)
{
	const struct phone_login *form = r->form;
	struct checked *c = arena_alloc(r->mem, sizeof(*c));
	enum err e = captcha_check(
	    r, &phone_login_form, form->captcha_id, form->captcha_answer);

	r->prepared = c;
	if (e != OK)
		return e;
	c->known = account_by_id(
	    r->db, r->mem, person_by_phone(r, form->phone), &c->account);
	/* A number that nobody has is counted, too; no account is called so. */
	e = account_check_password(r,
	    c->known ? c->account.name
		     : arena_printf(r->mem, "phone %s", form->phone),
	    form->password, c->known ? &c->account : NULL, &c->tries, &c->fits);
	if (e == OK && c->fits &&
	    password_is_old(c->account.password_hash, &r->server->cost))
		c->new_hash = account_hash(r, form->password);
	return e;
}

enum err
phone_login_http(struct request *r)
{
	const struct phone_login *form = r->form;
	const struct checked *c = r->prepared;
	struct sms_code_issued *issued = arena_alloc(r->mem, sizeof(*issued));
	const struct sms_code_asked asked = { SMS_LOGIN, form->phone,
		c->account.id, form->language };

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
	r->result = issued;
	return sms_code_send(r, &asked, true, issued);
}

enum err
phone_code_http(struct request *r)
{
	const struct phone_code *form = r->form;
	struct account account;
	struct sms_code code;
	enum err e = sms_code_check(r, &phone_code_form, "code",
	    1u << SMS_LOGIN, form->ticket, form->code, &code);

	if (e != OK)
		return e;
	if (!sms_code_spend(r->db, form->ticket))
		return ERR_SMS_ENDED;
	if (!account_by_id(r->db, r->mem, code.subject_id, &account) ||
	    account.state != ACCOUNT_ACTIVE)
		return ERR_ACCOUNT_CLOSED;
	r->actor.account_id = account.id;
	return session_answer(r, &account, session_open(r, account.id), 0);
}
