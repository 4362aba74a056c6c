/* See recovery.h. */
#include "app/recovery/recovery.h"

#include <string.h>

#include "app/account/account.h"
#include "app/captcha/captcha.h"
#include "app/organisation/organisation.h"
#include "app/person/person.h"
#include "app/session/session_sql.h"
#include "app/sms_code/sms_code.h"

struct asked {
	int64_t forgotten, language;
	const char *account, *uscc, *phone, *id_no;
	const char *captcha_id, *captcha_answer;
};

static const struct field asked_fields[] = {
	{ .name = "forgotten",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &forgotten_words,
	    .zh = "忘记了什么",
	    .en = "What is forgotten",
	    INTO(asked, forgotten) },
	{ .name = "account",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 64,
	    .format = &format_account,
	    .when = { "forgotten", { "password" } },
	    .zh = "机构账号",
	    .en = "Institution account",
	    INTO(asked, account) },
	{ .name = "uscc",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .format = &format_uscc,
	    .when = { "forgotten", { "account" } },
	    .zh = "统一社会信用代码",
	    .en = "Unified social credit code",
	    INTO(asked, uscc) },
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 20,
	    .format = &format_mobile,
	    .zh = "手机号",
	    .en = "Mobile number",
	    INTO(asked, phone) },
	{ .name = "id_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .format = &format_resident_id,
	    .when = { "forgotten", { "personal_password" } },
	    .zh = "证件号码",
	    .en = "Identity card number",
	    INTO(asked, id_no) },
	CAPTCHA_FIELDS(asked),
	{ .name = "language",
	    .type = FIELD_CHOICE,
	    .words = &language_words,
	    .zh = "短信语言",
	    .en = "Language of the message",
	    INTO(asked, language) },
};
const struct form recovery_code_form = FORM_INTO("recovery_code",
    "找回时获取验证码", "Ask for a code to get back in", asked_fields, asked);

struct new_password {
	const char *ticket, *code, *new_password;
};

static const struct field password_fields[] = {
	SMS_CODE_FIELDS(new_password),
	{ .name = "new_password",
	    .type = FIELD_SECRET,
	    .flags = FIELD_REQUIRED,
	    .min = PASSWORD_MIN,
	    .max = PASSWORD_MAX,
	    .zh = "新密码",
	    .en = "New password",
	    INTO(new_password, new_password) },
};
const struct form recovery_password_form = FORM_INTO("recovery_password",
    "重置密码", "Set a new password", password_fields, new_password);

struct proof {
	const char *ticket, *code;
};

static const struct field account_fields[] = { SMS_CODE_FIELDS(proof) };
const struct form recovery_account_form = FORM_INTO(
    "recovery_account", "找回账号", "Find the account", account_fields, proof);

/* Once: a wrong captcha is spent, too. */
enum err
recovery_code_prepare(struct request *r)
{
	const struct asked *form = r->form;

	return captcha_check(
	    r, &recovery_code_form, form->captcha_id, form->captcha_answer);
}

/* Whom the code is about, or 0; one statement, whatever is forgotten. */
static int64_t
subject_of(struct request *r, const struct asked *form)
{
	unsigned char phone[DIGEST_BYTES];
	struct list found;
	const struct person_institution *first;

	switch (form->forgotten) {
	case FORGOTTEN_PASSWORD:
		return person_operator(r, form->account, form->phone);
	case FORGOTTEN_PERSONAL:
		return person_by_phone_and_id(r, form->phone, form->id_no);
	default:
		person_phone_mac(r, form->phone, phone);
		found = person_institutions(r, form->uscc, phone);
		first = found.items;
		return found.n == 0 ? 0 : first->organisation_id;
	}
}

