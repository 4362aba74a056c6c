/* The job that writes an export; fcgi/jobs knows how. */
#include "app/export/export.h"

const struct job_kind export_job = { .number = EXPORT_JOB,
	.name = "export",
	.lane = LANE_LONG,
	.attempts = 30,
	.pause = 10,
	.pause_max = 600,
	.lease = EXPORT_LEASE_SECONDS };
