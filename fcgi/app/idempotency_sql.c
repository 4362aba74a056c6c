/* Idempotency keys; see idempotency.h. */
#include "app/idempotency.h"

#include <string.h>

static const char sql_claim[] =
    "INSERT INTO idempotency_keys "
    "(account_id, name, body_digest, status, answer, created_at) "
    "VALUES (?, ?, ?, 0, NULL, UTC_TIMESTAMP(3))";

static const char sql_find[] =
    "SELECT body_digest, status, answer FROM idempotency_keys "
    "WHERE account_id = ? AND name = ?";

static const char sql_keep[] =
    "UPDATE idempotency_keys SET status = ?, answer = ? "
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

static enum err
replay(struct request *r, const char *key, const unsigned char *digest)
{
	struct query *q = db_query(r->db, sql_find);
	const void *kept;
	size_t len;

	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, key);
	if (db_step(q) != DB_ROW) /* rolled back in between: try again */
		return db_error(r->db) == OK ? ERR_RETRY : db_error(r->db);
	kept = db_bytes(q, r->mem, 0, &len);
	if (len != DIGEST_BYTES || memcmp(kept, digest, len) != 0)
		return ERR_KEY_REUSED;
	r->answer.status = (int)db_int(q, 1);
	r->answer.body = db_bytes(q, r->mem, 2, &r->answer.body_len);
	r->answer.type = "application/json";
	http_set_header(&r->answer, "Idempotency-Replayed", "true");
	return OK;
}

enum err
idempotency_claim(struct request *r, bool *replayed_out)
{
	unsigned char digest[DIGEST_BYTES];
	const char *key = key_of(r);
	struct query *q;
	enum err e;

	if (key == NULL)
		return ERR_BAD_KEY;
	digest_of(r, digest);
	q = db_query(r->db, sql_claim);
	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, key);
	db_bind_bytes(q, digest, sizeof(digest));
	switch (db_step(q)) {
	case DB_DONE:
		return OK;
	case DB_DUPLICATE:
		e = replay(r, key, digest);
		*replayed_out = e == OK;
		return e;
	default:
		return db_error(r->db);
	}
}

enum err
idempotency_keep(struct request *r)
{
	struct query *q = db_query(r->db, sql_keep);

	db_bind_int(q, r->answer.status);
	db_bind_bytes(q, r->answer.body, r->answer.body_len);
	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, key_of(r));
	return db_run(q);
}
