/*
 * Electronic seals on the papers of orders (REVIEW-5): a step of a kind says
 * that its approval seals (app/kind/kind.h). The approval's transaction queues
 * a job for every PDF of the submission; a sealed copy is a blob of the store
 * beside the original's. A rejection behind it makes them void (REVIEW-6): they
 * are kept, and what was not made yet is not made any more. Not here: how a PDF
 * is sealed (fcgi/seal), the job's work (fcgi/jobs/seal.c).
 */
#ifndef LIANGDING_APP_SEAL_H
#define LIANGDING_APP_SEAL_H

#include "app/job/job.h"
#include "app/order/order.h"

enum {
	SEAL_JOB = 4, /* its kind's number, in the database */
	SEAL_LEASE_SECONDS = 60,
	/* After that many it has failed for good, and is tried again by hand.
	 * One that waits for its key has not been tried. */
	SEAL_ATTEMPTS = 20
};

/* Who seals: the bureau at a desk whose step does. */
struct seal_owner {
	int64_t division;
	const char *name;
};
/* All of them, by their divisions, as struct seal_owner. */
struct list seal_owners(struct db *db, struct arena *mem);

/* The copy of a PDF that bears, or is to bear, an office's seal. */
struct sealed {
	int64_t id, state; /* enum seal_state */
	int64_t submission_no, organisation_id, division, size;
	const char *file_id, *name; /* of the original */
	const char *digest;         /* its SHA-256, in hexadecimal */
	const char *sealed_digest;  /* the copy's; NULL while there is none */
	const char *organisation_name;
	/* Made of the decrypted content: its owner had restricted it. */
	bool decrypted;
	bool again; /* it has failed, and the actor may have it tried again */
	struct moment created_at, sealed_at, voided_at;
};

extern const struct job_kind seal_job;

/*
 * The organisation's seal is to be put on every PDF of o's submission: rows and
 * their jobs, in the caller's transaction.
 */
enum err seal_begin(
    struct request *r, const struct order *o, int64_t organisation_id);
/* What was sealed of the order is void from now on, in the caller's
 * transaction; what was to be is not. */
enum err seal_void(struct request *r, int64_t order_id);
/*
 * How it stands with the seals of a submission: SEAL_NONE when there are none
 * to be given, SEAL_WAITING until the last one is there, whatever it waits
 * for; then SEAL_DONE. SEAL_FAILED: one of them has, for good. SEAL_VOID.
 */
enum seal_state seal_state(
    struct db *db, int64_t order_id, int64_t submission_no);

extern const struct shape seal_list_shape;
handler seal_list_http, seal_again_http, seal_content_http;

#endif
