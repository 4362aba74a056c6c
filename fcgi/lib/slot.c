/* See slot.h. */
#include "lib/slot.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "lib/clock.h"

enum { POLL_MS = 2, GROUP_BYTES = 64 };

static int64_t
share(int64_t group)
{
	return group * GROUP_BYTES;
}

/*
 * Lock n of the group's share of the file. What is written there, whoever holds
 * which lock, is when the last one came in.
 */
static int
slot_try(const char *directory, const char *name, int64_t group, int n)
{
	struct flock lock = { .l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = share(group) + n,
		.l_len = 1 };
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/%s.slots", directory, name);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0 && fcntl(fd, F_OFD_SETLK, &lock) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* The first free one of n locks from `from` on, or -1. */
static int
slot_any(
    const char *directory, const char *name, int64_t group, int from, int n)
{
	int fd = -1;

	for (int i = from; i < from + n && fd < 0; i++)
		fd = slot_try(directory, name, group, i);
	return fd;
}

static int
come_in(const struct slots *s, int64_t group, int slot)
{
	int64_t now = clock_ticks();

	if (slot >= 0 && s->stuck_ms > 0)
		(void)!pwrite(slot, &now, sizeof(now), share(group));
	return slot;
}

/* place: a lock of the same file. */
static bool
is_stuck(const struct slots *s, int64_t group, int place)
{
	int64_t last;

	return s->stuck_ms > 0 &&
	       pread(place, &last, sizeof(last), share(group)) ==
		   sizeof(last) &&
	       clock_ticks() - last > s->stuck_ms;
}

int
slot_enter(const char *directory, const struct slots *s, int64_t group)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
	int64_t end = clock_ticks() + s->wait_ms;
	int slot = slot_any(directory, s->name, group, 0, s->places);
	int place;

	if (slot >= 0)
		return come_in(s, group, slot);
	place = slot_any(directory, s->name, group, s->places, s->waiters);
	if (place < 0)
		return -1;
	do {
		nanosleep(&pause, NULL);
		slot = slot_any(directory, s->name, group, 0, s->places);
	} while (slot < 0 && clock_ticks() < end && !is_stuck(s, group, place));
	close(place);
	return come_in(s, group, slot);
}

void
slot_leave(int slot)
{
	close(slot);
}
