/* Random bytes, digests, keys; see crypt.h. */
#include "lib/crypt.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"

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

static size_t
base64url_read(const char *s, unsigned char *out, size_t max)
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

const char *
keyring_load(struct keyring *ring, struct arena *mem, const char *path)
{
	char line[256], kind[8], id[24], text[128], rest;
	FILE *f = fopen(path, "re");
	const char *fault = NULL;
	int number = 0;

	memset(ring, 0, sizeof(*ring));
	if (f == NULL)
		return arena_printf(mem, "%s: %s", path, strerror(errno));
	while (fault == NULL && fgets(line, sizeof(line), f) != NULL) {
		struct key *key;
		number++;
		if (sscanf(line, "%7s %23s %127s %c", kind, id, text, &rest) !=
		    3) {
			fault = "expected: jwt|mac ID KEY";
			break;
		}
		key = strcmp(kind, "mac") == 0   ? &ring->mac
		      : strcmp(kind, "jwt") != 0 ? NULL
		      : ring->n < KEYS_MAX       ? &ring->keys[ring->n++]
						 : NULL;
		if (key == NULL) {
			fault = "unknown kind of key, or too many";
			break;
		}
		snprintf(key->id, sizeof(key->id), "%s", id);
		key->len = base64url_read(text, key->bytes, sizeof(key->bytes));
		if (key->len < KEY_BYTES_MIN)
			fault = "the key is shorter than 32 bytes";
	}
	fclose(f);
	if (fault == NULL && (ring->n == 0 || ring->mac.len == 0))
		fault = "needs at least one jwt key and the mac key";
	OPENSSL_cleanse(line, sizeof(line));
	OPENSSL_cleanse(text, sizeof(text));
	return fault == NULL
		   ? NULL
		   : arena_printf(mem, "%s:%d: %s", path, number, fault);
}

static void
add_key(struct buf *b, const char *kind, const struct key *key)
{
	buf_printf(b, "%s %s %s\n", kind, key->id,
	    crypt_base64url(b->mem, key->bytes, key->len));
}

static struct key
key_new(struct arena *mem)
{
	struct key key = { .len = KEY_BYTES_MIN };

	crypt_random(key.bytes, key.len);
	snprintf(key.id, sizeof(key.id), "%s", crypt_random_text(mem, 9));
	return key;
}

const char *
keyring_rotate(struct arena *mem, const char *path)
{
	struct keyring ring = { 0 };
	struct buf b = buf_new(mem);
	const char *fault, *next = arena_printf(mem, "%s.new", path);
	struct key fresh = key_new(mem);
	bool written;
	int fd;

	if (access(path, F_OK) == 0) {
		if ((fault = keyring_load(&ring, mem, path)) != NULL)
			return fault;
	} else {
		ring.mac = key_new(mem);
	}
	add_key(&b, "jwt", &fresh);
	for (size_t i = 0; i < ring.n && i < KEYS_MAX - 1; i++)
		add_key(&b, "jwt", &ring.keys[i]);
	add_key(&b, "mac", &ring.mac);
	fd = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return arena_printf(mem, "%s: %s", next, strerror(errno));
	written = write(fd, b.data, b.len) == (ssize_t)b.len && fsync(fd) == 0;
	if (close(fd) != 0 || !written || rename(next, path) != 0)
		return arena_printf(mem, "%s: %s", path, strerror(errno));
	return NULL;
}
