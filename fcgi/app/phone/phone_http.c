/* See phone.h. */
#include "app/notice/notice.h"
#include "app/phone/phone.h"

#include <string.h>

#include "app/captcha/captcha.h"
#include "app/outbox/outbox.h"
#include "app/person/person.h"
#include "app/rate.h"
#include "app/session/session_sql.h"
#include "app/sms_code/sms_code.h"
#include "lib/mask.h"

struct phone {
	const char *phone;
	bool by_app;
};

static const struct column phone_columns[] = {
	COLUMN_WITH(phone, phone, .flags = COLUMN_NULLABLE),
	COLUMN(phone, by_app),
};
const struct shape phone_shape = { "bound_phone", phone_columns,
	sizeof(phone_columns) / sizeof(phone_columns[0]),
	sizeof(struct phone) };

struct ask {
	int64_t which, language;
	const char *phone, *captcha_id, *captcha_answer;
};

static const struct field ask_fields[] = {
	{ .name = "which",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &phone_which_words,
	    .zh = "发送到",
	    .en = "Send it to",
	    INTO(ask, which) },
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 20,
	    .format = &format_mobile,
	    .when = { "which", { "new" } },
	    .zh = "新手机号",
	    .en = "New mobile number",
	    INTO(ask, phone) },
	CAPTCHA_FIELDS(ask),
	{ .name = "language",
	    .type = FIELD_CHOICE,
	    .words = &language_words,
	    .zh = "短信语言",
	    .en = "Language of the message",
	    INTO(ask, language) },
};
const struct form phone_code_ask_form =
    FORM_INTO("phone_code_ask", "换绑手机号：获取验证码",
	"A code to change the bound phone", ask_fields, ask);

struct change {
	const char *phone, *id_no, *old_ticket, *old_code, *ticket, *code;
};

static const struct field change_fields[] = {
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 20,
	    .format = &format_mobile,
	    .zh = "新手机号",
	    .en = "New mobile number",
	    INTO(change, phone) },
	{ .name = "id_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .format = &format_resident_id,
	    .zh = "证件号码",
	    .en = "Identity card number",
	    INTO(change, id_no) },
	{ .name = "old_ticket",
	    .type = FIELD_TEXT,
	    .max = 40,
	    .zh = "原手机验证码凭据",
	    .en = "The old phone's ticket",
	    INTO(change, old_ticket) },
	{ .name = "old_code",
	    .type = FIELD_TEXT,
	    .max = 6,
	    .format = &format_digits,
	    .zh = "原手机短信验证码",
	    .en = "The old phone's code",
	    INTO(change, old_code) },
	SMS_CODE_FIELDS(change),
};
const struct form phone_change_form = FORM_INTO("phone_change", "换绑手机号",
    "Change the bound phone", change_fields, change);

static struct phone *
told(struct request *r, const char *phone)
{
	struct phone *p = arena_alloc(r->mem, sizeof(*p));

	p->phone = phone == NULL ? NULL : mask_text(r->mem, phone);
	p->by_app =
	    session_is_by_app(r->db, r->actor.session_id, PHONE_BY_APP_SECONDS);
	return p;
}

enum err
phone_get_http(struct request *r)
{
	struct person_phone p;

	r->result =
	    told(r, person_phone(r, r->actor.account_id, &p) && p.id_mac != NULL
			? person_phone_open(r, &p)
			: NULL);
	return OK;
}

enum err
phone_code_prepare(struct request *r)
{
	const struct ask *form = r->form;

	return captcha_check(
	    r, &phone_code_ask_form, form->captcha_id, form->captcha_answer);
}

enum err
phone_ask_http(struct request *r)
{
	const struct ask *form = r->form;
	struct sms_code_issued *issued = arena_alloc(r->mem, sizeof(*issued));
	bool old = form->which == PHONE_OLD;
	struct sms_code_asked asked = { .purpose =
					    old ? SMS_PHONE_OLD : SMS_PHONE_NEW,
		.phone = form->phone,
		.subject_id = r->actor.account_id,
		.language = form->language };
	struct person_phone p;

	if (!person_phone(r, r->actor.account_id, &p) || p.id_mac == NULL)
		return ERR_PHONE_NONE;
	if (old)
		asked.phone = person_phone_open(r, &p);
	if (asked.phone == NULL)
		return ERR_PHONE_NONE;
	r->noted_object = old ? "old" : "new";
	r->result = issued;
	return sms_code_send(r, &asked, true, issued);
}

static enum err
wrong_id(struct request *r)
{
	request_fault(r, &phone_change_form, "id_no", "wrong");
	r->denied = "id_no";
	return ERR_ID_WRONG;
}

/* Who has the phone in hand, or the app. */
static enum err
check_old(struct request *r, const struct change *form)
{
	struct sms_code code;
	enum err e;

	if (form->old_ticket == NULL || form->old_code == NULL) {
		if (session_is_by_app(
			r->db, r->actor.session_id, PHONE_BY_APP_SECONDS))
			return OK;
		request_fault(r, &phone_change_form, "old_code", "required");
		return ERR_INVALID;
	}
	e = sms_code_check(r, &phone_change_form, "old_code",
	    1u << SMS_PHONE_OLD, form->old_ticket, form->old_code, &code);
	if (e != OK)
		return e;
	return code.subject_id == r->actor.account_id &&
		       sms_code_spend(r->db, form->old_ticket)
		   ? OK
		   : ERR_SMS_ENDED;
}

/*
 * Every proof before anything changes: what one of them has used up is kept
 * with the error, and so is a wrong number's count.
 */
enum err
phone_change_http(struct request *r)
{
	const struct change *form = r->form;
	unsigned char id[DIGEST_BYTES], phone[DIGEST_BYTES];
	struct sms_code code;
	struct person_phone p;
	const char *old;
	enum err e;

	if (!person_phone(r, r->actor.account_id, &p) || p.id_mac == NULL)
		return ERR_PHONE_NONE;
	if (!rate_allows(r, RATE_ID_NO, r->actor.account_id, ID_NO_TRIES))
		return ERR_ID_TOO_OFTEN;
	person_mac(r, form->id_no, id);
	if (memcmp(id, p.id_mac, DIGEST_BYTES) != 0)
		return wrong_id(r);
	e = sms_code_check(r, &phone_change_form, "code", 1u << SMS_PHONE_NEW,
	    form->ticket, form->code, &code);
	person_phone_mac(r, form->phone, phone);
	/* Sent to that very number, for this account. */
	if (e == OK && (code.subject_id != r->actor.account_id ||
			   memcmp(code.phone_mac, phone, DIGEST_BYTES) != 0))
		e = ERR_SMS_ENDED;
	if (e == OK)
		e = check_old(r, form);
	if (e != OK)
		return e;
	if (!sms_code_spend(r->db, form->ticket))
		return ERR_SMS_ENDED;
	old = person_phone_open(r, &p);
	person_set_phone(r, p.account_id, form->phone);
	session_end_account(r->db, p.account_id, r->actor.session_id);
	if (old != NULL) {
		const char *const params[] = { "phone",
			mask_text(r->mem, form->phone), NULL };
		const struct letter letter = { .message = MESSAGE_PHONE,
			.language = notice_language(r, p.account_id),
			.to = old,
			.params = params };

		outbox_send(r, &letter);
	}
	r->result = told(r, form->phone);
	return OK;
}
