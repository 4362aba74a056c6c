/* See send.h. */
#include "jobs/send.h"

#include <string.h>

#include "lib/log.h"

/* A message in its holder's hands. */
struct work {
	struct turn *turn;
	const struct message *message;
	struct outbox_row row;
};

static bool
keeps_all(const struct server *s)
{
	return strcmp(s->config.mode, "demo") == 0;
}

enum next { NEXT_NONE, NEXT_LATER, NEXT_WAIT };

/*
 * Its job and its state at once; whoever does not hold the job any more leaves
 * both alone. What will not be sent again is forgotten, but where somebody may
 * want it tried once more.
 */
static void
end(struct work *w, enum outbox_state state, const char *why, enum next next)
{
	struct db *db = w->turn->server->db;
	struct job *job = &w->turn->job;
	bool again =
	    next != NEXT_NONE ||
	    (state == OUTBOX_FAILED && !w->message->once && !w->row.expired);
	bool held;

	db_clear(db);
	db_begin(db);
	held = next == NEXT_WAIT ? job_wait(db, job, OUTBOX_WAIT_SECONDS, why)
	       : next == NEXT_LATER     ? job_fail(db, job, why)
	       : state == OUTBOX_FAILED ? job_give_up(db, job, why)
					: job_done(db, job, 1);
	if (!held) {
		db_rollback(db);
		return;
	}
	outbox_note(
	    db, w->row.id, state, why, !again && !keeps_all(w->turn->server));
	if (db_commit(db) == OK && why != NULL)
		log_note("outbox", "%s %s: %s", w->message->name,
		    w->row.message_id, why);
}

/* Committed before anything leaves: whoever finds it so later knows that it may
 * have left. False for who holds it no more. */
static bool
begin(struct work *w)
{
	struct db *db = w->turn->server->db;
	bool held;

	db_begin(db);
	held = job_go_on(db, &w->turn->job, 1, OUTBOX_LEASE_SECONDS);
	if (held)
		outbox_note(db, w->row.id, OUTBOX_SENDING, NULL, false);
	if (!held || db_error(db) != OK) {
		db_rollback(db);
		return false;
	}
	return db_commit(db) == OK;
}

static void
hand_over(struct work *w, const struct outbox_open *open)
{
	const struct server *s = w->turn->server;
	struct sending_result result;

	if (!outbox_can_send(&s->config, w->message->carrier)) {
		/* In the demonstration it goes to its page. */
		if (keeps_all(s))
			end(w, OUTBOX_SENT, NULL, NEXT_NONE);
		else
			end(w, OUTBOX_QUEUED, "not_configured", NEXT_WAIT);
		return;
	}
	if (!begin(w))
		return;
	result = (w->message->carrier == CARRIER_MAIL
		      ? mail_hand_over
		      : sms_hand_over)(s, w->turn->mem, &w->row, open);
	switch (result.how) {
	case SENDING_DONE:
		end(w, OUTBOX_SENT, NULL, NEXT_NONE);
		break;
	case SENDING_LATER:
		end(w, OUTBOX_QUEUED, result.why, NEXT_LATER);
		break;
	case SENDING_REFUSED:
		end(w, OUTBOX_FAILED, result.why, NEXT_NONE);
		break;
	case SENDING_DOUBTFUL:
		end(w, OUTBOX_UNKNOWN, result.why,
		    w->message->once ? NEXT_NONE : NEXT_LATER);
		break;
	}
}

void
send_message(struct turn *t)
{
	struct work w = { .turn = t };
	struct request *r = job_request(t->server, t->mem);
	struct outbox_open open;

	if (!outbox_find(t->server->db, t->mem, t->job.object_id, &w.row)) {
		if (db_error(t->server->db) == OK)
			job_done(t->server->db, &t->job, 0); /* swept */
		return;
	}
	if (w.row.state == OUTBOX_NOBODY) {
		db_begin(t->server->db);
		if (job_done(t->server->db, &t->job, 0))
			outbox_drop(t->server->db, w.row.id);
		db_commit(t->server->db);
		return;
	}
	w.message = message_of(w.row.message);
	if (w.message == NULL) /* of a newer program */
		job_wait(t->server->db, &t->job, OUTBOX_WAIT_SECONDS, NULL);
	else if (w.row.state == OUTBOX_SENDING && w.message->once)
		end(&w, OUTBOX_UNKNOWN, "died", NEXT_NONE);
	else if (w.row.expired)
		end(&w, OUTBOX_FAILED, "expired", NEXT_NONE);
	else if (!outbox_open(r, &w.row, &open))
		end(&w, OUTBOX_QUEUED, "sealed", NEXT_LATER);
	else
		hand_over(&w, &open);
}
