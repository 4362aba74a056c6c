/* See seal.h. */
#include "jobs/seal.h"

#include "app/seal/seal_sql.h"
#include "jobs/sealed_copy.h"
#include "lib/log.h"

/* One that has waited long is asked for less often: there may be thousands. */
enum { WAITED_PART = 8, WAIT_MAX_SECONDS = 900 };

/* One paper on its way. */
struct work {
	struct server *server;
	struct arena *mem;
	struct job *job;
	struct sealed sealed;
	struct moment now;
};

/* How the job ends and how its paper stands are said together, or neither. */
static void
end(struct work *w, bool held, enum seal_state state)
{
	struct db *db = w->server->db;

	if (held)
		seal_set_state(db, w->sealed.id, state);
	if (!held || db_error(db) != OK)
		db_rollback(db);
	else
		db_commit(db);
}

static void
give_up(struct work *w, const char *why)
{
	struct db *db = w->server->db;

	db_begin(db);
	end(w, job_give_up(db, w->job, why), SEAL_FAILED);
	log_note("seal.failed", "paper %lld: %s", (long long)w->sealed.id, why);
}

/* Again after a while; once it has been tried often enough, not. */
static void
fail(struct work *w, const char *why)
{
	struct db *db = w->server->db;

	db_clear(db);
	if (w->job->attempts >= SEAL_ATTEMPTS) {
		give_up(w, why);
		return;
	}
	db_begin(db);
	end(w, job_fail(db, w->job, why), SEAL_RETRYING);
	log_note(
	    "seal.retrying", "paper %lld: %s", (long long)w->sealed.id, why);
}

/* Not for it to be made: nobody has tried. Ops reads of it once for each. */
static void
wait_for_key(struct work *w, enum seal_key_state state)
{
	struct db *db = w->server->db;
	int64_t pause =
	    (w->now.ms - w->sealed.created_at.ms) / (1000 * WAITED_PART);

	if (pause > WAIT_MAX_SECONDS)
		pause = WAIT_MAX_SECONDS;
	if (pause < w->server->config.seal_key_seconds)
		pause = w->server->config.seal_key_seconds;
	if (w->sealed.state != SEAL_DELAYED)
		log_note("seal.waits", "the key of %06lld: %s",
		    (long long)w->sealed.division, seal_key_fault(state));
	db_begin(db);
	end(w, job_wait(db, w->job, pause, seal_key_word(state)), SEAL_DELAYED);
}

/* Into the store, by who holds the job: the paper's row names the bytes, or
 * they are not there. */
static enum err
finish(struct work *w, struct sealed_copy *copy)
{
	struct db *db = w->server->db;
	enum err e;

	db_begin(db);
	if (!job_done(db, w->job, 1)) {
		e = db_error(db);
		db_rollback(db);
		return e; /* another's by now, or void */
	}
	e = sealed_copy_keep(copy, db);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static void
work(struct work *w, const struct seal_key *key)
{
	struct sealed_copy copy = { .of = &w->sealed };
	const char *fault = NULL;
	enum err e =
	    sealed_copy_make(&copy, w->server, w->mem, key, w->now, &fault);

	if (e == OK && fault == NULL)
		e = finish(w, &copy);
	sealed_copy_end(&copy);
	if (fault != NULL)
		give_up(w, fault);
	else if (e != OK)
		fail(w, e == ERR_RETRY ? "retry" : err_info(e)->code);
}

void
seal_paper(struct turn *t)
{
	struct work w = { .server = t->server,
		.mem = t->mem,
		.job = &t->job,
		.now = job_request(t->server, t->mem)->actor.now };
	struct db *db = t->server->db;
	struct seal_key *key = NULL;
	enum seal_key_state state;

	if (!seal_by_id(db, t->mem, t->job.object_id, &w.sealed)) {
		if (db_error(db) == OK)
			job_give_up(db, &t->job, "not_found");
		return;
	}
	if (w.sealed.state == SEAL_VOID || w.sealed.state == SEAL_DONE) {
		job_done(db, &t->job, 1);
		return;
	}
	/* Whoever was at it has died, again and again. */
	if (t->job.attempts > SEAL_ATTEMPTS) {
		give_up(&w, "job.died");
		return;
	}
	state = seal_key_load(t->server->config.seal_key_directory,
	    w.sealed.division, w.now, &key);
	if (key == NULL)
		wait_for_key(&w, state);
	else
		work(&w, key);
	seal_key_free(key);
}
