/* See run.h. */
#include "jobs/run.h"

#include "app/batch/batch.h"
#include "app/connection/connection.h"
#include "app/document/document.h"
#include "app/export/export.h"
#include "app/outbox/outbox.h"
#include "app/seal/seal.h"
#include "jobs/batch.h"
#include "jobs/document.h"
#include "jobs/export.h"
#include "jobs/push.h"
#include "jobs/seal.h"
#include "jobs/send.h"
#include "lib/log.h"

enum { EFFECT_TRIES = 5 };

/* Who does what is more than an effect. */
static const struct {
	const struct job_kind *kind;
	job_work *work;
} works[] = {
	{ &export_job, export_write },
	{ &outbox_mail_job, send_message },
	{ &outbox_sms_job, send_message },
	{ &batch_job, batch_decide },
	{ &document_job, document_make },
	{ &seal_job, seal_paper },
	{ &push_job, push_order },
};

static job_work *
work_of(const struct job_kind *kind)
{
	for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++)
		if (works[i].kind == kind)
			return works[i].work;
	return NULL;
}

/*
 * The job is done first: its row is then ours until the end, and whoever has
 * lost it is refused before anything is changed. *held_out: it was.
 */
static enum err
attempt(struct turn *t, const struct job_kind *kind, bool *held_out)
{
	struct db *db = t->server->db;
	struct request *r = job_request(t->server, t->mem);
	struct job job = t->job;
	enum err e;

	db_begin(db);
	*held_out = job_done(db, &job, 0);
	if (!*held_out) {
		e = db_error(db);
		db_rollback(db);
		return e;
	}
	e = kind->effect(r, &job);
	if (r->broken != OK)
		e = r->broken;
	if (e == OK && job.result != NULL)
		job_keep_result(db, &job);
	if (db_error(db) != OK)
		e = db_error(db);
	if (e != OK) {
		db_rollback(db);
		return e;
	}
	return db_commit(db);
}

static const char *
why(enum err e)
{
	return e == ERR_RETRY ? "retry" : err_info(e)->code;
}

/*
 * Whether a commit that was not answered has been done nobody knows; it is not
 * run again here, for the row says so to who claims it next.
 */
static void
take_effect(struct turn *t, const struct job_kind *kind)
{
	struct db *db = t->server->db;
	struct arena_mark mark = arena_mark(t->mem);
	enum err e = ERR_RETRY;
	bool held = false;

	for (int i = 0; i < EFFECT_TRIES && e == ERR_RETRY; i++) {
		arena_reset(t->mem, mark);
		db_clear(db);
		e = attempt(t, kind, &held);
	}
	if (e == OK)
		return;
	db_clear(db);
	if (job_fail(db, &t->job, why(e)))
		log_note("job.failed", "%s %lld: %s", kind->name,
		    (long long)t->job.id, why(e));
}

bool
run_next(struct server *s, struct arena *mem, enum lane lane,
    const volatile sig_atomic_t *stop)
{
	struct arena_mark mark = arena_mark(mem);
	struct turn t = { .server = s, .mem = mem, .stop = stop };
	const struct job_kind *kind;
	bool found;

	found = job_claim(s->db, mem, lane, &t.job);
	if (found) {
		kind = job_kind_of(t.job.kind);
		if (kind->effect != NULL)
			take_effect(&t, kind);
		else
			work_of(kind)(&t);
	}
	arena_reset(mem, mark);
	return found;
}
