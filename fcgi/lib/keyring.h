/*
 * The file of keys: those that sign tokens, the one for fingerprints, and the
 * masters that wrap data keys. Not here: what is done with them
 * (lib/token.h, lib/crypt.h).
 */
#ifndef LIANGDING_KEYRING_H
#define LIANGDING_KEYRING_H

#include "lib/crypt.h"

enum { KEYS_MAX = 8 };

enum key_kind { KEY_SIGNING, KEY_MASTER, KEY_MAC, KEY_KINDS };

/* Newest first: it signs or wraps; the older ones still verify and open. */
struct keys {
	struct key items[KEYS_MAX];
	size_t n;
};

struct keyring {
	struct keys kinds[KEY_KINDS]; /* one KEY_MAC, for fingerprints */
};

const struct key *keyring_newest(const struct keyring *r, enum key_kind kind);
/* The key of that id, or NULL. */
const struct key *keyring_find(
    const struct keyring *r, enum key_kind kind, const char *id);

/*
 * Reads a key file: lines "jwt|data|mac ID BASE64URL", newest first, each kind
 * at least once. NULL when all is well, else what is wrong and in which line,
 * borrowed from mem.
 */
const char *keyring_load(
    struct keyring *ring, struct arena *mem, const char *path);
/*
 * Writes a new key of the kind in front of those in path, by rename, keeping
 * its owner and mode. Past KEYS_MAX the oldest signing key goes, while a master
 * is refused, since data may lie under the oldest. A missing file is made (mode
 * 0600) with a key of each kind. NULL or the fault.
 */
const char *keyring_rotate(
    struct arena *mem, const char *path, enum key_kind kind);
/*
 * Keeps the newest key of the kind alone; the file as it was is left beside
 * it, as PATH.retired. NULL or the fault.
 */
const char *keyring_retire(
    struct arena *mem, const char *path, enum key_kind kind);

#endif
