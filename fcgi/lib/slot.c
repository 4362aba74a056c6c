/* See slot.h. */
#include "lib/slot.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "lib/clock.h"

enum { POLL_MS = 5, GROUP_BYTES = 64 };

/* Byte n of the group's share of the file; the file itself stays empty. */
static int
slot_try(const char *directory, const char *name, int64_t group, int n)
{
	struct flock lock = { .l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = group * GROUP_BYTES + n,
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

int
slot_enter(const char *directory, const struct slots *s, int64_t group)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
	int64_t end = clock_ticks() + s->wait_ms;
	int slot = slot_any(directory, s->name, group, 0, s->places);
	int place;

	if (slot >= 0)
		return slot;
	place = slot_any(directory, s->name, group, s->places, s->waiters);
	if (place < 0)
		return -1;
	while (slot < 0 && clock_ticks() < end) {
		nanosleep(&pause, NULL);
		slot = slot_any(directory, s->name, group, 0, s->places);
	}
	close(place);
	return slot;
}

void
slot_leave(int slot)
{
	close(slot);
}
