/* Password hashing; see password.h. */
#include "lib/password.h"

#include <argon2.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/crypt.h"

enum { SALT_BYTES = 16, HASH_BYTES = 32, LANES = 1, POLL_MS = 5 };

static int
slot_try(const char *directory, const char *kind, int n)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/%s.%d", directory, kind, n);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0 && fcntl(fd, F_OFD_SETLK, &lock) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* The first free one of n locks, or -1. */
static int
slot_any(const char *directory, const char *kind, int n)
{
	int fd = -1;

	for (int i = 0; i < n && fd < 0; i++)
		fd = slot_try(directory, kind, i);
	return fd;
}

int
password_enter(const char *directory)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
	int64_t end = clock_ticks() + PASSWORD_WAIT_MS;
	int slot = slot_any(directory, "hash", PASSWORD_SLOTS);
	int place;

	if (slot >= 0)
		return slot;
	place = slot_any(directory, "hash-waiter", PASSWORD_WAITERS);
	if (place < 0)
		return -1;
	while (slot < 0 && clock_ticks() < end) {
		nanosleep(&pause, NULL);
		slot = slot_any(directory, "hash", PASSWORD_SLOTS);
	}
	close(place);
	return slot;
}

void
password_leave(int slot)
{
	close(slot);
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
password_is_old(const char *phc, const struct password_cost *cost)
{
	char want[64];

	snprintf(want, sizeof(want), "$argon2id$v=19$m=%u,t=%u,p=%d$",
	    cost->memory_kib, cost->passes, LANES);
	return strncmp(phc, want, strlen(want)) != 0;
}
