/* The file of keys; see keyring.h. */
#include "lib/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/buf.h"

/* The word that begins a line, and how many such lines there may be. */
static const struct {
	const char *word;
	size_t max;
} kinds[KEY_KINDS] = {
	[KEY_SIGNING] = { "jwt", KEYS_MAX },
	[KEY_MASTER] = { "data", KEYS_MAX },
	[KEY_MAC] = { "mac", 1 },
};

const struct key *
keyring_newest(const struct keyring *r, enum key_kind kind)
{
	return &r->kinds[kind].items[0];
}

const struct key *
keyring_find(const struct keyring *r, enum key_kind kind, const char *id)
{
	const struct keys *keys = &r->kinds[kind];

	for (size_t i = 0; i < keys->n; i++)
		if (strcmp(keys->items[i].id, id) == 0)
			return &keys->items[i];
	return NULL;
}

/* A place for one more key of the kind that word names, or NULL. */
static struct key *
place_for(struct keyring *ring, const char *word)
{
	for (int i = 0; i < KEY_KINDS; i++) {
		struct keys *keys = &ring->kinds[i];
		if (strcmp(kinds[i].word, word) == 0 && keys->n < kinds[i].max)
			return &keys->items[keys->n++];
	}
	return NULL;
}

static const char *
read_line(struct keyring *ring, const char *line)
{
	char word[8], id[24], text[128], rest;
	const char *fault = NULL;
	struct key *key;

	if (sscanf(line, "%7s %23s %127s %c", word, id, text, &rest) != 3)
		return "expected: jwt|data|mac ID KEY";
	key = place_for(ring, word);
	if (key == NULL) {
		fault = "unknown kind of key, or too many";
	} else {
		snprintf(key->id, sizeof(key->id), "%s", id);
		key->len =
		    crypt_base64url_read(text, key->bytes, sizeof(key->bytes));
		if (key->len < KEY_BYTES_MIN)
			fault = "the key is shorter than 32 bytes";
	}
	OPENSSL_cleanse(text, sizeof(text));
	return fault;
}

const char *
keyring_load(struct keyring *ring, struct arena *mem, const char *path)
{
	FILE *f = fopen(path, "re");
	const char *fault = NULL;
	char line[256];
	int number = 0;

	memset(ring, 0, sizeof(*ring));
	if (f == NULL)
		return arena_printf(mem, "%s: %s", path, strerror(errno));
	while (fault == NULL && fgets(line, sizeof(line), f) != NULL) {
		number++;
		fault = read_line(ring, line);
	}
	fclose(f);
	OPENSSL_cleanse(line, sizeof(line));
	for (int i = 0; i < KEY_KINDS && fault == NULL; i++)
		if (ring->kinds[i].n == 0)
			fault = arena_printf(
			    mem, "needs a key of kind %s", kinds[i].word);
	return fault == NULL
		   ? NULL
		   : arena_printf(mem, "%s:%d: %s", path, number, fault);
}

static void
add_new(struct arena *mem, struct keys *keys, size_t max)
{
	struct key key = { .len = KEY_BYTES_MIN };

	crypt_random(key.bytes, key.len);
	snprintf(key.id, sizeof(key.id), "%s", crypt_random_text(mem, 9));
	if (keys->n == max)
		keys->n--;
	memmove(keys->items + 1, keys->items, keys->n * sizeof(key));
	keys->items[0] = key;
	keys->n++;
}

/* The new file belongs to whom the old one did. */
static bool
keep_owner(int fd, const char *old)
{
	struct stat st;

	return stat(old, &st) != 0 || (fchown(fd, st.st_uid, st.st_gid) == 0 &&
					  fchmod(fd, st.st_mode & 0777) == 0);
}

/* So that a power cut after the rename leaves the new file. */
static bool
sync_folder(struct arena *mem, const char *path)
{
	const char *slash = strrchr(path, '/');
	int fd = open(slash == NULL ? "."
				    : arena_strndup(mem, path,
					  (size_t)(slash - path) + 1),
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

static const char *
write_ring(struct arena *mem, const char *path, const struct keyring *ring)
{
	const char *next = arena_printf(mem, "%s.new", path);
	struct buf b = buf_new(mem);
	bool written;
	int fd;

	for (int i = 0; i < KEY_KINDS; i++)
		for (size_t k = 0; k < ring->kinds[i].n; k++) {
			const struct key *key = &ring->kinds[i].items[k];
			buf_printf(&b, "%s %s %s\n", kinds[i].word, key->id,
			    crypt_base64url(mem, key->bytes, key->len));
		}
	fd = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return arena_printf(mem, "%s: %s", next, strerror(errno));
	written = keep_owner(fd, path) &&
		  write(fd, b.data, b.len) == (ssize_t)b.len && fsync(fd) == 0;
	if (close(fd) != 0 || !written || rename(next, path) != 0 ||
	    !sync_folder(mem, path))
		return arena_printf(mem, "%s: %s", path, strerror(errno));
	return NULL;
}

const char *
keyring_rotate(struct arena *mem, const char *path, enum key_kind kind)
{
	struct keyring ring = { 0 };
	const char *fault = NULL;
	bool known = access(path, F_OK) == 0;

	if (known)
		fault = keyring_load(&ring, mem, path);
	/* Data may lie under an old master; tokens under an old key run out. */
	if (fault == NULL && kind == KEY_MASTER &&
	    ring.kinds[kind].n == kinds[kind].max)
		fault = arena_printf(mem,
		    "%s: holds %d masters already; rewrap and retire first",
		    path, KEYS_MAX);
	for (int i = 0; i < KEY_KINDS && fault == NULL; i++)
		if (!known || i == (int)kind)
			add_new(mem, &ring.kinds[i], kinds[i].max);
	return fault == NULL ? write_ring(mem, path, &ring) : fault;
}

const char *
keyring_retire(struct arena *mem, const char *path, enum key_kind kind)
{
	struct keyring ring;
	const char *fault = keyring_load(&ring, mem, path);
	const char *kept = arena_printf(mem, "%s.retired", path);

	if (fault != NULL || ring.kinds[kind].n == 1)
		return fault; /* done already: what is kept stays */
	if ((unlink(kept) != 0 && errno != ENOENT) || link(path, kept) != 0)
		return arena_printf(mem, "%s: %s", kept, strerror(errno));
	ring.kinds[kind].n = 1;
	return write_ring(mem, path, &ring);
}
