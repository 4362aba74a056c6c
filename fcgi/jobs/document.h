/* The job that makes a paper an approval gives out (app/document/document.h):
 * once the order's own papers are sealed it is drawn, sealed and kept. */
#ifndef LIANGDING_JOBS_DOCUMENT_H
#define LIANGDING_JOBS_DOCUMENT_H

#include "jobs/run.h"

job_work document_make;

#endif
