/* Deciding the orders of a batch (app/batch), one after the other. */
#ifndef LIANGDING_JOBS_BATCH_H
#define LIANGDING_JOBS_BATCH_H

#include "jobs/run.h"

job_work batch_decide;

#endif
