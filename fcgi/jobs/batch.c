/* See batch.h. */
#include "jobs/batch.h"

#include "app/audit/audit.h"
#include "app/batch/batch.h"
#include "app/router.h"
#include "lib/log.h"

enum { TRIES = 5 };

/* An approval that fills something in is given for one order alone. */
static bool
is_for_one_alone(const struct request *r, const struct order_seen *seen)
{
	const struct step *s =
	    review_step_at(kind_of(seen->order.kind), (enum desk)r->actor.desk);

	return s != NULL && s->grants != NULL;
}

static enum err
decide(struct request *r, const struct batch *b, const struct batch_item *item)
{
	const struct decision d = { .version = item->version,
		.verdict = b->verdict,
		.whole = b->whole,
		.reason = b->reason,
		.remark = b->remark,
		.over_claim = b->over_claim };
	enum err e;

	r->route = router_route_of(review_decide_http);
	r->args[0] = item->order_no;
	if (!batch_actor(r, b) || !request_has_role(r, r->route->access))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_FORBIDDEN;
	e = router_load(r);
	if (e != OK)
		return e;
	if (b->verdict == VERDICT_APPROVE && is_for_one_alone(r, r->object))
		return ERR_ORDER_ONE_BY_ONE;
	e = review_decide(r, r->object, &d);
	if (r->broken != OK)
		e = r->broken;
	if (e == OK)
		audit_note(r, r->route->act, item->order_no, r->noted_outcome);
	return e;
}

/* Whose name the outcome is better told with. */
static const char *
name_of(const struct request *r)
{
	const struct problem *p = &r->problem;

	return p->claimed_by != NULL ? p->claimed_by
	       : p->decision != NULL ? p->decision->actor_name
				     : NULL;
}

/* The decision and its outcome in one transaction; without the former, the
 * latter alone. ERR_RETRY: neither. */
static enum err
attempt(struct turn *t, const struct batch *b, const struct batch_item *item)
{
	struct db *db = t->server->db;
	struct request *r = job_request(t->server, t->mem);
	const char *code, *name;
	enum err e;

	db_begin(db);
	e = decide(r, b, item);
	if (db_error(db) != OK)
		e = db_error(db);
	if (e == OK && !batch_keep_outcome(r, b, item, "ok", NULL))
		e = db_error(db) != OK ? db_error(db) : ERR_NOT_FOUND;
	if (e == OK)
		return db_commit(db);
	code = err_info(e)->code;
	name = name_of(r);
	db_rollback(db);
	if (e == ERR_RETRY || db_error(db) != OK)
		return ERR_RETRY;
	if (r->denied != NULL || router_is_denial(e))
		audit_denial(
		    r, item->order_no, r->denied != NULL ? r->denied : code);
	batch_keep_outcome(r, b, item, code, name);
	return db_error(db) == OK ? OK : ERR_RETRY;
}

/* A commit that was not answered may have been done: the next look at what is
 * left says so, for the outcome was in it. */
static bool
deal_with(struct turn *t, const struct batch *b, const struct batch_item *item)
{
	enum err e = ERR_RETRY;

	for (int i = 0; i < TRIES && e == ERR_RETRY; i++) {
		struct arena_mark mark = arena_mark(t->mem);
		db_clear(t->server->db);
		e = attempt(t, b, item);
		arena_reset(t->mem, mark);
	}
	return e == OK;
}

void
batch_decide(struct turn *t)
{
	struct db *db = t->server->db;
	struct batch b;
	const struct batch_item *items;

	if (!batch_of_job(db, t->mem, t->job.object_id, &b)) {
		if (db_error(db) == OK)
			job_give_up(db, &t->job, "not_found");
		return;
	}
	items = b.items.items;
	job_expect(db, &t->job, b.total);
	for (size_t i = 0; i < b.items.n; i++) {
		int64_t progress = b.total - (int64_t)(b.items.n - i) + 1;
		if (*t->stop) {
			job_release(db, &t->job);
			return;
		}
		if (!deal_with(t, &b, &items[i])) {
			db_clear(db);
			job_fail(db, &t->job, "retry");
			return;
		}
		if (!job_go_on(db, &t->job, progress, BATCH_LEASE_SECONDS))
			return;
	}
	job_done(db, &t->job, b.total);
	log_note("batch.done", "%lld orders", (long long)b.total);
}
