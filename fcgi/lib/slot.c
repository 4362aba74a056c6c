/* See slot.h. */
#include "lib/slot.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "lib/clock.h"

enum { POLL_MS = 5 };

static int
slot_try(const char *directory, const char *name, const char *kind, int n)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/%s%s.%d", directory, name, kind, n);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0 && fcntl(fd, F_OFD_SETLK, &lock) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* The first free one of n locks, or -1. */
static int
slot_any(const char *directory, const char *name, const char *kind, int n)
{
	int fd = -1;

	for (int i = 0; i < n && fd < 0; i++)
		fd = slot_try(directory, name, kind, i);
	return fd;
}

int
slot_enter(const char *directory, const struct slots *slots)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
	int64_t end = clock_ticks() + slots->wait_ms;
	int slot = slot_any(directory, slots->name, "", slots->places);
	int place;

	if (slot >= 0)
		return slot;
	place = slot_any(directory, slots->name, "-waiter", slots->waiters);
	if (place < 0)
		return -1;
	while (slot < 0 && clock_ticks() < end) {
		nanosleep(&pause, NULL);
		slot = slot_any(directory, slots->name, "", slots->places);
	}
	close(place);
	return slot;
}

void
slot_leave(int slot)
{
	close(slot);
}
