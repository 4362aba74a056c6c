/*
 * Writing lists into files (PLAT-7). One export at a time; whoever dies over
 * it loses its hold after EXPORT_LEASE_SECONDS, and it is begun again.
 */
#ifndef LIANGDING_JOBS_EXPORT_H
#define LIANGDING_JOBS_EXPORT_H

#include "jobs/run.h"

/* Writes the export of the job. */
job_work export_write;

#endif
