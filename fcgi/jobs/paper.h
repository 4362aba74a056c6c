/*
 * Making a paper that an approval gives out (app/document): drawn, and sealed,
 * in memory alone, for it carries keys. In jobs, and for the demonstration in
 * ctl.
 */
#ifndef LIANGDING_JOBS_PAPER_H
#define LIANGDING_JOBS_PAPER_H

#include "app/document/document.h"

/* Why there is none yet: what it waits for, or (awaits 0) what went wrong, a
 * word for the job. */
struct paper_fault {
	enum document_awaits awaits;
	const char *why;
};

/* Adds the whole file to out. */
bool paper_make(struct request *r, const struct document *d, struct buf *out,
    struct paper_fault *fault_out);

#endif
