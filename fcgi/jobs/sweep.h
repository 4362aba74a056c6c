/*
 * Removing what has outlived its use: keys, tries, sessions, torn uploads,
 * bytes that no file names.
 */
#ifndef LIANGDING_JOBS_SWEEP_H
#define LIANGDING_JOBS_SWEEP_H

#include "app/server.h"

/* How far the slow walks over rows and folders have come. */
struct sweep {
	unsigned char after[DIGEST_BYTES];
	unsigned folder;
	int64_t swept_at, folded_at, sealed_at; /* by clock_ticks() */
	int64_t settled;                        /* of app/audit/chain.h */
};

void sweep(struct server *s, struct arena *mem, struct sweep *at);
/* The parts of it that concern files, uploaded and exported. */
void sweep_files(struct server *s, struct arena *mem, struct sweep *at);
void sweep_exports(struct server *s, struct arena *mem);

#endif
