/*
 * The browser's side of a code: getting one, how it stands, and the session
 * once it is confirmed. It is known by the secret in its cookie; to any other
 * the code is not there.
 */
#include <stdlib.h>
#include <string.h>

#include "app/account/account.h"
#include "app/person/person.h"
#include "app/qr/qr.h"
#include "app/qr/qr_sql.h"
#include "app/rate.h"
#include "app/session/answer.h"
#include "app/session/cookies.h"
#include "app/session/session.h"
#include "app/session/session_sql.h"

enum { ID_BYTES = 16, SECRET_BYTES = 32 };

struct qr_new {
	const char *id, *url;
	const char *phone; /* the simulator's page, in the demo */
	int64_t state, expires_in;
};

static const struct column new_columns[] = {
	COLUMN(qr_new, id),
	COLUMN(qr_new, url),
	COLUMN_WITH(qr_new, state, .words = &qr_state_words),
	COLUMN(qr_new, expires_in),
	COLUMN_WITH(qr_new, phone, .flags = COLUMN_OPTIONAL),
};
const struct shape qr_new_shape = SHAPE(qr_new, new_columns);

struct qr_choice {
	int64_t grant_id, role;
	const char *organisation_name;
};

static const struct column choice_columns[] = {
	COLUMN(qr_choice, grant_id),
	COLUMN_WITH(qr_choice, role, .words = &role_words),
	COLUMN(qr_choice, organisation_name),
};
static const struct shape choice_shape = SHAPE(qr_choice, choice_columns);

struct qr {
	int64_t state, expires_in, number, reason;
	const char *who;
	bool reattached;
	struct list choices;
};

static const struct column columns[] = {
	COLUMN_WITH(qr, state, .words = &qr_state_words),
	COLUMN(qr, expires_in),
	COLUMN_WITH(qr, number, .flags = COLUMN_OPTIONAL),
	COLUMN_WITH(
	    qr, reason, .words = &qr_reason_words, .flags = COLUMN_OPTIONAL),
	COLUMN_WITH(qr, who, .flags = COLUMN_OPTIONAL),
	COLUMN(qr, reattached),
	COLUMN_WITH(
	    qr, choices, .shape = &choice_shape, .flags = COLUMN_OPTIONAL),
};
const struct shape qr_shape = SHAPE(qr, columns);

struct qr_session {
	int64_t grant_id;
};

static const struct field session_fields[] = {
	{ .name = "grant_id",
	    .type = FIELD_INTEGER,
	    .min = 1,
	    .max = 0x7fffffffffff,
	    .zh = "授权",
	    .en = "Role to sign in with, where several accounts have one",
	    INTO(qr_session, grant_id) },
};
const struct form qr_session_form = FORM_INTO(
    "qr_session", "扫码登录", "QR sign-in", session_fields, qr_session);

/* The digest of the secret that this browser holds; false when it has none. */
static bool
read_secret(struct request *r, unsigned char digest[DIGEST_BYTES])
{
	const char *secret = cookie_value(r, COOKIE_QR);

	if (secret == NULL)
		return false;
	crypt_sha256(secret, strlen(secret), digest);
	return true;
}

enum err
qr_new_http(struct request *r)
{
	const char *secret = crypt_random_text(r->mem, SECRET_BYTES);
	unsigned char digest[DIGEST_BYTES];
	struct qr_new *n = arena_alloc(r->mem, sizeof(*n));

	if (!rate_allows(r, RATE_QR, rate_address(r),
		r->server->config.qr_codes_a_minute))
		return ERR_QR_TOO_OFTEN;
	crypt_sha256(secret, strlen(secret), digest);
	n->id = crypt_random_text(r->mem, ID_BYTES);
	n->url = arena_printf(
	    r->mem, "%sqr/%s", r->server->config.public_url, n->id);
	n->state = QR_WAITING;
	n->expires_in = QR_SECONDS;
	if (r->server->phone_keyid != NULL)
		n->phone = "phone";
	qr_insert(r->db, n->id, digest, session_device(r),
	    http_param(&r->http, "REMOTE_ADDR"));
	cookie_put(
	    r, COOKIE_QR, secret, QR_SECONDS + QR_SESSION_SECONDS + QR_SECONDS);
	r->result = n;
	return OK;
}

