/* Removing what has outlived its use: keys, tries, sessions, torn uploads. */
#ifndef LIANGDING_JOBS_SWEEP_H
#define LIANGDING_JOBS_SWEEP_H

#include "app/server.h"

void sweep(struct server *s, struct arena *mem);

#endif
