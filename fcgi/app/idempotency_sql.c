/* Idempotency keys; see idempotency.h. */
#include "app/idempotency.h"

#include <string.h>

static const char sql_keep[] =
    "INSERT INTO idempotency_keys "
    "(account_id, name, body_digest, status, answer, created_at) "
    "VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";

static const char sql_find[] =
    "SELECT body_digest, status, answer FROM idempotency_keys "
    "WHERE account_id = ? AND name = ?";

static const char *
key_of(const struct request *r)
{
	const char *key = http_header(&r->http, "IDEMPOTENCY_KEY");
	size_t n = key == NULL ? 0 : strlen(key);

	if (n < 8 || n > 64 ||
	    strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			"0123456789-_") != n)
		return NULL;
	return key;
}

/* The intent: the same act on the same thing, by the same hat. */
static void
digest_of(const struct request *r, unsigned char out[DIGEST_BYTES])
{
	struct buf b = buf_new(r->mem);

	buf_printf(&b, "%lld %d %s\n", (long long)r->actor.grant_id,
	    (int)r->http.method, r->http.path);
	buf_add(&b, r->http.body, r->http.body_len);
	/* Keyed: the body may hold a phone number, which a plain digest
	 * would let be guessed. */
	crypt_hmac(
	    keyring_newest(&r->server->keyring, KEY_MAC), b.data, b.len, out);
}

/* An answer may hold what its reader alone may see (PLAT-10): it is kept
 * sealed, in its own place, under a key that is made of the one for
 * fingerprints. */
static void
sealing_key(const struct request *r, unsigned char out[DIGEST_BYTES])
{
	static const char use[] = "kept answers";

	crypt_hmac(keyring_newest(&r->server->keyring, KEY_MAC), use,
	    sizeof(use) - 1, out);
}

static const char *
place_of(const struct request *r)
{
	return arena_printf(r->mem, "answer %lld %s",
	    (long long)r->actor.account_id, key_of(r));
}

static void
bind_sealed(struct query *q, struct request *r)
{
	size_t len = r->answer.body_len;
	unsigned char key[DIGEST_BYTES];
	unsigned char *box = arena_alloc(r->mem, len + BOX_EXTRA_BYTES);

	sealing_key(r, key);
	crypt_seal(key, place_of(r), r->answer.body, len, box);
	db_bind_bytes(q, box, len + BOX_EXTRA_BYTES);
}

static bool
open_answer(struct query *q, struct request *r)
{
	unsigned char key[DIGEST_BYTES];
	size_t len;
	const unsigned char *box = db_bytes(q, r->mem, 2, &len);
	char *body;

	if (box == NULL || len < BOX_EXTRA_BYTES)
		return false;
	sealing_key(r, key);
	body = arena_alloc(r->mem, len);
	r->answer.body = body;
	r->answer.body_len = len - BOX_EXTRA_BYTES;
	return crypt_open(key, place_of(r), box, len, body);
}

enum err
idempotency_check(const struct request *r)
{
	return key_of(r) == NULL ? ERR_BAD_KEY : OK;
}

enum err
idempotency_keep(struct request *r)
{
	struct query *q = db_query(r->db, sql_keep);
	unsigned char digest[DIGEST_BYTES];

	digest_of(r, digest);
	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, key_of(r));
	db_bind_bytes(q, digest, sizeof(digest));
	db_bind_int(q, r->answer.status);
	bind_sealed(q, r);
	return db_step(q) == DB_DUPLICATE ? ERR_RETRY : db_error(r->db);
}

bool
idempotency_replay(struct request *r, enum err *e_out)
{
	struct query *q = db_query(r->db, sql_find);
	unsigned char digest[DIGEST_BYTES];
	const void *kept;
	size_t len;

	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, key_of(r));
	if (db_step(q) != DB_ROW)
		return false;
	digest_of(r, digest);
	kept = db_bytes(q, r->mem, 0, &len);
	/* What the run that is rolled back has found is nobody's business. */
	r->problem = (struct problem){ .faults = { .mem = r->mem } };
	*e_out = ERR_KEY_REUSED;
	if (len != DIGEST_BYTES || memcmp(kept, digest, len) != 0)
		return true;
	*e_out = OK;
	r->denied = NULL;
	r->answer = (struct http_answer){ .status = (int)db_int(q, 1),
		.type = "application/json" };
	if (!open_answer(q, r)) {
		*e_out = ERR_INTERNAL;
		return true;
	}
	http_set_header(&r->answer, "Idempotency-Replayed", "true");
	return true;
}
