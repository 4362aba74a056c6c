/* Accounts of institutions over HTTP: issued, asked for, decided. */
#include <string.h>

#include "app/activation/activation.h"
#include "app/captcha/captcha.h"
#include "app/enrolment/enrolment_sql.h"
#include "app/person/person.h"
#include "app/sms_code/sms_code.h"
#include "lib/mask.h"

enum { REASON_MAX = 500 };

#define APPLICANT_FIELDS(s)                                               \
	{ .name = "code",                                                 \
		.type = FIELD_TEXT,                                       \
		.flags = FIELD_REQUIRED,                                  \
		.max = 20,                                                \
		.format = &format_institution_code,                       \
		.zh = "国家机构编码",                                     \
		.en = "National institution code",                        \
		INTO(s, applicant.code) },                                \
	    { .name = "institution_name",                                 \
		    .type = FIELD_TEXT,                                   \
		    .flags = FIELD_REQUIRED,                              \
		    .min = 2,                                             \
		    .max = 50,                                            \
		    .zh = "机构名称",                                     \
		    .en = "Institution",                                  \
		    INTO(s, applicant.institution_name) },                \
	    { .name = "uscc",                                             \
		    .type = FIELD_TEXT,                                   \
		    .flags = FIELD_REQUIRED,                              \
		    .max = 40,                                            \
		    .format = &format_uscc,                               \
		    .zh = "统一社会信用代码",                             \
		    .en = "Unified social credit code",                   \
		    INTO(s, applicant.uscc) },                            \
	    { .name = "operator_name",                                    \
		    .type = FIELD_TEXT,                                   \
		    .flags = FIELD_REQUIRED,                              \
		    .max = 30,                                            \
		    .zh = "经办人姓名",                                   \
		    .en = "Operator",                                     \
		    INTO(s, applicant.operator_name) },                   \
	    { .name = "id_no",                                            \
		    .type = FIELD_TEXT,                                   \
		    .flags = FIELD_REQUIRED,                              \
		    .max = 40,                                            \
		    .format = &format_resident_id,                        \
		    .zh = "经办人证件号码",                               \
		    .en = "Operator’s identity card number",              \
		    INTO(s, applicant.id_no) },                           \
	    { .name = "phone",                                            \
		    .type = FIELD_TEXT,                                   \
		    .flags = FIELD_REQUIRED,                              \
		    .max = 20,                                            \
		    .format = &format_mobile,                             \
		    .zh = "经办人手机号",                                 \
		    .en = "Operator’s mobile number",                     \
		    INTO(s, applicant.phone) },                           \
	    { .name = "mail",                                             \
		    .type = FIELD_TEXT,                                   \
		    .flags = FIELD_REQUIRED,                              \
		    .max = 100,                                           \
		    .format = &format_mail,                               \
		    .zh = "经办人邮箱",                                   \
		    .en = "Operator’s mail address",                      \
		    INTO(s, applicant.mail) },                            \
	{                                                                 \
		.name = "language", .type = FIELD_CHOICE,                 \
		.words = &language_words, .zh = "邮件语言",               \
		.en = "Language of the mail", INTO(s, applicant.language) \
	}

struct asked {
	struct applicant applicant;
	const char *ticket, *code_given;
};

static const struct field issue_fields[] = { APPLICANT_FIELDS(asked) };
const struct form applicant_form = FORM_INTO("institution_account",
    "开通机构账号", "Account of an institution", issue_fields, asked);

static const struct field new_fields[] = {
	APPLICANT_FIELDS(asked),
	{ .name = "ticket",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .zh = "验证码凭据",
	    .en = "Ticket",
	    INTO(asked, ticket) },
	{ .name = "sms_code",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 6,
	    .format = &format_digits,
	    .zh = "短信验证码",
	    .en = "SMS code",
	    INTO(asked, code_given) },
};
const struct form enrolment_new_form = FORM_INTO("enrolment_new",
    "申请机构账号", "Ask for an institution’s account", new_fields, asked);

struct code_asked {
	const char *phone, *captcha_id, *captcha_answer;
	int64_t language;
};

static const struct field code_fields[] = {
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 20,
	    .format = &format_mobile,
	    .zh = "经办人手机号",
	    .en = "Operator’s mobile number",
	    INTO(code_asked, phone) },
	CAPTCHA_FIELDS(code_asked),
	{ .name = "language",
	    .type = FIELD_CHOICE,
	    .words = &language_words,
	    .zh = "短信语言",
	    .en = "Language of the message",
	    INTO(code_asked, language) },
};
const struct form enrolment_code_form =
    FORM_INTO("enrolment_code", "申请机构账号：获取验证码",
	"A code to ask for an account", code_fields, code_asked);

struct decision {
	int64_t verdict;
	const char *reason;
};

