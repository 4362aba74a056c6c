/* See document.h. */
#include "jobs/document.h"

#include "app/document/document.h"
#include "app/notice/notice.h"
#include "app/order/order_sql.h"
#include "jobs/paper.h"
#include "lib/log.h"

/* What it waits for mostly comes at once; else it looks the less often the
 * longer it has waited. */
enum { WAIT_PART = 10, WAIT_MIN_SECONDS = 1, WAIT_MAX_SECONDS = 300 };

/* A paper being made. */
struct work {
	struct turn *turn;
	struct request *r;
	struct document d;
};

static void
wait_for(struct work *w, enum document_awaits why)
{
	int64_t pause =
	    (w->r->actor.now.ms - w->d.created_at.ms) / 1000 / WAIT_PART;

	if (pause < WAIT_MIN_SECONDS)
		pause = WAIT_MIN_SECONDS;
	if (pause > WAIT_MAX_SECONDS)
		pause = WAIT_MAX_SECONDS;
	if (job_wait(w->turn->server->db, &w->turn->job, pause,
		document_wait_word(why)) &&
	    w->d.awaits != (int64_t)why)
		log_note("document.waits", "%s: %s", w->d.document_no,
		    document_wait_word(why));
}

/* Whoever may fetch it is told that it is there (PLAT-8). */
static void
tell(struct work *w)
{
	const struct word *word = words_at(&document_kind_words, w->d.kind);
	const char *const params[] = { "document", word->word, NULL };
	struct order o;

	if (order_by_id(w->r->db, w->r->mem, w->d.order_id, &o))
		notice_tell(w->r, &o,
		    &(struct notice_told){ .notice = NOTICE_DOCUMENT,
			.audience = TO_APPLICANTS,
			.params = params });
}

/* Kept by who holds the job, at once with its being done. One that is
 * superseded meanwhile is not kept, and its job is done all the same. */
static void
keep(struct work *w, const struct buf *pdf)
{
	struct db *db = w->turn->server->db;
	struct job *job = &w->turn->job;
	bool held;

	db_begin(db);
	held = job_done(db, job, 1);
	if (held) {
		if (document_keep(w->r, &w->d, pdf->data, pdf->len))
			tell(w);
	}
	if (held && w->r->broken == OK) {
		if (db_commit(db) == OK)
			return;
	} else {
		db_rollback(db);
	}
	/* Says nothing if it is done after all. */
	db_clear(db);
	job_fail(db, job,
	    w->r->broken == OK ? "retry" : err_info(w->r->broken)->code);
}

void
document_make(struct turn *t)
{
	struct request *r = job_request(t->server, t->mem);
	struct work w = { .turn = t, .r = r };
	struct buf pdf = buf_new(t->mem);
	struct db *db = t->server->db;
	struct paper_fault fault;

	if (!document_by_id(db, t->mem, t->job.object_id, &w.d) ||
	    w.d.state == DOCUMENT_READY || w.d.standing != DOCUMENT_VALID) {
		if (db_error(db) == OK)
			job_done(db, &t->job, 0);
		return;
	}
	if (paper_make(r, &w.d, &pdf, &fault))
		keep(&w, &pdf);
	else if (db_error(db) != OK)
		return; /* its lease runs out */
	else if (fault.awaits != 0)
		wait_for(&w, fault.awaits);
	else
		job_fail(db, &t->job, fault.why);
}