/* Where the accounts of a person are several: which of their grants. */
static struct list
choices_of(struct request *r, const struct qr_code *code)
{
	struct list grants =
	    person_grants(r, code->id_mac, code->credential != 0);
	const struct person_grant *g = grants.items;
	struct qr_choice *all =
	    arena_alloc(r->mem, grants.n * sizeof(*all) + 1);
	bool several = false;

	for (size_t i = 0; i < grants.n; i++) {
		several |= g[i].account_id != g[0].account_id;
		all[i] = (struct qr_choice){ g[i].grant_id, g[i].role,
			g[i].organisation_name };
	}
	return (struct list){ all, several ? grants.n : 0 };
}

enum err
qr_get_http(struct request *r)
{
	unsigned char digest[DIGEST_BYTES];
	struct qr *a = arena_alloc(r->mem, sizeof(*a));
	struct qr_code code;

	if (!read_secret(r, digest) ||
	    !qr_find(r->db, r->mem, r->args[0], digest, &code))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	a->state = code.state;
	a->expires_in = code.left_ms <= 0 ? 0 : (code.left_ms + 999) / 1000;
	a->reason = code.reason;
	a->who = code.who;
	a->reattached = code.reattached != 0;
	if (code.state == QR_SCANNED)
		a->number = code.number;
	if (code.state == QR_CONFIRMED)
		a->choices = choices_of(r, &code);
	r->result = a;
	return OK;
}

/* Why there is no session from a code in this state. */
static enum err
not_now(int64_t state)
{
	switch (state) {
	case QR_CONFIRMED:
		return OK;
	case QR_CONSUMED:
		return ERR_QR_CONSUMED;
	case QR_CANCELLED:
		return ERR_QR_CANCELLED;
	case QR_REFUSED:
		return ERR_QR_REFUSED;
	case QR_EXPIRED:
		return ERR_QR_EXPIRED;
	default:
		return ERR_QR_UNCONFIRMED;
	}
}

/* Of the person's accounts the one that holds the grant; without a grant the
 * only one there is. */
static enum err
choose_account(struct request *r, const struct qr_code *code, int64_t grant_id,
    int64_t *out)
{
	struct list grants =
	    person_grants(r, code->id_mac, code->credential != 0);
	const struct person_grant *g = grants.items;
	struct list accounts = person_accounts(r, code->id_mac);
	const struct person_account *a = accounts.items;

	*out = 0;
	for (size_t i = 0; i < grants.n; i++) {
		if (grant_id != 0 && g[i].grant_id != grant_id)
			continue;
		if (*out != 0 && *out != g[i].account_id)
			return ERR_QR_CHOICE;
		*out = g[i].account_id;
	}
	if (*out != 0 || grant_id != 0)
		return *out != 0 ? OK : ERR_FORBIDDEN;
	/* Nothing to choose: signed in to add a grant. */
	for (size_t i = 0; i < accounts.n && *out == 0; i++)
		if (a[i].state == ACCOUNT_ACTIVE &&
		    (code->credential != 0 ||
			(a[i].kind != ACCOUNT_INSTITUTION &&
			    a[i].kind != ACCOUNT_UNIFIED)))
			*out = a[i].account_id;
	return *out != 0 ? OK : ERR_QR_CLOSED;
}

enum err
qr_session_http(struct request *r)
{
	const struct qr_session *form = r->form;
	unsigned char digest[DIGEST_BYTES];
	struct account account;
	struct qr_code code;
	int64_t id;
	enum err e;

	if (!read_secret(r, digest) ||
	    !qr_find(r->db, r->mem, r->args[0], digest, &code))
		return ERR_NOT_FOUND;
	e = not_now(code.state);
	if (e == OK)
		e = choose_account(r, &code, form->grant_id, &id);
	if (e != OK)
		return e;
	/* Once: of two at a time, one finds it consumed. */
	if (!qr_set_consumed(r->db, code.id))
		return ERR_RETRY;
	if (!account_by_id(r->db, r->mem, id, &account) ||
	    account.state != ACCOUNT_ACTIVE)
		return ERR_QR_CLOSED;
	r->actor.account_id = account.id;
	cookie_clear(r, COOKIE_QR);
	id = session_open(r, account.id);
	session_set_by_app(r->db, id);
	return session_answer(r, &account, id, form->grant_id);
}