static const struct field decision_fields[] = {
	{ .name = "verdict",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &verdict_words,
	    .zh = "决定",
	    .en = "Decision",
	    INTO(decision, verdict) },
	{ .name = "reason",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = REASON_MAX,
	    .when = { "verdict", { "reject" } },
	    .zh = "不予开通的原因",
	    .en = "Why not",
	    INTO(decision, reason) },
};
const struct form enrolment_decision_form = FORM_INTO("enrolment_decision",
    "账号申请审核", "Decide on an account", decision_fields, decision);

struct issued {
	int64_t account_id;
	const char *account;
	const char *mail; /* to which the link was sent, masked */
};

static const struct column issued_columns[] = {
	COLUMN(issued, account_id),
	COLUMN(issued, account),
	COLUMN(issued, mail),
};
const struct shape enrolment_issued_shape = { "institution_account_issued",
	issued_columns, sizeof(issued_columns) / sizeof(issued_columns[0]),
	sizeof(struct issued) };

struct receipt {
	const char *enrolment_no, *mail;
};

static const struct column receipt_columns[] = {
	COLUMN(receipt, enrolment_no),
	COLUMN(receipt, mail),
};
const struct shape enrolment_receipt_shape = { "enrolment_receipt",
	receipt_columns, sizeof(receipt_columns) / sizeof(receipt_columns[0]),
	sizeof(struct receipt) };

struct document {
	const char *enrolment_no, *code, *institution_name, *uscc,
	    *operator_name, *id_no, *phone, *mail, *reason;
	int64_t state;
	/* Of the institution of that code, where one is on record */
	const char *known_name, *known_uscc;
	bool known;
};

