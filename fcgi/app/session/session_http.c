/* The life of a session after signing in; see session.h. */
#include "app/session/session.h"

#include <stdlib.h>
#include <string.h>

#include "app/account/account.h"
#include "app/session/answer.h"
#include "app/session/cookies.h"
#include "app/session/session_sql.h"

enum {
	SESSIONS_MAX = 50,
	ROTATIONS_MAX = 300 /* one in five minutes for twelve hours is 144 */
};

struct choice {
	int64_t grant_id;
};

static const struct field refresh_fields[] = {
	{ .name = "grant_id",
	    .type = FIELD_INTEGER,
	    .min = 1,
	    .zh = "授权",
	    .en = "Grant",
	    INTO(choice, grant_id) },
};
const struct form refresh_form =
    FORM_INTO("refresh", "续期", "Refresh", refresh_fields, choice);

static const struct field grant_fields[] = {
	{ .name = "grant_id",
	    .type = FIELD_INTEGER,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .zh = "授权",
	    .en = "Grant",
	    INTO(choice, grant_id) },
};
const struct form grant_form = FORM_INTO(
    "grant_choice", "选择授权", "Choose a grant", grant_fields, choice);

static const struct column row_columns[] = {
	COLUMN_WITH(session_row, id, .flags = COLUMN_PRIVATE),
	COLUMN(session_row, session_id),
	COLUMN(session_row, device),
	COLUMN(session_row, address),
	COLUMN(session_row, created_at),
	COLUMN(session_row, last_seen_at),
	COLUMN(session_row, current),
};
static const struct shape row_shape = SHAPE(session_row, row_columns);

struct session_list {
	struct list items;
};

static const struct column list_columns[] = {
	COLUMN_WITH(session_list, items, .shape = &row_shape),
};
const struct shape session_list_shape = SHAPE(session_list, list_columns);

/*
 * A refresh token's successor follows from it, so that two tabs, or one that
 * lost the answer, get the same one within the grace, and an old one can be
 * told from one that never was.
 */
static const char *
successor(struct request *r, const char *secret, unsigned char digest[])
{
	unsigned char mac[DIGEST_BYTES];
	const char *next;

	crypt_hmac(keyring_newest(&r->server->keyring, KEY_MAC), secret,
	    strlen(secret), mac);
	next = crypt_base64url(r->mem, mac, sizeof(mac));
	crypt_sha256(next, strlen(next), digest);
	return next;
}

/*
 * True when secret once was this session's: following its successors leads to
 * the one in force. Anything else is a guess, and a guess ends nothing.
 */
static bool
was_in_force(struct request *r, const struct session *s, const char *secret)
{
	unsigned char digest[DIGEST_BYTES];

	for (int i = 0; i < ROTATIONS_MAX; i++) {
		secret = successor(r, secret, digest);
		if (memcmp(s->refresh_digest, digest, DIGEST_BYTES) == 0)
			return true;
	}
	return false;
}

/*
 * The secret the client is to go on with, or NULL when the one it sent is not
 * in force. Within the grace of a rotation there is no other one, so that
 * requests queued behind each other end nothing.
 */
static const char *
go_on_with(struct request *r, const struct session *s, const char *secret,
    const unsigned char digest[])
{
	unsigned char next_digest[DIGEST_BYTES];
	const char *next = successor(r, secret, next_digest);

	if (memcmp(s->refresh_digest, digest, DIGEST_BYTES) == 0) {
		if (s->previous_good)
			return secret;
		session_rotate(r->db, s->id, digest, next_digest);
		return next;
	}
	if (s->previous_good &&
	    memcmp(s->previous_digest, digest, DIGEST_BYTES) == 0)
		return next;
	return NULL;
}

enum err
session_refresh_http(struct request *r)
{
	const struct choice *form = r->form;
	unsigned char digest[DIGEST_BYTES];
	struct account account;
	struct session s;
	const char *secret;
	int64_t id;

	if (!cookie_read(r, COOKIE_REFRESH, &id, digest) ||
	    !session_lock(r->db, r->mem, id, &s) || !s.live)
		return ERR_SIGNED_OUT;
	secret = go_on_with(r, &s, cookie_secret(r, COOKIE_REFRESH), digest);
	if (secret == NULL) {
		if (!was_in_force(r, &s, cookie_secret(r, COOKIE_REFRESH)))
			return ERR_SIGNED_OUT;
		/* A replayed old token: whoever has the new one goes too. */
		session_end(r->db, id);
		r->actor.account_id = s.account_id;
		audit_note(r, "session.replay", "-", "ended");
		return ERR_SIGNED_OUT;
	}
	if (!account_by_id(r->db, r->mem, s.account_id, &account) ||
	    account.state != ACCOUNT_ACTIVE)
		return ERR_SIGNED_OUT;
	cookie_set(r, COOKIE_REFRESH, id, secret);
	return session_answer(r, &account, id, form->grant_id);
}

static enum err
answer_own(struct request *r, int64_t grant_id)
{
	struct account account;

	if (!account_by_id(r->db, r->mem, r->actor.account_id, &account))
		return ERR_SIGNED_OUT;
	return session_answer(r, &account, r->actor.session_id, grant_id);
}

enum err
session_grant_http(struct request *r)
{
	int64_t grant = ((const struct choice *)r->form)->grant_id;

	r->noted_object = arena_printf(r->mem, "%lld", (long long)grant);
	return answer_own(r, grant);
}

enum err
session_end_http(struct request *r)
{
	session_end(r->db, r->actor.session_id);
	cookie_clear(r, COOKIE_REFRESH);
	cookie_clear(r, COOKIE_FILE);
	return OK;
}

enum err
session_list_http(struct request *r)
{
	struct session_list *list = arena_alloc(r->mem, sizeof(*list));
	struct session_row *rows =
	    arena_alloc(r->mem, SESSIONS_MAX * sizeof(*rows));
	size_t n = session_select(
	    r->db, r->mem, r->actor.account_id, &row_shape, rows, SESSIONS_MAX);

	for (size_t i = 0; i < n; i++) {
		rows[i].session_id =
		    arena_printf(r->mem, "%lld", (long long)rows[i].id);
		rows[i].current = rows[i].id == r->actor.session_id;
	}
	list->items = (struct list){ rows, n };
	r->result = list;
	return OK;
}

static enum err
own_session_load(struct request *r, struct scope *out)
{
	int64_t *id = arena_alloc(r->mem, sizeof(*id));
	int64_t owner;

	(void)out;
	*id = request_number(r, 0);
	r->object = id;
	owner = session_account(r->db, *id);
	if (db_error(r->db) != OK || owner == r->actor.account_id)
		return db_error(r->db);
	return owner == 0 ? ERR_NOT_FOUND : request_foreign(r);
}
const struct object own_session_object = { "own_session", own_session_load,
	true, NULL };

enum err
session_end_one_http(struct request *r)
{
	session_end(r->db, *(const int64_t *)r->object);
	return OK;
}

enum err
session_end_all_http(struct request *r)
{
	session_end_account(r->db, r->actor.account_id, 0);
	cookie_clear(r, COOKIE_REFRESH);
	cookie_clear(r, COOKIE_FILE);
	return OK;
}
