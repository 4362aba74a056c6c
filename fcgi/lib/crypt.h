/*
 * Random bytes, digests, text encodings, sealed boxes. Not here: the file of
 * keys (lib/keyring.h), passwords (lib/password.h), tokens (lib/token.h).
 */
#ifndef LIANGDING_CRYPT_H
#define LIANGDING_CRYPT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"

enum {
	DIGEST_BYTES = 32,        /* SHA-256 */
	KEY_BYTES_MIN = 32,       /* a shorter key refuses to load */
	BOX_EXTRA_BYTES = 12 + 16 /* nonce and tag of a sealed box */
};

struct key {
	char id[24];
	unsigned char bytes[64];
	size_t len;
};

void crypt_random(void *out, size_t len);
/* bytes random bytes as base64url text. */
const char *crypt_random_text(struct arena *mem, size_t bytes);

void crypt_sha256(const void *data, size_t len, unsigned char out[32]);
void crypt_hmac(
    const struct key *key, const void *data, size_t len, unsigned char out[32]);

const char *crypt_hex(struct arena *mem, const void *data, size_t len);
const char *crypt_base64url(struct arena *mem, const void *data, size_t len);

/* How many bytes were read into out, at most max; 0 when s is malformed. */
size_t crypt_base64url_read(const char *s, unsigned char *out, size_t max);

/*
 * AES-256-GCM (NIST SP 800-38D) with a random nonce in front and the tag
 * behind. place is bound to the box: opened anywhere else it fails. out takes
 * len + BOX_EXTRA_BYTES bytes.
 */
void crypt_seal(const unsigned char key[KEY_BYTES_MIN], const char *place,
    const void *data, size_t len, unsigned char *out);
/* False when the box was changed or belongs elsewhere. */
bool crypt_open(const unsigned char key[KEY_BYTES_MIN], const char *place,
    const unsigned char *box, size_t box_len, void *out);

#endif