static const struct column document_columns[] = {
	COLUMN(document, enrolment_no),
	COLUMN_WITH(document, state, .words = &enrolment_state_words),
	COLUMN(document, code),
	COLUMN(document, institution_name),
	COLUMN(document, uscc),
	COLUMN(document, operator_name),
	COLUMN(document, id_no),
	COLUMN(document, phone),
	COLUMN(document, mail),
	COLUMN(document, known),
	COLUMN_WITH(document, known_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(document, known_uscc, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(document, reason, .flags = COLUMN_NULLABLE),
};
const struct shape enrolment_shape = { "enrolment", document_columns,
	sizeof(document_columns) / sizeof(document_columns[0]),
	sizeof(struct document) };

/* A division of the actor's, by the code that is asked for. */
static enum err
is_here(struct request *r, const struct form *form, const char *code)
{
	int64_t division = enrolment_division(r, code);

	if (division == 0) {
		if (db_error(r->db) != OK)
			return db_error(r->db);
		request_fault(r, form, "code", "division");
		return ERR_INVALID;
	}
	if (division_within(division, r->actor.division))
		return OK;
	r->denied = "foreign";
	request_fault(r, form, "code", "elsewhere");
	return ERR_INVALID;
}

static enum err
issue(struct request *r, const struct form *form, const struct applicant *a,
    struct issued **out)
{
	struct issued *i = arena_alloc(r->mem, sizeof(*i));

	*out = i;
	i->account_id = enrolment_issue(r, form, a);
	i->account = a->code;
	i->mail = mask_text(r->mem, a->mail);
	if (i->account_id == 0)
		return db_error(r->db) != OK ? db_error(r->db) : ERR_INVALID;
	r->noted_object =
	    arena_printf(r->mem, "%lld", (long long)i->account_id);
	return OK;
}

enum err
enrolment_issue_http(struct request *r)
{
	const struct asked *form = r->form;
	struct issued *issued;
	enum err e = is_here(r, &applicant_form, form->applicant.code);

	if (e == OK)
		e = issue(r, &applicant_form, &form->applicant, &issued);
	if (e == OK)
		r->result = issued;
	return e;
}

enum err
enrolment_code_prepare(struct request *r)
{
	const struct code_asked *form = r->form;

	return captcha_check(
	    r, &enrolment_code_form, form->captcha_id, form->captcha_answer);
}

/* Whoever it is: the number alone is to be shown to be the sender's. */
enum err
enrolment_code_http(struct request *r)
{
	const struct code_asked *form = r->form;
	struct sms_code_issued *issued = arena_alloc(r->mem, sizeof(*issued));
	const struct sms_code_asked asked = { SMS_ENROLMENT, form->phone, 1,
		form->language };

	r->result = issued;
	return sms_code_send(r, &asked, true, issued);
}

/* The code is tried first: what it costs to be wrong stays. */
enum err
enrolment_new_prepare(struct request *r)
{
	const struct asked *form = r->form;
	struct sms_code code;
	unsigned char mac[DIGEST_BYTES];
	enum err e = sms_code_check(r, &enrolment_new_form, "sms_code",
	    1u << SMS_ENROLMENT, form->ticket, form->code_given, &code);

	if (e != OK)
		return e;
	person_phone_mac(r, form->applicant.phone, mac);
	if (memcmp(mac, code.phone_mac, sizeof(mac)) != 0) {
		request_fault(r, &enrolment_new_form, "phone", "sms_phone");
		return ERR_INVALID;
	}
	return OK;
}

enum err
enrolment_new_http(struct request *r)
{
	const struct asked *form = r->form;
	const struct applicant *a = &form->applicant;
	struct receipt *receipt = arena_alloc(r->mem, sizeof(*receipt));
	int64_t division = enrolment_division(r, a->code);
	struct account account;
	const char *no;

	if (division == 0 ||
	    account_by_name(r->db, r->mem, a->code, &account) ||
	    enrolment_waits(r->db, a->code)) {
		if (db_error(r->db) != OK)
			return db_error(r->db);
		request_fault(r, &enrolment_new_form, "code",
		    division == 0 ? "division" : "taken");
		return ERR_INVALID;
	}
	if (!sms_code_spend(r->db, form->ticket))
		return ERR_SMS_ENDED;
	no = enrolment_keep(r, a, division);
	if (no == NULL && (r->broken != OK || db_error(r->db) != OK))
		return r->broken != OK ? r->broken : db_error(r->db);
	if (no == NULL) {
		request_fault(r, &enrolment_new_form, "code", "taken");
		return ERR_INVALID;
	}
	r->noted_object = no;
	*receipt = (struct receipt){ no, mask_text(r->mem, a->mail) };
	r->result = receipt;
	return OK;
}

static enum err
enrolment_load(struct request *r, struct scope *out)
{
	struct enrolment *e = arena_alloc(r->mem, sizeof(*e));

	if (!enrolment_find(r->db, r->mem, r->args[0], e))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	if (!division_within(e->division, r->actor.division))
		return request_foreign(r);
	/* Who may see it has been said; the router asks once more. */
	out->organisation_id = r->actor.organisation_id;
	out->division = r->actor.division;
	out->desks = ~0U;
	r->object = e;
	return OK;
}
const struct object enrolment_object = { "enrolment", enrolment_load, false,
	NULL };

static enum err
draw(struct request *r, const struct enrolment *e)
{
	const struct applicant *a = &e->applicant;
	struct document *d = arena_alloc(r->mem, sizeof(*d));
	struct institution found = { 0 };

	*d = (struct document){ .enrolment_no = e->enrolment_no,
		.state = e->state,
		.code = a->code,
		.institution_name = a->institution_name,
		.uscc = a->uscc,
		.operator_name = a->operator_name,
		.reason = e->reason,
		.known = institution_find(r->db, r->mem, a->code, &found) };
	if (d->known) {
		d->known_name = found.name;
		d->known_uscc = found.uscc;
	}
	d->id_no = enrolment_open_part(r, e->enrolment_no, "id_no", a->id_no);
	d->phone = enrolment_open_part(r, e->enrolment_no, "phone", a->phone);
	d->mail = enrolment_open_part(r, e->enrolment_no, "mail", a->mail);
	if (r->broken != OK)
		return r->broken;
	d->id_no = mask_text(r->mem, d->id_no);
	d->phone = mask_text(r->mem, d->phone);
	d->mail = mask_text(r->mem, d->mail);
	r->result = d;
	return db_error(r->db);
}

enum err
enrolment_get_http(struct request *r)
{
	return draw(r, r->object);
}

/* Whoever asked hears of a refusal by mail, of an account by its link. */
static void
tell_refusal(struct request *r, const struct enrolment *e, const char *reason)
{
	const char *const params[] = { "name", e->applicant.operator_name,
		"institution", e->applicant.institution_name, "reason", reason,
		NULL };
	const struct letter letter = { .message = MESSAGE_REFUSED,
		.language = (enum language)e->applicant.language,
		.to = enrolment_open_part(
		    r, e->enrolment_no, "mail", e->applicant.mail),
		.params = params };

	if (r->broken == OK)
		outbox_send(r, &letter);
}

enum err
enrolment_decide_http(struct request *r)
{
	const struct enrolment *e = r->object;
	const struct decision *form = r->form;
	struct applicant a = e->applicant;
	struct enrolment now;
	bool approves = form->verdict == VERDICT_APPROVE;
	enum err err = OK;

	if (!enrolment_decide(r, e->id,
		approves ? ENROLMENT_APPROVED : ENROLMENT_REFUSED,
		form->reason))
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_ENROLMENT_DECIDED;
	if (approves) {
		a.id_no =
		    enrolment_open_part(r, e->enrolment_no, "id_no", a.id_no);
		a.phone =
		    enrolment_open_part(r, e->enrolment_no, "phone", a.phone);
		a.mail =
		    enrolment_open_part(r, e->enrolment_no, "mail", a.mail);
		if (r->broken != OK)
			return r->broken;
		if (enrolment_issue(r, &applicant_form, &a) == 0)
			err = db_error(r->db) != OK ? db_error(r->db)
						    : ERR_ENROLMENT_TAKEN;
	} else {
		tell_refusal(r, e, form->reason);
	}
	if (err != OK)
		return err;
	r->noted_outcome = words_at(&verdict_words, form->verdict)->word;
	if (!enrolment_find(r->db, r->mem, e->enrolment_no, &now))
		return db_error(r->db);
	return draw(r, &now);
}
