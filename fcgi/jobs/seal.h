/*
 * Sealing a paper of an order (REVIEW-5), a job each: the copy is made in the
 * spool, where whoever dies leaves it to the sweep, and comes into the store in
 * the transaction that says so.
 */
#ifndef LIANGDING_JOBS_SEAL_H
#define LIANGDING_JOBS_SEAL_H

#include "jobs/run.h"

/* Makes the copy of the job. */
job_work seal_paper;

#endif
