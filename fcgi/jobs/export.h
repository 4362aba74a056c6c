/*
 * Writing lists, and dossiers of orders, into files (PLAT-7, REVIEW-10). One
 * export at a time; whoever dies over it loses its hold after
 * EXPORT_LEASE_SECONDS, and it is begun again.
 */
#ifndef LIANGDING_JOBS_EXPORT_H
#define LIANGDING_JOBS_EXPORT_H

#include "app/export/export.h"
#include "jobs/run.h"

/* Writes the export of the job. */
job_work export_write;
/*
 * The file is whole at part: puts it in its place, with the job's being done.
 * Only who holds the job does, and nobody else can until it is done: a size is
 * always that of the file.
 */
void export_finish(
    struct turn *t, const struct export *e, const char *part, int64_t progress);

#endif
