/* What an app's backend tells of a code, signed: scan, confirm, cancel (QR-3).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app_key/app_key.h"
#include "app/person/person.h"
#include "app/problem.h"
#include "app/qr/qr.h"
#include "app/qr/qr_device.h"
#include "app/qr/qr_sql.h"
#include "app/secret/secret.h"
#include "lib/json.h"
#include "lib/mask.h"

struct scan {
	const char *subject, *name, *phone, *id_no;
	bool credential_active;
};

#define SUBJECT(s)                                                    \
	{                                                             \
		.name = "subject", .type = FIELD_TEXT,                \
		.flags = FIELD_REQUIRED, .max = 64, .zh = "用户标识", \
		.en = "Subject", INTO(s, subject)                     \
	}

static const struct field scan_fields[] = {
	SUBJECT(scan),
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 60,
	    .zh = "姓名",
	    .en = "Name",
	    INTO(scan, name) },
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 30,
	    .format = &format_phone,
	    .zh = "手机号",
	    .en = "Phone",
	    INTO(scan, phone) },
	{ .name = "id_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 18,
	    .format = &format_resident_id,
	    .zh = "身份证号",
	    .en = "Resident ID number",
	    INTO(scan, id_no) },
	{ .name = "credential_active",
	    .type = FIELD_BOOLEAN,
	    .flags = FIELD_REQUIRED,
	    .zh = "医保电子凭证已激活",
	    .en = "E-credential active",
	    INTO(scan, credential_active) },
};
const struct form qr_scan_form =
    FORM_INTO("qr_scan", "扫码", "Scan", scan_fields, scan);

struct confirm {
	const char *subject, *number;
};

static const struct field confirm_fields[] = {
	SUBJECT(confirm),
	{ .name = "number",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .min = 2,
	    .max = 2,
	    .format = &format_digits,
	    .zh = "页面上的两位数字",
	    .en = "The two digits on the page",
	    INTO(confirm, number) },
};
const struct form qr_confirm_form =
    FORM_INTO("qr_confirm", "确认登录", "Confirm", confirm_fields, confirm);

struct cancel {
	const char *subject;
};

static const struct field cancel_fields[] = { SUBJECT(cancel) };
const struct form qr_cancel_form =
    FORM_INTO("qr_cancel", "拒绝登录", "Decline", cancel_fields, cancel);

struct qr_consent {
	const struct both *system, *browser, *place;
	const char *address;
	struct moment asked_at;
	int64_t state, expires_in;
};

static const struct column consent_columns[] = {
	COLUMN_WITH(qr_consent, state, .words = &qr_state_words),
	COLUMN_WITH(qr_consent, system, .shape = &both_shape),
	COLUMN_WITH(qr_consent, browser, .shape = &both_shape),
	COLUMN_WITH(qr_consent, place, .shape = &both_shape),
	COLUMN(qr_consent, address),
	COLUMN(qr_consent, asked_at),
	COLUMN(qr_consent, expires_in),
};
const struct shape qr_consent_shape = SHAPE(qr_consent, consent_columns);

struct qr_done {
	int64_t state;
};

static const struct column done_columns[] = {
	COLUMN_WITH(qr_done, state, .words = &qr_state_words),
};
const struct shape qr_done_shape = SHAPE(qr_done, done_columns);

static enum err
done(struct request *r, int64_t state)
{
	struct qr_done *d = arena_alloc(r->mem, sizeof(*d));

	d->state = state;
	r->result = d;
	return OK;
}

/* Why a code cannot be taken from the state that a step begins in. */
static enum err
out_of_order(int64_t state)
{
	static const enum err errors[] = {
		[QR_WAITING] = ERR_QR_UNSCANNED,
		[QR_SCANNED] = ERR_QR_SCANNED,
		[QR_CONFIRMED] = ERR_QR_CONFIRMED,
		[QR_CONSUMED] = ERR_QR_CONSUMED,
		[QR_CANCELLED] = ERR_QR_CANCELLED,
		[QR_EXPIRED] = ERR_QR_EXPIRED,
		[QR_REFUSED] = ERR_QR_REFUSED,
	};

	return errors[state];
}

static enum err
take(struct request *r, int64_t state, struct qr_code *out)
{
	if (!qr_lock(r->db, r->mem, r->args[0], out))
		return ERR_NOT_FOUND;
	return out->state == state ? OK : out_of_order(out->state);
}

/* Likewise one that was scanned, by whoever scanned it. */
static enum err
take_scanned(struct request *r, const char *subject, struct qr_code *out)
{
	enum err e = take(r, QR_SCANNED, out);

	if (e == OK && (strcmp(out->app, r->app->app) != 0 ||
			   strcmp(out->subject, subject) != 0)) {
		r->denied = "qr_stranger";
		e = ERR_QR_STRANGER;
	}
	return e;
}

/* OK, or why this person may not scan in (QR-5). */
static enum err
may_scan(struct request *r, const unsigned char *mac, bool credential)
{
	struct list accounts = person_accounts(r, mac);
	const struct person_account *a = accounts.items;
	bool open = false;

	for (size_t i = 0; i < accounts.n; i++) {
		bool bound = a[i].kind == ACCOUNT_INSTITUTION ||
			     a[i].kind == ACCOUNT_UNIFIED;
		if (a[i].state != ACCOUNT_ACTIVE)
			continue;
		if (credential || !bound)
			return OK;
		open = true;
	}
	/* Who has no account yet is to get one, of the bound kind. */
	if (accounts.n == 0 && credential)
		return OK;
	return open || accounts.n == 0 ? ERR_QR_CREDENTIAL : ERR_QR_CLOSED;
}

