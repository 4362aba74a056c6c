/* Sealing and opening; see secret.h. */
#include "app/secret/secret.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/log.h"

static const char mark[] = "sealed:";
/* In front of sealed bytes: the number of their key, the highest byte first. */
enum { NO_BYTES = 8 };

/* Data keys opened for this request. */
struct held_key {
	const struct held_key *next;
	int64_t organisation_id, no;
	bool newest; /* the one to seal with */
	unsigned char bytes[KEY_BYTES_MIN];
};

static const char *
place_of(struct arena *mem, const struct data_key *key)
{
	return arena_printf(mem, "data_key/%lld/%lld",
	    (long long)key->organisation_id, (long long)key->no);
}

static void
wrap(struct arena *mem, const struct keyring *ring, struct data_key *key,
    const unsigned char bytes[KEY_BYTES_MIN])
{
	const struct key *master = keyring_newest(ring, KEY_MASTER);

	key->master = arena_strdup(mem, master->id);
	crypt_seal(master->bytes, place_of(mem, key), bytes, KEY_BYTES_MIN,
	    key->wrapped);
}

void
data_key_make(struct arena *mem, const struct keyring *ring,
    int64_t organisation_id, int64_t no, struct data_key *out)
{
	unsigned char bytes[KEY_BYTES_MIN];

	*out = (struct data_key){ organisation_id, no, NULL, { 0 } };
	crypt_random(bytes, sizeof(bytes));
	wrap(mem, ring, out, bytes);
	OPENSSL_cleanse(bytes, sizeof(bytes));
}

bool
data_key_unwrap(struct arena *mem, const struct keyring *ring,
    const struct data_key *key, unsigned char out[KEY_BYTES_MIN])
{
	const struct key *master = keyring_find(ring, KEY_MASTER, key->master);

	return master != NULL && crypt_open(master->bytes, place_of(mem, key),
				     key->wrapped, sizeof(key->wrapped), out);
}

bool
data_key_rewrap(
    struct arena *mem, const struct keyring *ring, struct data_key *key)
{
	unsigned char bytes[KEY_BYTES_MIN];
	bool ok = data_key_unwrap(mem, ring, key, bytes);

	if (ok)
		wrap(mem, ring, key, bytes);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return ok;
}

static void
forget(void *bytes)
{
	OPENSSL_cleanse(bytes, KEY_BYTES_MIN);
}

static const struct held_key *
hold(struct request *r, const struct data_key *key, bool newest)
{
	struct held_key *held = arena_alloc(r->mem, sizeof(*held));

	if (!data_key_unwrap(r->mem, &r->server->keyring, key, held->bytes)) {
		log_note("secret.key", "organisation %lld key %lld master %s",
		    (long long)key->organisation_id, (long long)key->no,
		    key->master);
		return NULL;
	}
	arena_on_reset(r->mem, forget, held->bytes);
	held->organisation_id = key->organisation_id;
	held->no = key->no;
	held->newest = newest;
	held->next = r->data_keys;
	return r->data_keys = held;
}

static const struct held_key *
held_for(const struct request *r, int64_t organisation_id, int64_t no)
{
	for (const struct held_key *k = r->data_keys; k != NULL; k = k->next)
		if (k->organisation_id == organisation_id &&
		    (no == 0 ? k->newest : k->no == no))
			return k;
	return NULL;
}

/* no 0: the one to seal with, made when there is none yet. */
static const struct held_key *
key_for(struct request *r, int64_t organisation_id, int64_t no)
{
	const struct held_key *held = held_for(r, organisation_id, no);
	struct data_key key;
	bool found;

	if (held != NULL)
		return held;
	found = no == 0
		    ? data_key_newest(r->db, r->mem, organisation_id, &key)
		    : data_key_find(r->db, r->mem, organisation_id, no, &key);
	if (!found && no == 0 && db_error(r->db) == OK) {
		data_key_make(
		    r->mem, &r->server->keyring, organisation_id, 1, &key);
		/* Made by another meanwhile: that one. */
		found = data_key_insert(r->db, &key) ||
			data_key_newest(r->db, r->mem, organisation_id, &key);
	}
	return found ? hold(r, &key, no == 0) : NULL;
}

/* Nothing that could not be sealed or opened may pass for done. */
static const char *
give_up(struct request *r)
{
	r->broken = ERR_SECRET;
	return NULL;
}

const char *
secret_seal(struct request *r, int64_t organisation_id, const char *place,
    const char *text)
{
	const struct held_key *key = key_for(r, organisation_id, 0);
	size_t len = strlen(text);
	unsigned char *box;

	if (key == NULL)
		return give_up(r);
	box = arena_alloc(r->mem, len + BOX_EXTRA_BYTES);
	crypt_seal(key->bytes, place, text, len, box);
	return arena_printf(r->mem, "%s%lld:%s", mark, (long long)key->no,
	    crypt_base64url(r->mem, box, len + BOX_EXTRA_BYTES));
}

const char *
secret_open(struct request *r, int64_t organisation_id, const char *place,
    const char *sealed)
{
	const struct held_key *key;
	unsigned char *box;
	char *end, *text;
	size_t len;
	int64_t no;

	if (strncmp(sealed, mark, sizeof(mark) - 1) != 0) {
		log_note("secret.open", "%s is not sealed", place);
		return give_up(r);
	}
	no = strtoll(sealed + sizeof(mark) - 1, &end, 10);
	box = arena_alloc(r->mem, strlen(end));
	len = *end == ':' && no > 0
		  ? crypt_base64url_read(end + 1, box, strlen(end))
		  : 0;
	key = len < BOX_EXTRA_BYTES ? NULL : key_for(r, organisation_id, no);
	if (key == NULL)
		return give_up(r);
	text = arena_alloc(r->mem, len);
	if (!crypt_open(key->bytes, place, box, len, text)) {
		log_note("secret.open", "%s cannot be opened", place);
		return give_up(r);
	}
	text[len - BOX_EXTRA_BYTES] = '\0';
	return text;
}

const void *
secret_seal_bytes(struct request *r, int64_t organisation_id, const char *place,
    const void *data, size_t len, size_t *len_out)
{
	const struct held_key *key = key_for(r, organisation_id, 0);
	unsigned char *box;

	if (key == NULL)
		return give_up(r);
	*len_out = NO_BYTES + len + BOX_EXTRA_BYTES;
	box = arena_alloc(r->mem, *len_out);
	for (int i = 0; i < NO_BYTES; i++)
		box[i] = (unsigned char)(key->no >> 8 * (NO_BYTES - 1 - i));
	crypt_seal(key->bytes, place, data, len, box + NO_BYTES);
	return box;
}

const void *
secret_open_bytes(struct request *r, int64_t organisation_id, const char *place,
    const void *sealed, size_t len, size_t *len_out)
{
	const unsigned char *box = sealed;
	const struct held_key *key = NULL;
	uint64_t no = 0;
	char *data;

	if (len >= NO_BYTES + BOX_EXTRA_BYTES) {
		for (int i = 0; i < NO_BYTES; i++)
			no = no << 8 | box[i];
		if (no > 0 && no <= INT64_MAX)
			key = key_for(r, organisation_id, (int64_t)no);
	}
	if (key == NULL)
		return give_up(r);
	len -= NO_BYTES;
	data = arena_alloc(r->mem, len);
	if (!crypt_open(key->bytes, place, box + NO_BYTES, len, data)) {
		log_note("secret.open", "%s cannot be opened", place);
		return give_up(r);
	}
	*len_out = len - BOX_EXTRA_BYTES;
	return data;
}
