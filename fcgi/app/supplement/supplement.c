/* See supplement.h. */
#include "app/supplement/supplement.h"

#include "app/calendar/calendar.h"
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

struct moment
supplement_due(
    struct request *r, const struct order *o, const struct supplement *s)
{
	const struct step *step =
	    review_step_at(kind_of(o->kind), (enum desk)s->desk);

	return calendar_deadline(
	    r, r->actor.now, (int)s->days_left, step->counted);
}

void
supplement_close(
    struct request *r, const struct supplement *s, enum supplement_end how)
{
	job_cancel(r->db, &supplement_job, s->id);
	supplement_end(r->db, s->id, how);
}

void
supplement_go_on(struct request *r, const struct order *o,
    const struct supplement *s, struct moment due)
{
	const struct moment none = { 0 };
	const struct moment claim = { r->actor.now.ms +
				      SUPPLEMENT_CLAIM_DAYS * CLOCK_DAY_MS };

	supplement_set_desk(r, o, s, none, due, claim);
}

static void
tell(struct request *r, const struct order *o, const struct supplement *s,
    enum notice_audience audience)
{
	const char *const params[] = { "office", s->organisation_name, NULL };

	notice_tell(r, o,
	    &(struct notice_told){ .notice = NOTICE_LAPSED,
		.audience = audience,
		.account_id = supplement_holder(r, s),
		.organisation_id = s->organisation_id,
		.params = params });
}

/* Its time has run out: the order returns to the reviewer as it is. */
static enum err
lapse(struct request *r, struct job *j)
{
	struct supplement s;
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
	supplement_go_on(r, &o, &s, supplement_due(r, &o, &s));
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