/* Until the confirmation, which may make an account of it. */
static const char *
seal_claims(struct request *r, const struct scan *form)
{
	struct json_out o;

	json_begin(&o, r->mem);
	json_object(&o);
	json_set_text(&o, "name", form->name);
	json_set_text(&o, "phone", form->phone);
	json_set_text(&o, "id_no", form->id_no);
	json_object_end(&o);
	return secret_seal(r, SECRET_OF_NOBODY,
	    arena_printf(r->mem, "qr/%s", r->args[0]), json_finish(&o));
}

static enum err
consent(struct request *r, const struct qr_code *code)
{
	struct qr_consent *c = arena_alloc(r->mem, sizeof(*c));

	c->state = QR_SCANNED;
	c->system = both_new(r->mem, "两定 · 定点医药机构与医疗保障局服务平台",
	    "Designated Institutions Service Platform (Liangding)");
	c->browser = qr_device(r->mem, code->device);
	c->place = qr_place(r->mem, code->address);
	c->address = code->address;
	c->asked_at = code->created_at;
	c->expires_in = (code->left_ms + 999) / 1000;
	r->result = c;
	return OK;
}

static int64_t
random_number(void)
{
	unsigned n;

	/* 2^32 is so many times 90 that no number is likelier to matter. */
	crypt_random(&n, sizeof(n));
	return QR_NUMBER_MIN + n % (QR_NUMBER_MAX - QR_NUMBER_MIN + 1);
}

enum err
qr_scan_http(struct request *r)
{
	const struct scan *form = r->form;
	unsigned char mac[DIGEST_BYTES];
	struct qr_scan scan = { random_number(), form->credential_active,
		r->app->app, form->subject, mask_text(r->mem, form->name), NULL,
		mac };
	struct qr_code code;
	enum err e = take(r, QR_WAITING, &code);

	if (e != OK)
		return e;
	person_mac(r, form->id_no, mac);
	e = may_scan(r, mac, form->credential_active);
	if (e != OK) {
		if (!qr_set_over(r->db, &code, QR_REFUSED,
			e == ERR_QR_CREDENTIAL ? QR_BY_CREDENTIAL
					       : QR_BY_CLOSED))
			return ERR_RETRY;
		r->denied = err_info(e)->code;
		return e;
	}
	scan.claims = seal_claims(r, form);
	if (scan.claims == NULL)
		return r->broken;
	if (!qr_set_scanned(r->db, code.id, &scan))
		return ERR_RETRY;
	return consent(r, &code);
}

static enum err
wrong_number(struct request *r, const struct qr_code *code)
{
	bool last = code->tries + 1 >= QR_TRIES_MAX;

	if (!qr_count_try(r->db, code) ||
	    (last && !qr_set_over(r->db, code, QR_REFUSED, QR_BY_NUMBERS)))
		return ERR_RETRY;
	r->problem.tries_left = QR_TRIES_MAX - code->tries - 1;
	if (last)
		r->denied = "qr_numbers";
	return last ? ERR_QR_NUMBERS : ERR_QR_NUMBER;
}

/* Every account of the person is this subject's from now on; who has none gets
 * one. Tells whether an account was another subject's. */
static enum err
settle(struct request *r, const struct qr_code *code, bool *reattached_out)
{
	struct list accounts = person_accounts(r, code->id_mac);
	const struct person_account *a = accounts.items;
	const char *text = secret_open(r, SECRET_OF_NOBODY,
	    arena_printf(r->mem, "qr/%s", code->id), code->claims);
	const struct json *claims =
	    text == NULL ? NULL : json_read(r->mem, text, strlen(text));
	struct person p = { .subject = code->subject };

	if (claims == NULL)
		return r->broken != OK ? r->broken : ERR_INTERNAL;
	p.name = json_member(claims, "name")->text;
	p.phone = json_member(claims, "phone")->text;
	p.id_no = json_member(claims, "id_no")->text;
	for (size_t i = 0; i < accounts.n; i++)
		*reattached_out |= person_attach(r, &a[i], &p);
	if (accounts.n == 0 && person_open_account(r, &p) == 0)
		return db_error(r->db) != OK ? db_error(r->db) : ERR_RETRY;
	return OK;
}

enum err
qr_confirm_http(struct request *r)
{
	const struct confirm *form = r->form;
	bool reattached = false;
	struct qr_code code;
	enum err e = take_scanned(r, form->subject, &code);

	if (e != OK)
		return e;
	if (strtoll(form->number, NULL, 10) != code.number)
		return wrong_number(r, &code);
	e = settle(r, &code, &reattached);
	if (e != OK)
		return e;
	return qr_set_confirmed(r->db, code.id, reattached)
		   ? done(r, QR_CONFIRMED)
		   : ERR_RETRY;
}

enum err
qr_cancel_http(struct request *r)
{
	const struct cancel *form = r->form;
	struct qr_code code;
	enum err e = take_scanned(r, form->subject, &code);

	if (e != OK)
		return e;
	return qr_set_over(r->db, &code, QR_CANCELLED, 0)
		   ? done(r, QR_CANCELLED)
		   : ERR_RETRY;
}
