/* Proving a phone of an order's form, and what its content says of it. */
#include "app/captcha/captcha.h"
#include "app/kind/kind.h"
#include "app/order/order.h"
#include "app/proof/proof.h"
#include "app/sms_code/sms_code.h"

struct ask {
	const char *field, *phone, *captcha_id, *captcha_answer;
	int64_t language;
};

static const struct field ask_fields[] = {
	{ .name = "field",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = PATH_CHARS_MAX,
	    .zh = "字段",
	    .en = "Field",
	    INTO(ask, field) },
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 20,
	    .format = &format_mobile,
	    .zh = "手机号",
	    .en = "Mobile number",
	    INTO(ask, phone) },
	CAPTCHA_FIELDS(ask),
	{ .name = "language",
	    .type = FIELD_CHOICE,
	    .words = &language_words,
	    .zh = "短信语言",
	    .en = "Language of the message",
	    INTO(ask, language) },
};
const struct form proof_ask_form = FORM_INTO("phone_proof_ask",
    "确认手机号：获取验证码", "A code to prove a phone", ask_fields, ask);

struct bring {
	const char *ticket, *code;
};

static const struct field bring_fields[] = { SMS_CODE_FIELDS(bring) };
const struct form proof_bring_form = FORM_INTO(
    "phone_proof", "确认手机号", "Prove a phone", bring_fields, bring);

static const struct order *
order_of(const struct request *r)
{
	const struct order_seen *seen = r->object;

	return &seen->order;
}

enum err
proof_ask_prepare(struct request *r)
{
	const struct ask *form = r->form;

	return captcha_check(
	    r, &proof_ask_form, form->captcha_id, form->captcha_answer);
}

enum err
proof_ask_http(struct request *r)
{
	const struct ask *form = r->form;
	const struct order *o = order_of(r);
	const struct field *field =
	    form_at(kind_of(o->kind)->content, form->field);
	struct sms_code_issued *issued = arena_alloc(r->mem, sizeof(*issued));
	const struct sms_code_asked asked = { SMS_FORM, form->phone, o->id,
		form->language };

	if (!order_is_editable(o))
		return ERR_ORDER_STAGE;
	if (field == NULL || (field->flags & FIELD_PROVEN) == 0) {
		request_fault(r, &proof_ask_form, "field", "choice");
		return ERR_INVALID;
	}
	r->result = issued;
	return sms_code_send(r, &asked, true, issued);
}

enum err
proof_bring_http(struct request *r)
{
	const struct bring *form = r->form;
	const struct order *o = order_of(r);
	struct sms_code code;
	enum err e = sms_code_check(r, &proof_bring_form, "code",
	    1u << SMS_FORM, form->ticket, form->code, &code);

	if (e != OK)
		return e;
	if (code.subject_id != o->id || !sms_code_spend(r->db, form->ticket))
		return ERR_SMS_ENDED;
	proof_keep(r, o->organisation_id, code.phone_mac);
	return OK;
}
