/*
 * The backends that call us, an app's (QR-3), the payment platform's (MONEY-4)
 * or a bank's (app/connection): the keys they sign with, and whether a request
 * is one of theirs. A key is for one purpose. Not here: what they may ask for.
 *
 * A request is good when its signature (lib/http_signature.h) covers @method,
 * @path, @authority and content-digest, and carries created, keyid and a nonce
 * of 16 characters or more; when it is the key's, over the method, the path and
 * the host of the public URL; when the digest is the body's; when created is
 * within five minutes of the database's clock and expires, if said, is not
 * past; and when no request has had the nonce under that key. A nonce is spent
 * by a request that is good so far, whatever becomes of it.
 */
#ifndef LIANGDING_APP_KEY_H
#define LIANGDING_APP_KEY_H

#include "app/app_key/demo_key.h"
#include "app/request.h"
#include "lib/http_signature.h"

enum {
	APP_SKEW_SECONDS = 300,
	APP_NONCE_MIN = 16,
	APP_SECRET_MAX = 128 /* of hmac-sha256; at least HMAC_KEY_BYTES_MIN */
};

/* The numbers are in the database. */
enum app_purpose { APP_SIGNS_IN = 1, APP_FEEDS, APP_DECIDES };

struct app_key {
	const char *keyid, *app; /* an app may have several */
	int64_t algorithm;       /* enum signature_algorithm */
	int64_t state;
	int64_t purpose;         /* enum app_purpose: what it may sign */
	int64_t organisation_id; /* of APP_DECIDES: whose it is; else 0 */
	const unsigned char *public_key; /* of ed25519, or NULL */
	const char *secret;              /* of hmac-sha256, sealed; or NULL */
	struct moment now;               /* the database's clock */
};

/* Sets r->app, or tells what is wrong with the request. */
enum err app_key_identify(struct request *r, enum app_purpose purpose);
/* A POST that is yet to be sent: its path, host and Content-Digest. */
struct app_post {
	const char *path, *authority, *digest;
};
/* Its signature, as one is expected here: for the phone simulator, and for what
 * goes to who is connected (app/connection). */
struct http_signature app_key_sign(struct request *r,
    const unsigned char private_key[ED25519_KEY_BYTES], const char *keyid,
    const struct app_post *post);
/* "host[:port]" of the public URL, in lower case, without the scheme's port;
 * and of another. */
const char *app_key_authority(const struct request *r);
const char *app_key_authority_of(struct arena *mem, const char *url);

/* Statements, for this folder and ctl. */
bool app_key_find(
    struct db *db, struct arena *mem, const char *keyid, struct app_key *out);
/* False when it was used before (or db_error()). */
bool app_nonce_spend(struct db *db, const char *keyid, const char *nonce);
/* False when there is one of that id. public_key or secret, the other NULL. */
bool app_key_insert(struct db *db, const struct app_key *key);
/* False when no current one has that id. */
bool app_key_revoke(struct db *db, const char *keyid);
/* Where the secret of a key is sealed to. */
const char *app_key_place(struct arena *mem, const char *keyid);

#endif
