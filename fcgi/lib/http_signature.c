/* See http_signature.h. */
#include "lib/http_signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/crypt.h"

enum { INTEGER_DIGITS_MAX = 15 };

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const char *
base64_text(struct arena *mem, const void *data, size_t len)
{
	char *s = arena_alloc(mem, len / 3 * 4 + 5);

	EVP_EncodeBlock((unsigned char *)s, data, (int)len);
	return s;
}

size_t
base64_read(const char *s, size_t n, unsigned char *out, size_t max)
{
	unsigned bits = 0, held = 0;
	size_t got = 0, pads = 0;

	if (n == 0 || n % 4 != 0)
		return 0;
	while (pads < 2 && s[n - 1] == '=') {
		pads++;
		n--;
	}
	for (size_t i = 0; i < n; i++) {
		const char *at = s[i] == '\0' ? NULL : strchr(alphabet, s[i]);
		if (at == NULL)
			return 0;
		held = held << 6 | (unsigned)(at - alphabet);
		if ((bits += 6) < 8)
			continue;
		if (got == max)
			return 0;
		out[got++] = (unsigned char)(held >> (bits -= 8));
		held &= (1u << bits) - 1;
	}
	/* Bits left over would make two texts of the same bytes. */
	return bits == pads * 2 && held == 0 ? got : 0;
}

/* Takes a literal off *s. */
static bool
take(const char **s, const char *text)
{
	size_t n = strlen(text);

	if (strncmp(*s, text, n) != 0)
		return false;
	*s += n;
	return true;
}

/* A key (RFC 8941, 3.1.2): a letter in lower case, then those and digits. */
static const char *
take_key(struct arena *mem, const char **s)
{
	const char *from = *s;
	size_t n;

	if (*from < 'a' || *from > 'z')
		return NULL;
	n = strspn(from, "abcdefghijklmnopqrstuvwxyz0123456789_-.*");
	if (n > SIGNATURE_TEXT_MAX)
		return NULL;
	*s += n;
	return arena_strndup(mem, from, n);
}

/* A string without the two characters that would need an escape. */
static const char *
take_string(struct arena *mem, const char **s)
{
	const char *from = *s + 1;
	size_t n = 0;

	if (**s != '"')
		return NULL;
	while (from[n] >= ' ' && from[n] <= '~' && from[n] != '"' &&
	       from[n] != '\\')
		n++;
	if (from[n] != '"' || n == 0 || n > SIGNATURE_TEXT_MAX)
		return NULL;
	*s = from + n + 1;
	return arena_strndup(mem, from, n);
}

static bool
take_integer(const char **s, int64_t *out)
{
	size_t n = strspn(*s, "0123456789");

	/* 0 is no time, and a zero in front makes two texts of a number. */
	if (n == 0 || n > INTEGER_DIGITS_MAX || **s == '0')
		return false;
	*out = strtoll(*s, NULL, 10);
	*s += n;
	return true;
}

static bool
take_components(struct arena *mem, const char **s, struct http_signature *out)
{
	if (!take(s, "("))
		return false;
	do {
		const char *name = take_string(mem, s);
		const char *plain = name == NULL ? NULL : name + (*name == '@');
		if (plain == NULL || *plain == '\0' ||
		    plain[strspn(plain, "abcdefghijklmnopqrstuvwxyz"
					"0123456789-_")] != '\0' ||
		    out->n_components == SIGNATURE_COMPONENTS_MAX ||
		    http_signature_covers(out, name) ||
		    strcmp(name, "@signature-params") == 0)
			return false;
		out->components[out->n_components++] = name;
	} while (take(s, " "));
	return take(s, ")");
}

static bool
take_parameters(struct arena *mem, const char **s, struct http_signature *out)
{
	const struct {
		const char *name;
		int64_t *number;
		const char **text;
	} known[] = { { "created", &out->created, NULL },
		{ "expires", &out->expires, NULL },
		{ "keyid", NULL, &out->keyid }, { "nonce", NULL, &out->nonce },
		{ "alg", NULL, &out->alg }, { "tag", NULL, &out->tag } };
	enum { KNOWN = sizeof(known) / sizeof(known[0]) };

	while (take(s, ";")) {
		const char *name = take_key(mem, s);
		size_t i = 0;

		while (i < KNOWN &&
		       (name == NULL || strcmp(known[i].name, name) != 0))
			i++;
		if (i == KNOWN || !take(s, "="))
			return false;
		if (known[i].number != NULL) {
			if (*known[i].number != 0 ||
			    !take_integer(s, known[i].number))
				return false;
		} else if (*known[i].text != NULL ||
			   (*known[i].text = take_string(mem, s)) == NULL) {
			return false;
		}
	}
	return true;
}

/* ":BASE64:", up to the text's end. */
static size_t
read_bytes(const char *s, unsigned char *out, size_t max)
{
	size_t n = strlen(s);

	if (n < 2 || s[0] != ':' || s[n - 1] != ':')
		return 0;
	return base64_read(s + 1, n - 2, out, max);
}

bool
http_signature_read(struct arena *mem, const char *input, const char *signature,
    struct http_signature *out)
{
	const char *label;

