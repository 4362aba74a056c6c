/*
 * Several orders decided at once (REVIEW-7): one opinion, given once; each
 * order decided and recorded on its own, with a result of its own, by a job
 * that a closed browser does not stop (PLAT-19). Not here: deciding
 * (app/review), and how the job goes through them (fcgi/jobs/batch.c).
 */
#ifndef LIANGDING_APP_BATCH_H
#define LIANGDING_APP_BATCH_H

#include "app/job/job.h"
#include "app/problem.h"
#include "app/review/review.h"

enum {
	BATCH_JOB = 6,     /* its kind's number, in the database */
	BATCH_ITEMS = 100, /* of one */
	BATCHES_SHOWN = 10,
	BATCH_LEASE_SECONDS = 30
};

struct batch {
	int64_t id, account_id, grant_id;
	int64_t verdict, whole, state; /* state: enum job_state */
	int64_t total, done, failed;
	const char *batch_id, *reason, *remark, *address;
	bool over_claim;
	struct moment created_at, finished_at;
	struct list items; /* of struct batch_item */
};

/* What became of one: an error's code, or "ok"; NULL: not yet. */
struct batch_item {
	int64_t no, version;
	const char *order_no, *title, *outcome;
	/* Who was faster, or has claimed it; or NULL. */
	const char *by_name;
	/* What the outcome means, unless it is "ok". */
	const struct both *message, *remedy;
};

/* Makes b's rows and queues its job. */
enum err batch_insert(struct request *r, struct batch *b);
/* The actor's own of that id, with its items; false when there is none. */
bool batch_by_id(struct request *r, const char *batch_id, struct batch *out);
/* True when somebody has one of that id. */
bool batch_is_anothers(struct request *r, const char *batch_id);
/* The actor's newest, without items. */
struct list batch_recent(struct request *r);
/* For the job: the batch, and its items without an outcome. */
bool batch_of_job(
    struct db *db, struct arena *mem, int64_t id, struct batch *out);
/* Who asked for it, if still at that work: into r->actor and r->address. */
bool batch_actor(struct request *r, const struct batch *b);
/* Keeps what became of an item that nobody has dealt with; false when somebody
 * has. In the transaction of what it tells of. */
bool batch_keep_outcome(struct request *r, const struct batch *b,
    const struct batch_item *item, const char *outcome, const char *by_name);

extern const struct job_kind batch_job;
extern const struct form batch_form;
extern const struct shape batch_shape, batch_list_shape;
extern const struct object batch_object;
handler batch_new_http, batch_list_http, batch_get_http;

#endif
