/* Random bytes, digests, keys; see crypt.h. */
#include "lib/crypt.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
crypt_random(void *out, size_t len)
{
	if (RAND_bytes(out, (int)len) != 1)
		abort();
}

const char *
crypt_random_text(struct arena *mem, size_t bytes)
{
	void *raw = arena_alloc(mem, bytes);

	crypt_random(raw, bytes);
	return crypt_base64url(mem, raw, bytes);
}

void
crypt_sha256(const void *data, size_t len, unsigned char out[32])
{
	if (EVP_Digest(data, len, out, NULL, EVP_sha256(), NULL) != 1)
		abort();
}

void
crypt_hmac(
    const struct key *key, const void *data, size_t len, unsigned char out[32])
{
	unsigned n = 0;

	if (HMAC(EVP_sha256(), key->bytes, (int)key->len, data, len, out, &n) ==
	    NULL)
		abort();
}

const char *
crypt_hex(struct arena *mem, const void *data, size_t len)
{
	const unsigned char *p = data;
	char *s = arena_alloc(mem, len * 2 + 1);

	for (size_t i = 0; i < len; i++)
		snprintf(s + i * 2, 3, "%02x", p[i]);
	return s;
}

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const char *
crypt_base64url(struct arena *mem, const void *data, size_t len)
{
	const unsigned char *p = data;
	char *s = arena_alloc(mem, len * 4 / 3 + 4);
	unsigned bits = 0, held = 0;
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		held = held << 8 | p[i];
		for (bits += 8; bits >= 6; bits -= 6)
			s[n++] = alphabet[held >> (bits - 6) & 63];
	}
	if (bits > 0)
		s[n++] = alphabet[held << (6 - bits) & 63];
	return s;
}

size_t
crypt_base64url_read(const char *s, unsigned char *out, size_t max)
{
	unsigned bits = 0, held = 0;
	size_t n = 0;

	for (; *s != '\0'; s++) {
		const char *at = strchr(alphabet, *s);
		if (at == NULL)
			return 0;
		held = held << 6 | (unsigned)(at - alphabet);
		if ((bits += 6) < 8)
			continue;
		if (n == max)
			return 0;
		out[n++] = (unsigned char)(held >> (bits -= 8));
	}
	return n;
}

enum { NONCE_BYTES = 12, TAG_BYTES = 16 };

/* Keys the context and feeds the place; aborts on what cannot fail. */
static EVP_CIPHER_CTX *
box_begin(const unsigned char *key, const unsigned char *nonce,
    const char *place, int sealing)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	int n;

	if (c == NULL ||
	    EVP_CipherInit_ex(
		c, EVP_aes_256_gcm(), NULL, key, nonce, sealing) != 1 ||
	    EVP_CipherUpdate(c, NULL, &n, (const unsigned char *)place,
		(int)strlen(place)) != 1)
		abort();
	return c;
}

void
crypt_seal(const unsigned char key[KEY_BYTES_MIN], const char *place,
    const void *data, size_t len, unsigned char *out)
{
	unsigned char *text = out + NONCE_BYTES;
	EVP_CIPHER_CTX *c;
	int n;

	crypt_random(out, NONCE_BYTES);
	c = box_begin(key, out, place, 1);
	if (EVP_CipherUpdate(c, text, &n, data, (int)len) != 1 ||
	    EVP_CipherFinal_ex(c, text + n, &n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(
		c, EVP_CTRL_GCM_GET_TAG, TAG_BYTES, text + len) != 1)
		abort();
	EVP_CIPHER_CTX_free(c);
}

bool
crypt_open(const unsigned char key[KEY_BYTES_MIN], const char *place,
    const unsigned char *box, size_t box_len, void *out)
{
	unsigned char tag[TAG_BYTES];
	EVP_CIPHER_CTX *c;
	size_t len;
	bool ok;
	int n;

	if (box_len < BOX_EXTRA_BYTES)
		return false;
	len = box_len - BOX_EXTRA_BYTES;
	memcpy(tag, box + NONCE_BYTES + len, TAG_BYTES);
	c = box_begin(key, box, place, 0);
	ok =
	    EVP_CipherUpdate(c, out, &n, box + NONCE_BYTES, (int)len) == 1 &&
	    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG_BYTES, tag) == 1 &&
	    EVP_CipherFinal_ex(c, (unsigned char *)out + n, &n) == 1;
	EVP_CIPHER_CTX_free(c);
	return ok;
}
