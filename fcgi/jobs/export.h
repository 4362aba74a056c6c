/*
 * Writing lists into files (PLAT-7). One export at a time; whoever dies over
 * it loses its hold after EXPORT_LEASE_SECONDS, and it is begun again.
 */
#ifndef LIANGDING_JOBS_EXPORT_H
#define LIANGDING_JOBS_EXPORT_H

#include <signal.h>

#include "app/server.h"

/*
 * Writes the next export that waits; false when there was none. Returns early,
 * leaving it to others, once *stop is set.
 */
bool export_next(
    struct server *s, struct arena *mem, const volatile sig_atomic_t *stop);

#endif
