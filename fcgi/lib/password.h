/*
 * Password hashing: argon2id as PHC strings (RFC 9106), at most SLOTS at a
 * time on a host, so that a flood of logins neither takes all memory nor all
 * workers. Not here: which passwords are allowed (app/account).
 */
#ifndef LIANGDING_PASSWORD_H
#define LIANGDING_PASSWORD_H

#include <stdbool.h>

#include "lib/arena.h"

struct password_cost {
	unsigned memory_kib, passes;
};

enum { PASSWORD_SLOTS = 2, PASSWORD_WAITERS = 3, PASSWORD_WAIT_MS = 2000 };

/*
 * Takes one of the host's hashing slots: OFD locks on files in directory,
 * which the kernel frees when the holder dies. -1 when none came free within
 * PASSWORD_WAIT_MS, or at once when PASSWORD_WAITERS wait already: a flood
 * of logins must leave workers to everybody else. Give it back with
 * password_leave().
 */
int password_enter(const char *directory);
void password_leave(int slot);

/* The PHC string of password under a fresh salt. Call inside a slot. */
const char *password_hash(
    struct arena *mem, const struct password_cost *cost, const char *password);
/* True when password fits the PHC string. Call inside a slot. */
bool password_fits(const char *phc, const char *password);
/*
 * True when a hash is cheaper than any of the choices that OWASP's Password
 * Storage Cheat Sheet gives for argon2id (m=7168 t=5 to m=47104 t=1). Tests
 * work with such a cost; nobody else may.
 */
bool password_is_cheap(const struct password_cost *cost);
/* True when phc was made with another cost and should be renewed. */
bool password_is_old(const char *phc, const struct password_cost *cost);

#endif
