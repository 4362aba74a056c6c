/* Running jobs (app/job/job.h), one at a time. */
#ifndef LIANGDING_JOBS_RUN_H
#define LIANGDING_JOBS_RUN_H

#include <signal.h>

#include "app/job/job.h"

/* A job that this process holds. */
struct turn {
	struct server *server;
	struct arena *mem; /* reset behind it */
	struct job job;
	const volatile sig_atomic_t *stop;
};

/*
 * Does the work of a kind without an effect, in transactions of its own: goes
 * on by job_go_on(), ends with job_done(), job_fail() or job_give_up(), and
 * once *stop is set with job_release().
 */
typedef void job_work(struct turn *t);

/* Runs the next one of the lane; false when none is due. */
bool run_next(struct server *s, struct arena *mem, enum lane lane,
    const volatile sig_atomic_t *stop);

#endif
