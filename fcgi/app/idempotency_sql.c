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
	db_bind_bytes(q, r->answer.body, r->answer.body_len);
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
	*e_out = ERR_KEY_REUSED;
	if (len != DIGEST_BYTES || memcmp(kept, digest, len) != 0)
		return true;
	*e_out = OK;
	r->denied = NULL;
	r->answer = (struct http_answer){ .status = (int)db_int(q, 1),
		.type = "application/json" };
	r->answer.body = db_bytes(q, r->mem, 2, &r->answer.body_len);
	http_set_header(&r->answer, "Idempotency-Replayed", "true");
	return true;
}
