/* Password hashing; see password.h. */
#include "lib/password.h"

#include <argon2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/aside.h"
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

struct hashing {
	const struct password_cost *cost;
	const char *password;
	unsigned char salt[SALT_BYTES];
	char *phc;
	size_t size;
	int outcome; /* argon2's */
};

static void
hash(void *context)
{
	struct hashing *h = context;

	h->outcome = argon2id_hash_encoded(h->cost->passes, h->cost->memory_kib,
	    LANES, h->password, strlen(h->password), h->salt, SALT_BYTES,
	    HASH_BYTES, h->phc, h->size);
}

const char *
password_hash(
    struct arena *mem, const struct password_cost *cost, const char *password)
{
	struct hashing h = { .cost = cost, .password = password };

	h.size = argon2_encodedlen(cost->passes, cost->memory_kib, LANES,
	    SALT_BYTES, HASH_BYTES, Argon2_id);
	h.phc = arena_alloc(mem, h.size);
	crypt_random(h.salt, sizeof(h.salt));
	aside(hash, &h);
	if (h.outcome != ARGON2_OK)
		abort();
	return h.phc;
}

struct fitting {
	const char *phc, *password;
	bool fits;
};

static void
fit(void *context)
{
	struct fitting *f = context;

	f->fits = argon2id_verify(f->phc, f->password, strlen(f->password)) ==
		  ARGON2_OK;
}

bool
password_fits(const char *phc, const char *password)
{
	struct fitting f = { .phc = phc, .password = password };

	aside(fit, &f);
	return f.fits;
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
