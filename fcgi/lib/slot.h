/*
 * So many at a time on a host, and no more: places for what takes much memory
 * or time. OFD locks on the bytes of a file, which the kernel frees when the
 * holder dies.
 */
#ifndef LIANGDING_SLOT_H
#define LIANGDING_SLOT_H

#include <stdint.h>

/* places and waiters together: 64 at most. */
struct slots {
	const char *name; /* of the file */
	int places;       /* at a time, each group by itself */
	int waiters;      /* who may wait for one; the others go at once */
	int wait_ms;
	int stuck_ms; /* or 0: nobody waits where none came in for so long */
};

/*
 * Takes a place among those of the group (an organisation's id, or 0 for all
 * alike). -1 when none came free within wait_ms, or at once when enough wait
 * already, or those inside are stuck: a flood must leave workers to everybody
 * else. Give it back with slot_leave().
 */
int slot_enter(const char *directory, const struct slots *slots, int64_t group);
void slot_leave(int slot);

#endif
