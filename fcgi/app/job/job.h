/*
 * Jobs: what nobody waits for, and what is to happen at a time. Whoever brings
 * one about queues it in its own transaction; a runner (fcgi/jobs) takes it
 * when it is due. A job is held by a lease that is committed before anything is
 * done; whoever dies or stalls over it loses its hold, and the next one begins
 * again.
 *
 * What a job does to the database alone is its kind's effect: it runs in one
 * transaction with the job's being done, which is refused to whoever does not
 * hold it any more. So it happens once, whenever who dies. Other work, such as
 * writing a file, goes on by job_go_on() and must be such that it can be begun
 * again.
 */
#ifndef LIANGDING_APP_JOB_H
#define LIANGDING_APP_JOB_H

#include "app/request.h"

struct job {
	int64_t id, kind, object_id, account_id;
	int64_t state, attempts, lease_no, progress, total;
	const char *args;   /* JSON, or NULL */
	const char *result; /* likewise: an effect may leave one */
};

/* A kind of job; the product's stand in fcgi/jobs.c, a kind of order brings its
 * own by its row. Every time is in seconds. */
struct job_kind {
	int number; /* in the database; never reused */
	const char *name;
	enum lane lane;
	int attempts;         /* before it has failed */
	int pause, pause_max; /* after a failure; doubled with each */
	int lease;
	/* What it does to the database, in its transaction; ERR_RETRY runs it
	 * again. NULL: fcgi/jobs knows how it is done. */
	enum err (*effect)(struct request *r, struct job *j);
};

/* The product's own, NULL at the end. */
extern const struct job_kind *const job_kinds[];
/* Every kind, those of kinds of orders too: the first for NULL, else the one
 * behind it; NULL at the end. */
const struct job_kind *job_kind_next(const struct job_kind *k);
/* The kind of that number; NULL when this program does not know it. */
const struct job_kind *job_kind_of(int64_t number);
/* How long to wait after so many attempts. */
int64_t job_pause(const struct job_kind *k, int64_t attempts);

struct job_asked {
	int64_t object_id;
	int64_t account_id; /* who take turns; 0: nobody's */
	int64_t in_seconds; /* or run_at; neither: at once */
	struct moment run_at;
	const char *args; /* JSON, or NULL */
};

/* Queues one, in the caller's transaction. */
enum err job_queue(
    struct db *db, const struct job_kind *kind, const struct job_asked *asked);
/*
 * Takes the ones of that kind and object away that are not done, failed or
 * whoever is at them; false when there is none. One whose effect is just being
 * committed is waited for, and there is none then: what the caller reads next
 * shows it.
 */
bool job_cancel(struct db *db, const struct job_kind *kind, int64_t object_id);
/* Likewise, done or not. */
void job_forget(struct db *db, const struct job_kind *kind, int64_t object_id);

/*
 * Takes hold of the next of the lane that is due: out of the few hundred that
 * are due longest, of the account that has been served longest ago, and of its
 * own the one that is due longest. So how many an account may have under way is
 * for its kind to limit. Those that have been begun too often have failed
 * instead. Kinds of a newer program are
 * left alone. False when there is none.
 */
bool job_claim(
    struct db *db, struct arena *mem, enum lane lane, struct job *out);
/* What follows is the holder's; false when it is the holder no more, and must
 * leave all alone. How much there is to do. */
void job_expect(struct db *db, const struct job *j, int64_t total);
/* Keeps hold for so long, with more progress than before. */
bool job_go_on(
    struct db *db, const struct job *j, int64_t progress, int64_t seconds);
/*
 * Done, with so much progress and j->result. First in the transaction that
 * does it: from here to its end nobody else takes hold.
 */
bool job_done(struct db *db, const struct job *j, int64_t progress);
/* What the effect has left in j->result, in the same transaction. */
void job_keep_result(struct db *db, const struct job *j);
/* Again after a while, or failed for good after so many attempts. */
bool job_fail(struct db *db, const struct job *j, const char *why);
/* Failed at once: another attempt would help nobody. */
bool job_give_up(struct db *db, const struct job *j, const char *why);
/* Not yet, though due: after so many seconds; counts as no attempt. */
bool job_wait(
    struct db *db, const struct job *j, int64_t seconds, const char *why);
/* Interrupted: the next who asks; counts as no attempt. */
bool job_release(struct db *db, const struct job *j);

/* A request for who works without one: nobody asks, now by the database. */
struct request *job_request(struct server *s, struct arena *mem);

#endif
