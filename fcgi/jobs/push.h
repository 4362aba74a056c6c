/*
 * Handing orders over to who is connected by API (app/connection/connection.h):
 * the work of the lane of pushes.
 */
#ifndef LIANGDING_JOBS_PUSH_H
#define LIANGDING_JOBS_PUSH_H

#include "jobs/run.h"

job_work push_order;

#endif
