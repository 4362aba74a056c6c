/* What a process of ours gives up before it works with secrets. */
#ifndef LIANGDING_PROCESS_H
#define LIANGDING_PROCESS_H

#include "lib/arena.h"

/*
 * No core dumps, no debugger of the same user, no more rights by any exec:
 * keys, passwords and people's data lie in memory. Aborts when refused.
 */
void process_seal(void);

/*
 * From root to the user, its groups too, for good; NULL, or what is wrong. Who
 * is not root must be that user already.
 */
const char *process_become(struct arena *mem, const char *user);
/*
 * NULL, or what is wrong with a file of secrets: others than its owner and its
 * group may read it, or others than its owner write it.
 */
const char *process_others_may(struct arena *mem, const char *path);

#endif
