/*
 * Random bytes, digests, text encodings, and the ring of keys the daemon
 * signs with. Not here: passwords (lib/password.h), tokens (lib/token.h).
 */
#ifndef LIANGDING_CRYPT_H
#define LIANGDING_CRYPT_H

#include <stdbool.h>

#include "lib/arena.h"

enum {
	DIGEST_BYTES = 32,  /* SHA-256 */
	KEY_BYTES_MIN = 32, /* a shorter key refuses to load */
	KEYS_MAX = 8
};

struct key {
	char id[24];
	unsigned char bytes[64];
	size_t len;
};

/* The newest key signs; the older ones still verify. */
struct keyring {
	struct key keys[KEYS_MAX];
	size_t n;
	struct key mac; /* for fingerprints of typed names and the like */
};

void crypt_random(void *out, size_t len);
/* bytes random bytes as base64url text. */
const char *crypt_random_text(struct arena *mem, size_t bytes);

void crypt_sha256(const void *data, size_t len, unsigned char out[32]);
void crypt_hmac(
    const struct key *key, const void *data, size_t len, unsigned char out[32]);

const char *crypt_hex(struct arena *mem, const void *data, size_t len);
const char *crypt_base64url(struct arena *mem, const void *data, size_t len);

/*
 * Reads a key file: lines "jwt ID BASE64URL", newest first, and one
 * "mac ID BASE64URL". NULL when all is well, else what is wrong and in which
 * line, borrowed from mem.
 */
const char *keyring_load(
    struct keyring *ring, struct arena *mem, const char *path);
/*
 * Writes a new signing key in front of those in path (made when missing,
 * mode 0600), dropping the oldest past KEYS_MAX, by rename. NULL or the fault.
 */
const char *keyring_rotate(struct arena *mem, const char *path);

#endif
