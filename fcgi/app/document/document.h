/*
 * Papers that an approval gives out (ACCESS-4, ACCESS-6): numbered, drawn and
 * sealed by a job (fcgi/jobs), kept, given to their institution's operators,
 * and verified by anybody under the code that each carries (PLAT-18).
 *
 * A paper carries keys. So it is no blob of the file store, which is readable
 * to whoever has the disk: it lies in its row, sealed under its organisation's
 * data key, and is opened by the worker that hands it out. There is one of an
 * order at a time that is valid.
 */
#ifndef LIANGDING_APP_DOCUMENT_H
#define LIANGDING_APP_DOCUMENT_H

#include "app/credential/credential.h"
#include "app/job/job.h"

enum {
	DOCUMENT_JOB = 5, /* its kind's number, in the database */
	DOCUMENT_BYTES_MAX = 8 * 1024 * 1024
};

struct document {
	int64_t id, order_id, no, kind, organisation_id, credential_id;
	int64_t state, standing;
	int64_t awaits;  /* of one that is not ready: enum document_awaits */
	const char *why; /* what its job waits for or has failed by, or NULL */
	const char *document_no, *code;
	struct moment created_at, ready_at, changed_at;
};
extern const struct shape document_shape;

/* Makes a paper of o's that carries the credential, and its job; the one before
 * it is superseded. In the transaction of what brings it about. */
enum err document_issue(struct request *r, const struct order *o,
    const struct issue *issue, const struct credential *c);
/* The valid one of the order; false when there is none. */
bool document_current(
    struct db *db, struct arena *mem, int64_t order_id, struct document *out);
bool document_by_id(
    struct db *db, struct arena *mem, int64_t id, struct document *out);
bool document_by_no(
    struct db *db, struct arena *mem, const char *no, struct document *out);
/* All of the order, the newest first. */
struct list document_list(struct db *db, struct arena *mem, int64_t order_id);
/* It holds no more, and nothing takes its place; false when it did not. */
bool document_revoke(struct db *db, const struct document *d);

/* What its job has made, sealed here; false when it is waited for no more. Only
 * who holds the job, in the transaction that says it is done. */
bool document_keep(
    struct request *r, const struct document *d, const void *data, size_t len);
/* The file; NULL as secret_open_bytes(). */
const void *document_open(
    struct request *r, const struct document *d, size_t *len_out);
/* Where anybody asks whether it holds. */
const char *document_address(
    struct arena *mem, const struct server *s, const struct document *d);

/* What its job waits for, as it tells it (job_wait()): a word of
 * document_awaits_words. */
const char *document_wait_word(enum document_awaits why);

extern const struct job_kind document_job;
extern const struct object document_object;
extern const struct shape verification_shape;
handler document_content_http, verification_http;

#endif
