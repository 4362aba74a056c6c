/*
 * HTTP Message Signatures (RFC 9421) by ed25519 or hmac-sha256, and digests of
 * a body (RFC 9530). Not here: which key a keyid stands for, what a signature
 * has to cover, how old it may be, and whether a nonce was seen before.
 *
 * What is read is a strict part of structured fields (RFC 8941), in the form
 * in which they are written and in no other:
 *
 *	Signature-Input: LABEL=("NAME" "NAME" …);PARAMETER=VALUE;…
 *	Signature: LABEL=:BASE64:
 *	Content-Digest: sha-256=:BASE64:
 *
 * - one signature, of the same label in both headers, a header once;
 * - 1 to 12 components, none twice, each a plain name in lower case without
 *   parameters ("@method", "content-digest"): @query-param, ;bs, ;sf, ;key,
 *   ;req and ;tr are refused;
 * - parameters created and expires (integers of at most 15 digits), keyid,
 *   nonce, alg and tag (strings of 1 to 64 printable ASCII characters without
 *   quote and backslash), each at most once; any other is refused;
 * - one blank between components, none elsewhere; base64 with its padding and
 *   nothing but zero bits in it; a header of at most 1,024 bytes.
 */
#ifndef LIANGDING_HTTP_SIGNATURE_H
#define LIANGDING_HTTP_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"

enum {
	SIGNATURE_HEADER_MAX = 1024,
	SIGNATURE_COMPONENTS_MAX = 12,
	SIGNATURE_TEXT_MAX = 64, /* keyid, nonce, alg, tag, a component */
	SIGNATURE_BYTES_MAX = 64,
	ED25519_KEY_BYTES = 32,
	HMAC_KEY_BYTES_MIN = 32
};

/* The numbers are kept in the database. */
enum signature_algorithm { SIGNATURE_ED25519 = 1, SIGNATURE_HMAC_SHA256 };

struct http_signature {
	const char *label;
	const char *params; /* the value of @signature-params */
	const char *components[SIGNATURE_COMPONENTS_MAX];
	size_t n_components;
	int64_t created, expires; /* seconds since 1970; 0: not said */
	const char *keyid, *nonce, *alg, *tag; /* NULL: not said */
	unsigned char bytes[SIGNATURE_BYTES_MAX];
	size_t len;
};

/* What verifies: a public key, or a secret that makes and verifies. */
struct signature_key {
	enum signature_algorithm algorithm;
	unsigned char bytes[128];
	size_t len;
};

/*
 * Reads both headers' values; false when they are not what is described above.
 * What it yields is borrowed from mem.
 */
bool http_signature_read(struct arena *mem, const char *input,
    const char *signature, struct http_signature *out);
/* True when the signature covers the component of that name. */
bool http_signature_covers(const struct http_signature *s, const char *name);

/* The value of a component of the message that is verified, or NULL. */
typedef const char *signature_component(void *context, const char *name);
/*
 * What is signed (RFC 9421, 2.5); NULL when the message has not all of the
 * components, or one that does not fit on a line.
 */
const char *http_signature_base(struct arena *mem,
    const struct http_signature *s, signature_component *value, void *context);

/*
 * True when the signature is the key's of that base. The algorithm is the
 * key's; a signature that names another in alg fits no key.
 */
bool http_signature_fits(const struct http_signature *s,
    const struct signature_key *key, const char *base);
/*
 * Signs base: its length in bytes. The key of ed25519 is the private one here.
 */
size_t http_signature_make(const struct signature_key *key, const char *base,
    unsigned char out[SIGNATURE_BYTES_MAX]);
/* The public key that belongs to a private one of ed25519. */
void ed25519_public_key(const unsigned char private_key[ED25519_KEY_BYTES],
    unsigned char out[ED25519_KEY_BYTES]);

/* "sha-256=:…:" of a body; from mem. */
const char *http_digest(struct arena *mem, const void *body, size_t len);
/* True when the value of a Content-Digest is that of the body. */
bool http_digest_fits(const char *value, const void *body, size_t len);

/* Base64 with padding (RFC 4648, 4), from mem. */
const char *base64_text(struct arena *mem, const void *data, size_t len);
/* How many bytes s (n characters) holds, at most max; 0 when malformed. */
size_t base64_read(const char *s, size_t n, unsigned char *out, size_t max);

#endif