	*out = (struct http_signature){ 0 };
	if (strnlen(input, SIGNATURE_HEADER_MAX + 1) > SIGNATURE_HEADER_MAX ||
	    strnlen(signature, SIGNATURE_HEADER_MAX + 1) > SIGNATURE_HEADER_MAX)
		return false;
	out->label = take_key(mem, &input);
	label = take_key(mem, &signature);
	if (out->label == NULL || label == NULL ||
	    strcmp(out->label, label) != 0 || !take(&input, "=") ||
	    !take(&signature, "="))
		return false;
	/* In the one form that is read, what is written is what is signed. */
	out->params = arena_strdup(mem, input);
	if (!take_components(mem, &input, out) ||
	    !take_parameters(mem, &input, out) || *input != '\0')
		return false;
	out->len = read_bytes(signature, out->bytes, sizeof(out->bytes));
	return out->len > 0;
}

bool
http_signature_covers(const struct http_signature *s, const char *name)
{
	for (size_t i = 0; i < s->n_components; i++)
		if (strcmp(s->components[i], name) == 0)
			return true;
	return false;
}

const char *
http_signature_base(struct arena *mem, const struct http_signature *s,
    signature_component *value, void *context)
{
	struct buf b = buf_new(mem);

	for (size_t i = 0; i < s->n_components; i++) {
		const char *v = value(context, s->components[i]);
		if (v == NULL || strpbrk(v, "\r\n") != NULL)
			return NULL;
		buf_printf(&b, "\"%s\": %s\n", s->components[i], v);
	}
	buf_printf(&b, "\"@signature-params\": %s", s->params);
	return buf_text(&b);
}

static void
hmac(const struct signature_key *key, const char *base,
    unsigned char out[DIGEST_BYTES])
{
	unsigned n = 0;

	if (HMAC(EVP_sha256(), key->bytes, (int)key->len,
		(const unsigned char *)base, strlen(base), out, &n) == NULL)
		abort();
}

/* Only a key that is no point of the curve fails, or a wrong signature. */
static bool
ed25519_fits(const struct http_signature *s, const struct signature_key *key,
    const char *base)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(
	    EVP_PKEY_ED25519, NULL, key->bytes, key->len);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	bool fits = pkey != NULL && c != NULL &&
		    EVP_DigestVerifyInit(c, NULL, NULL, NULL, pkey) == 1 &&
		    EVP_DigestVerify(c, s->bytes, s->len,
			(const unsigned char *)base, strlen(base)) == 1;

	EVP_MD_CTX_free(c);
	EVP_PKEY_free(pkey);
	return fits;
}

bool
http_signature_fits(const struct http_signature *s,
    const struct signature_key *key, const char *base)
{
	unsigned char mac[DIGEST_BYTES];
	bool is_hmac = key->algorithm == SIGNATURE_HMAC_SHA256;

	if (s->alg != NULL &&
	    strcmp(s->alg, is_hmac ? "hmac-sha256" : "ed25519") != 0)
		return false;
	if (!is_hmac)
		return key->algorithm == SIGNATURE_ED25519 &&
		       ed25519_fits(s, key, base);
	/* An empty key would make everybody's signature fit. */
	if (key->len < HMAC_KEY_BYTES_MIN || s->len != sizeof(mac))
		return false;
	hmac(key, base, mac);
	return CRYPTO_memcmp(mac, s->bytes, sizeof(mac)) == 0;
}

static EVP_PKEY *
private_key_of(const unsigned char *bytes)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(
	    EVP_PKEY_ED25519, NULL, bytes, ED25519_KEY_BYTES);

	if (pkey == NULL)
		abort();
	return pkey;
}

size_t
http_signature_make(const struct signature_key *key, const char *base,
    unsigned char out[SIGNATURE_BYTES_MAX])
{
	size_t n = SIGNATURE_BYTES_MAX;
	EVP_MD_CTX *c;
	EVP_PKEY *pkey;

	if (key->algorithm == SIGNATURE_HMAC_SHA256) {
		hmac(key, base, out);
		return DIGEST_BYTES;
	}
	c = EVP_MD_CTX_new();
	pkey = private_key_of(key->bytes);
	if (c == NULL || EVP_DigestSignInit(c, NULL, NULL, NULL, pkey) != 1 ||
	    EVP_DigestSign(
		c, out, &n, (const unsigned char *)base, strlen(base)) != 1)
		abort();
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(pkey);
	return n;
}

void
ed25519_public_key(const unsigned char private_key[ED25519_KEY_BYTES],
    unsigned char out[ED25519_KEY_BYTES])
{
	EVP_PKEY *pkey = private_key_of(private_key);
	size_t n = ED25519_KEY_BYTES;

	if (EVP_PKEY_get_raw_public_key(pkey, out, &n) != 1)
		abort();
	EVP_PKEY_free(pkey);
}

static const char digest_name[] = "sha-256=";

const char *
http_digest(struct arena *mem, const void *body, size_t len)
{
	unsigned char digest[DIGEST_BYTES];

	crypt_sha256(body, len, digest);
	return arena_printf(mem, "%s:%s:", digest_name,
	    base64_text(mem, digest, sizeof(digest)));
}

bool
http_digest_fits(const char *value, const void *body, size_t len)
{
	unsigned char said[DIGEST_BYTES], is[DIGEST_BYTES];

	if (strncmp(value, digest_name, sizeof(digest_name) - 1) != 0 ||
	    strnlen(value, SIGNATURE_HEADER_MAX + 1) > SIGNATURE_HEADER_MAX ||
	    read_bytes(value + sizeof(digest_name) - 1, said, sizeof(said)) !=
		sizeof(said))
		return false;
	crypt_sha256(body, len, is);
	return CRYPTO_memcmp(said, is, sizeof(is)) == 0;
}
