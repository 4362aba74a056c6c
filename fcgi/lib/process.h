/* What a process of ours gives up before it works with secrets. */
#ifndef LIANGDING_PROCESS_H
#define LIANGDING_PROCESS_H

/*
 * No core dumps, no debugger of the same user, no more rights by any exec:
 * keys, passwords and people's data lie in memory. Aborts when refused.
 */
void process_seal(void);

#endif
