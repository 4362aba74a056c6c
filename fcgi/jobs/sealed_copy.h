/*
 * The sealed copy of a paper: made in the spool, then kept in the store in the
 * transaction that says so. In jobs, and for the demonstration in ctl.
 */
#ifndef LIANGDING_JOBS_SEALED_COPY_H
#define LIANGDING_JOBS_SEALED_COPY_H

#include "app/seal/seal.h"
#include "lib/store.h"
#include "seal/seal.h"

struct sealed_copy {
	struct sealed
	    *of; /* gets the copy's size, and whether it is decrypted */
	struct upload upload;
	const char *part;
	unsigned char sha256[DIGEST_BYTES];
};

/*
 * Makes it of the original in the store. *fault_out: a row of faults.def, where
 * it never can be. Errors as seal_file() and lib/store.h. In any case the
 * caller ends it: sealed_copy_end().
 */
enum err sealed_copy_make(struct sealed_copy *c, struct server *s,
    struct arena *mem, const struct seal_key *key, struct moment now,
    const char **fault_out);
/*
 * Keeps it, in the caller's transaction: the paper's row names the bytes once
 * that is committed. ERR_RETRY: a sweep is just taking these bytes away, or the
 * seal has become void.
 */
enum err sealed_copy_keep(struct sealed_copy *c, struct db *db);
/* What is not kept by now is gone. */
void sealed_copy_end(struct sealed_copy *c);

#endif
