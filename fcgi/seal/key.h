/*
 * The key that an organisation seals with: a PKCS#12 file of its certificate
 * and private key, and a file of its password, by the division it administers:
 * 350000.p12 and 350000.password in the configured directory. Read anew for
 * each use, so that one that is put there counts at once. It lies in processes
 * that read no PDF. Not here: what is signed (seal.h).
 */
#ifndef LIANGDING_SEAL_KEY_H
#define LIANGDING_SEAL_KEY_H

#include <stdint.h>

#include "lib/clock.h"

enum seal_key_state {
	SEAL_KEY_GOOD,
	SEAL_KEY_MISSING,  /* no directory is set, or no file is there */
	SEAL_KEY_PASSWORD, /* its password file is missing or another's */
	SEAL_KEY_EXPIRED,
	SEAL_KEY_EARLY,   /* not in force yet */
	SEAL_KEY_BROKEN,  /* no PKCS#12, no key for signing, not its own */
	SEAL_KEY_EXPOSED, /* others than its owner and group may read it */
};

struct seal_key;

/*
 * The key of the division at that moment; the caller owns it: seal_key_free().
 * Anything but SEAL_KEY_GOOD leaves NULL there. directory may be NULL.
 */
enum seal_key_state seal_key_load(const char *directory, int64_t division,
    struct moment at, struct seal_key **out);
void seal_key_free(struct seal_key *k);
/* When it is in force no more. */
struct moment seal_key_ends(const struct seal_key *k);

/* A word for the log and for jobs: "seal.key_missing". */
const char *seal_key_word(enum seal_key_state state);
/* For ops, in English. */
const char *seal_key_fault(enum seal_key_state state);

#endif
