/* See aside.h. */
#include "lib/aside.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>

enum { STACK_BYTES = 256 * 1024, NICE_MAX = 19 };

struct work {
	void (*run)(void *context);
	void *context;
};

/* On Linux a priority is a thread's, and 0 the caller's own. */
static void *
begin(void *context)
{
	struct work *work = context;
	int nice = getpriority(PRIO_PROCESS, 0) + ASIDE_NICE;

	(void)setpriority(PRIO_PROCESS, 0, nice < NICE_MAX ? nice : NICE_MAX);
	work->run(work->context);
	return NULL;
}

/* Signals are the process's business, whose handlers know one thread. */
static bool
thread_make(pthread_t *thread, struct work *work)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	bool made;

	sigfillset(&all);
	if (pthread_attr_init(&attributes) != 0)
		return false;
	pthread_sigmask(SIG_SETMASK, &all, &before);
	made = pthread_attr_setstacksize(&attributes, STACK_BYTES) == 0 &&
	       pthread_create(thread, &attributes, begin, work) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return made;
}

void
aside(void (*run)(void *context), void *context)
{
	static bool begun;
	struct work work = { run, context };
	pthread_t thread;

	/* A heap a thread would take addresses that a process has few of. */
	if (!begun)
		(void)mallopt(M_ARENA_MAX, 1);
	begun = true;
	if (thread_make(&thread, &work))
		pthread_join(thread, NULL);
	else
		run(context);
}
