/* See supplement.h. */
#include "app/supplement/supplement.h"

#include "app/connection/connection.h"
#include "app/desk/desk.h"
#include "app/notice/notice.h"
#include "app/order/order_sql.h"
#include "app/supplement/supplement_sql.h"

bool
supplement_may_ask(struct request *r, const struct order_seen *seen)
{
	const struct order *o = &seen->order;

	return review_may_decide(r, seen) &&
	       !supplement_was_asked(
		   r, o->id, o->desk, desk_addressee(r, o->addressee_id));
}

struct pause
supplement_pause(const struct supplement *s)
{
	return (struct pause){ s->order_id, s->desk, s->organisation_id,
		s->account_id, s->days_left };
}

void
supplement_close(
    struct request *r, const struct supplement *s, enum supplement_end how)
{
	job_cancel(r->db, &supplement_job, s->id);
	supplement_end(r->db, s->id, how);
}

static void
tell(struct request *r, const struct order *o, const struct supplement *s,
    enum notice_audience audience)
{
	const char *const params[] = { "office", s->organisation_name, NULL };
	const struct pause p = supplement_pause(s);

	notice_tell(r, o,
	    &(struct notice_told){ .notice = NOTICE_LAPSED,
		.audience = audience,
		.account_id = pause_holder(r, &p),
		.organisation_id = s->organisation_id,
		.params = params });
}

/* Its time has run out: the order returns to the reviewer as it is. */
static enum err
lapse(struct request *r, struct job *j)
{
	struct supplement s;
	struct pause p;
	struct order o;
	struct order_event e;
	enum err err;

	if (!supplement_by_id(r, j->object_id, &s) ||
	    !order_by_id(r->db, r->mem, s.order_id, &o) ||
	    o.supplement != s.desk ||
	    !supplement_end(r->db, s.id, SUPPLEMENT_LAPSED))
		return db_error(r->db);
	err = supplement_mark(r, &o, o.version, DESK_NONE);
	if (err != OK)
		return err == ERR_ORDER_CHANGED ? ERR_RETRY : err;
	e = (struct order_event){ .event = EVENT_LAPSE,
		.desk = s.desk,
		.organisation_id = s.organisation_id,
		.organisation_name = s.organisation_name,
		.actor_name = "",
		.submission_no = o.submission_no };
	order_add_event(r, o.id, &e);
	p = supplement_pause(&s);
	pause_end(r, &p, pause_due(r, &o, &p));
	o.supplement = DESK_NONE;
	o.version++;
	connection_hand_over(r, &o);
	tell(r, &o, &s, TO_APPLICANTS);
	tell(r, &o, &s, TO_ONE);
	return db_error(r->db);
}

const struct job_kind supplement_job = { .number = SUPPLEMENT_JOB,
	.name = "supplement",
	.lane = LANE_SHORT,
	.attempts = 20,
	.pause = 5,
	.pause_max = 600,
	.lease = 30,
	.effect = lapse };