enum err
recovery_code_http(struct request *r)
{
	const struct asked *form = r->form;
	struct sms_code_issued *issued = arena_alloc(r->mem, sizeof(*issued));
	const struct sms_code_asked asked = {
		form->forgotten == FORGOTTEN_ACCOUNT ? SMS_ACCOUNT
						     : SMS_PASSWORD,
		form->phone, subject_of(r, form), form->language
	};

	/* Who is to be let back in stands on record, never in the answer. */
	if (asked.purpose == SMS_PASSWORD)
		r->actor.account_id = asked.subject_id;
	r->noted_object = words_at(&forgotten_words, form->forgotten)->word;
	r->noted_outcome = asked.subject_id == 0 ? "unknown" : "ok";
	r->result = issued;
	return sms_code_send(r, &asked, false, issued);
}

struct renewed {
	struct account account;
	const char *hash;
};

enum err
recovery_password_prepare(struct request *r)
{
	const struct new_password *form = r->form;
	struct renewed *n = arena_alloc(r->mem, sizeof(*n));
	struct sms_code code;
	const char *fault;
	enum err e = sms_code_check(r, &recovery_password_form, "code",
	    1u << SMS_PASSWORD, form->ticket, form->code, &code);

	r->prepared = n;
	if (e != OK)
		return e;
	if (!account_by_id(r->db, r->mem, code.subject_id, &n->account))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_SMS_ENDED;
	fault = password_fault(form->new_password, &n->account);
	if (fault != NULL) {
		request_fault(
		    r, &recovery_password_form, "new_password", fault);
		return ERR_INVALID;
	}
	n->hash = account_hash(r, form->new_password);
	return n->hash == NULL ? ERR_BUSY : OK;
}

struct recovery_done {
	const char *account;
	int64_t kind;
};

static const struct column done_columns[] = {
	COLUMN(recovery_done, account),
	COLUMN_WITH(recovery_done, kind, .words = &account_kind_words),
};
const struct shape recovery_done_shape = SHAPE(recovery_done, done_columns);

enum err
recovery_password_http(struct request *r)
{
	const struct new_password *form = r->form;
	const struct renewed *n = r->prepared;
	struct recovery_done *done = arena_alloc(r->mem, sizeof(*done));

	if (!sms_code_spend(r->db, form->ticket)) {
		request_fault(r, &recovery_password_form, "code", "sms_ended");
		return ERR_SMS_ENDED;
	}
	r->actor.account_id = n->account.id;
	if (n->account.state != ACCOUNT_ACTIVE)
		return ERR_ACCOUNT_CLOSED;
	account_set_password(r->db, n->account.id, n->hash, false);
	account_forgive_tries(r, n->account.name);
	session_end_account(r->db, n->account.id, 0);
	*done = (struct recovery_done){ n->account.name, n->account.kind };
	r->result = done;
	return OK;
}

static const struct column found_columns[] = {
	COLUMN_WITH(
	    person_institution, organisation_id, .flags = COLUMN_PRIVATE),
	COLUMN(person_institution, account),
	COLUMN(person_institution, organisation_name),
};
static const struct shape found_shape = { "recovery_found", found_columns,
	sizeof(found_columns) / sizeof(found_columns[0]),
	sizeof(struct person_institution) };

struct recovery_accounts {
	struct list items;
};

static const struct column accounts_columns[] = {
	COLUMN_WITH(recovery_accounts, items, .shape = &found_shape),
};
const struct shape recovery_accounts_shape =
    SHAPE(recovery_accounts, accounts_columns);

enum err
recovery_account_http(struct request *r)
{
	const struct proof *form = r->form;
	struct recovery_accounts *all = arena_alloc(r->mem, sizeof(*all));
	struct sms_code code;
	const char *uscc;
	enum err e = sms_code_check(r, &recovery_account_form, "code",
	    1u << SMS_ACCOUNT, form->ticket, form->code, &code);

	if (e != OK)
		return e;
	uscc = organisation_uscc(r, code.subject_id);
	if (!sms_code_spend(r->db, form->ticket) || uscc == NULL)
		return ERR_SMS_ENDED;
	all->items = person_institutions(r, uscc, code.phone_mac);
	r->result = all;
	return OK;
}
