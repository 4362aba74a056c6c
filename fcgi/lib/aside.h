/*
 * Long computing that gives way to everybody's short requests: done in a thread
 * of its own, which the processor gets to when nobody else wants it, or for its
 * small share. Not for work that talks to anything: the thread has no signals,
 * little stack, and whoever asked waits.
 */
#ifndef LIANGDING_ASIDE_H
#define LIANGDING_ASIDE_H

/* Niceness (setpriority(2)) above the process's own: a tenth of the share of
 * whoever is not nice. */
enum { ASIDE_NICE = 10 };

/* Runs work(context) aside and returns when it is done; in the caller's own
 * thread, with its own share, where none can be made. */
void aside(void (*work)(void *context), void *context);

#endif
