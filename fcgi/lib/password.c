/* Password hashing; see password.h. */
#include "lib/password.h"

#include <argon2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/crypt.h"
#include "lib/slot.h"

enum { SALT_BYTES = 16, HASH_BYTES = 32, LANES = 1, MEMORY_KIB_MIN = 7168 };

int
password_enter(const char *directory)
{
	static const struct slots slots = { "hash", PASSWORD_SLOTS,
		PASSWORD_WAITERS, PASSWORD_WAIT_MS, 0 };

	return slot_enter(directory, &slots, 0);
}

void
password_leave(int slot)
{
	slot_leave(slot);
}

const char *
password_hash(
    struct arena *mem, const struct password_cost *cost, const char *password)
{
	size_t size = argon2_encodedlen(cost->passes, cost->memory_kib, LANES,
	    SALT_BYTES, HASH_BYTES, Argon2_id);
	char *phc = arena_alloc(mem, size);
	unsigned char salt[SALT_BYTES];

	crypt_random(salt, sizeof(salt));
	if (argon2id_hash_encoded(cost->passes, cost->memory_kib, LANES,
		password, strlen(password), salt, sizeof(salt), HASH_BYTES, phc,
		size) != ARGON2_OK)
		abort();
	return phc;
}

bool
password_fits(const char *phc, const char *password)
{
	return argon2id_verify(phc, password, strlen(password)) == ARGON2_OK;
}

bool
password_is_cheap(const struct password_cost *cost)
{
	/* Memory times passes: the least of OWASP's choices is 7168 KiB, 5. */
	return cost->memory_kib < MEMORY_KIB_MIN ||
	       (uint64_t)cost->memory_kib * cost->passes < MEMORY_KIB_MIN * 5;
}

bool
password_is_old(const char *phc, const struct password_cost *cost)
{
	char want[64];

	snprintf(want, sizeof(want), "$argon2id$v=19$m=%u,t=%u,p=%d$",
	    cost->memory_kib, cost->passes, LANES);
	return strncmp(phc, want, strlen(want)) != 0;
}
