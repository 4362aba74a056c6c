/* One decision and all that follows from it; see review.h. */
#include "app/review/review.h"

#include <string.h>

#include "app/account_proof/account_proof.h"
#include "app/calendar/calendar.h"
#include "app/connection/connection.h"
#include "app/issue/issue.h"
#include "app/notice/notice.h"
#include "app/notice/notice_text.h"
#include "app/order/order_sql.h"
#include "app/order/personal.h"
#include "app/record/record.h"
#include "app/review/reason.h"
#include "app/seal/seal.h"
#include "app/switch/switch.h"

/* At the actor's desk, and, where there are many, at that of its own office. */
static bool
waits_here(const struct request *r, const struct order *o)
{
	return o->state == ORDER_WAITING && o->desk == r->actor.desk &&
	       desk_addressee(r, o->addressee_id) == o->addressee_id;
}

bool
review_may_decide(const struct request *r, const struct order_seen *seen)
{
	const struct order *o = &seen->order;
	const struct step *step =
	    review_step_at(kind_of(o->kind), (enum desk)r->actor.desk);

	return waits_here(r, o) && o->supplement == DESK_NONE && step != NULL &&
	       step->action != ACTION_VIEW && !seen->decided_elsewhere;
}

static bool
is_about(const struct json *code, unsigned about)
{
	const struct word *w = words_find(&reason_words, code->text);

	return (reason_row_of((enum reason)w->value)->about & about) != 0;
}

/* A remark names a field of the order, and a reason that fits it. */
static void
check_remark(struct request *r, const struct form *form,
    const struct form *content, const struct list *places,
    const struct json *remark, size_t i)
{
	const char *path = json_member(remark, "field")->text;
	const struct field *f = form_at(content, path);
	const struct form *part = form_field(form, "remarks")->part;

	if (f == NULL || !form_has_items(r->mem, content, places, path))
		fault_add(&r->problem.faults,
		    arena_printf(r->mem, "remarks.%zu.field", i), "choice",
		    form_field(part, "field"));
	else if (!is_about(json_member(remark, "code"),
		     f->type == FIELD_ATTACHMENT ? ABOUT_ATTACHMENT
						 : ABOUT_FIELD))
		fault_add(&r->problem.faults,
		    arena_printf(r->mem, "remarks.%zu.code", i), "choice",
		    form_field(part, "code"));
}

void
review_check_remarks(struct request *r, const struct order *o,
    const struct form *form, const struct json *remarks)
{
	const struct form *content = kind_of(o->kind)->content;
	struct list places =
	    form_places(r->mem, content, order_submitted_content(r, o));
	size_t i = 0;

	for (const struct json *m = remarks->first; m != NULL; m = m->next)
		check_remark(r, form, content, &places, m, i++);
}

/*
 * REVIEW-3: a desk owes a reason or a remark, as its step says. PLAT-3: a
 * rejection names what is to be corrected, or why the whole is refused.
 */
static enum err
check_words(struct request *r, const struct order *o, const struct decision *d)
{
	const struct step *step =
	    review_step_at(kind_of(o->kind), (enum desk)r->actor.desk);
	const char *owed = step->owes == OWES_REASON ? "reason" : "remark";
	const char *given = step->owes == OWES_REASON ? d->reason : d->remark;
	bool some = d->remarks != NULL && d->remarks->count > 0;

	if (d->verdict == VERDICT_REJECT && given == NULL)
		request_fault(r, &decision_form, owed, "required");
	if (d->verdict == VERDICT_APPROVE && some)
		request_fault(r, &decision_form, "remarks", "not_rejected");
	if (d->verdict == VERDICT_APPROVE && d->whole != 0)
		request_fault(r, &decision_form, "whole", "not_rejected");
	if (d->verdict == VERDICT_REJECT && !some && d->whole == 0)
		request_fault(r, &decision_form, "remarks", "no_reason");
	if (d->whole != 0 &&
	    (reason_row_of((enum reason)d->whole)->about & ABOUT_WHOLE) == 0)
		request_fault(r, &decision_form, "whole", "choice");
	if (some)
		review_check_remarks(r, o, &decision_form, d->remarks);
	return r->problem.faults.first == NULL ? OK : ERR_INVALID;
}

/* What an approval fills in where its step has a form for it; checked, and as
 * it is kept. */
static const struct json *
check_granted(
    struct request *r, const struct step *step, const struct decision *d)
{
	struct faults faults = { .mem = r->mem };
	const struct json *given = d->granted, *made;

	if (step->grants == NULL || d->verdict != VERDICT_APPROVE) {
		if (given != NULL)
			request_fault(r, &decision_form, "granted", "not_here");
		return NULL;
	}
	if (given == NULL)
		given = json_make(r->mem, JSON_OBJECT, NULL);
	made = form_check(step->grants, given, FORM_STRICT, &faults, NULL);
	for (const struct fault *f = faults.first; f != NULL; f = f->next)
		fault_add(&r->problem.faults,
		    arena_printf(r->mem, "granted.%s", f->path), f->code,
		    f->field);
	return made;
}

/* Who has claimed it, if that is not the actor. */
static const char *
claimed_by_another(const struct request *r, const struct order_desk *desk)
{
	return desk->claimed_by == r->actor.account_id ? NULL
						       : desk->claimed_name;
}

static void
note_decision(struct request *r, const struct order *o,
    const struct decision *d, const char *claimed_by)
{
	struct order_event e = order_event_by_actor(
	    r, o, d->verdict == VERDICT_APPROVE ? EVENT_APPROVE : EVENT_REJECT);

	e.desk = r->actor.desk;
	e.reason = d->reason;
	e.remark = d->remark;
	e.whole = d->whole;
	e.remarks = d->remarks;
	e.granted = d->granted;
	e.claimed_by = claimed_by;
	order_add_event(r, o->id, &e);
}

/* Desks passed without anyone: automatically, or because they are missing. */
static void
note_passed(struct request *r, const struct order *o,
    const struct office offices[DESK_COUNT], const struct review_move *move,
    const struct switch_setter *automatic)
{
	const struct kind *kind = kind_of(o->kind);
	const struct step *by = review_step_at(kind, (enum desk)r->actor.desk);

	for (const struct step *step = kind->steps;
	     step < kind->steps + kind->n_steps; step++) {
		enum desk desk = step->desk;
		bool behind = automatic != NULL && step > by &&
			      step->action != ACTION_VIEW;
		bool passed = behind && offices[desk].id != 0;
		struct order_event e = { .event = passed ? EVENT_AUTO_APPROVE
							 : EVENT_SKIP,
			.desk = desk,
			.organisation_id = offices[desk].id,
			.organisation_name =
			    offices[desk].name ? offices[desk].name : "",
			.actor_name = "",
			.rule = passed ? RULE_SWITCH : RULE_NO_DESK,
			.submission_no = o->submission_no };

		if (passed) {
			e.rule_set_by = automatic->name;
			e.rule_set_at = automatic->at;
		}
		/* Nobody there to pass it: skipped, and on record as that. */
		if (behind || move->skipped[desk])
			order_add_event(r, o->id, &e);
	}
}

/* Approved with the one that is decided at by: itself, and what passes. */
static bool
is_approved_too(const struct step *step, const struct step *by,
    const struct office offices[DESK_COUNT], bool automatic)
{
	return step == by ||
	       (automatic && step > by && step->action != ACTION_VIEW &&
		   offices[step->desk].id != 0);
}

/* What an approval brings about: its steps' own, then the last one's. */
static enum err
take_effect(struct request *r, const struct order *o,
    const struct office offices[DESK_COUNT], const struct json *granted,
    bool automatic)
{
	const struct kind *kind = kind_of(o->kind);
	const struct step *by = review_step_at(kind, (enum desk)r->actor.desk);
	const struct step *end = kind->steps + kind->n_steps;
	const struct json *content = NULL;
	bool whole = kind->effect != NULL && o->state == ORDER_APPROVED;
	enum err e = OK;

	for (const struct step *s = by; s < end && e == OK; s++) {
		if (!is_approved_too(s, by, offices, automatic))
			continue;
		if (s->seals)
			e = seal_begin(r, o, offices[s->desk].id);
		if (s->effect == NULL || e != OK)
			continue;
		if (content == NULL)
			content =
			    personal_open(r, o, order_submitted_content(r, o));
		e = s->effect(r, o, content, s == by ? granted : NULL);
	}
	if (e == OK && o->state == ORDER_APPROVED)
		e = issue_approved(r, o);
	if (!whole || e != OK)
		return e;
	return kind->effect(r, o,
	    content == NULL ? personal_open(r, o, order_submitted_content(r, o))
			    : content,
	    granted);
}

/* Who sits there now may not have been there then, nor the other way about. */
static bool
was_approved_at(struct request *r, const struct order *o, enum desk desk)
{
	struct list events = order_events(r->db, r->mem, o->id);
	const struct order_event *e = events.items;

	for (size_t i = 0; i < events.n; i++)
		if (e[i].event == EVENT_APPROVE && e[i].desk == (int64_t)desk &&
		    e[i].submission_no >= o->round_no)
			return true;
	return false;
}

/* A rejection behind a step that has sealed, or brought something about. */
static enum err
take_back_effect(struct request *r, const struct order *o)
{
	const struct kind *kind = kind_of(o->kind);
	const struct step *by = review_step_at(kind, (enum desk)r->actor.desk);

	for (const struct step *s = kind->steps; s < by; s++)
		if (s->effect != NULL && was_approved_at(r, o, s->desk)) {
			enum err e = kind->undo(r, o);
			if (e != OK)
				return e;
			break;
		}
	return seal_void(r, o->id);
}

/* Who has it now and until when, or why it comes back (PLAT-8). */
static void
tell_decision(struct request *r, const struct order *o,
    const struct office offices[DESK_COUNT], const struct decision *d)
{
	const struct step *next =
	    review_step_at(kind_of(o->kind), (enum desk)o->desk);
	bool rejected = d->verdict == VERDICT_REJECT;
	bool waits = o->state == ORDER_WAITING && next != NULL;
	const char *reason = d->reason != NULL ? d->reason : d->remark;
	const char *const params[] = { "office", r->actor.organisation_name,
		"reason", rejected ? reason : NULL, "next",
		waits ? offices[o->desk].name : NULL, "due",
		waits
		    ? notice_day_text(r->mem, calendar_deadline(r, r->actor.now,
						  next->days, next->counted))
		    : NULL,
		NULL };
	struct notice_told t = { .notice = rejected ? NOTICE_REJECTED
					   : waits  ? NOTICE_MOVED_ON
						    : NOTICE_APPROVED,
		.audience = TO_APPLICANTS,
		.params = params };

	notice_tell(r, o, &t);
	if (!rejected ||
	    review_step_at(kind_of(o->kind), (enum desk)r->actor.desk) ==
		kind_of(o->kind)->steps)
		return;
	t.notice = NOTICE_OVERTURNED;
	t.audience = TO_APPROVERS;
	notice_tell(r, o, &t);
}

enum err
review_decide(struct request *r, const struct order_seen *seen,
    const struct decision *asked)
{
	struct decision decided = *asked;
	const struct decision *d = &decided;
	struct order o = seen->order;
	enum desk desk = (enum desk)r->actor.desk;
	enum event event =
	    d->verdict == VERDICT_APPROVE ? EVENT_APPROVE : EVENT_REJECT;
	struct office offices[DESK_COUNT];
	bool exists[DESK_COUNT], automatic;
	struct switch_setter setter;
	struct review_move move;
	const char *claimed_by;
	enum err err;

	if (o.version != d->version)
		return order_too_late(r, &o, desk);
	if (!waits_here(r, &o))
		return seen->desks[desk].decided ? order_too_late(r, &o, desk)
						 : ERR_ORDER_STAGE;
	if (o.supplement != DESK_NONE)
		return ERR_ORDER_SUPPLEMENT;
	/* Nobody decides two steps of one order (spec 0). */
	if (seen->decided_elsewhere)
		return ERR_ORDER_SAME_PERSON;
	claimed_by = claimed_by_another(r, &seen->desks[desk]);
	if (claimed_by != NULL && !d->over_claim) {
		r->problem.claimed_by = claimed_by;
		return ERR_ORDER_CLAIMED;
	}
	decided.granted =
	    check_granted(r, review_step_at(kind_of(o.kind), desk), asked);
	if ((err = check_words(r, &o, d)) != OK)
		return err;
	automatic = event == EVENT_APPROVE &&
		    review_step_at(kind_of(o.kind), desk)->may_pass &&
		    switch_is_on(r, o.division / 100 * 100, o.kind, &setter);
	desk_offices(r, o.division, o.addressee_id, offices);
	for (int i = 0; i < DESK_COUNT; i++)
		exists[i] = offices[i].id != 0;
	if (!review_move(kind_of(o.kind),
		automatic ? EVENT_AUTO_APPROVE : event, desk, exists, &move))
		return ERR_ORDER_STAGE;
	o.state = move.state;
	o.desk = move.desk;
	err = order_move(r, &o, d->version);
	if (err == ERR_ORDER_CHANGED)
		return order_too_late(r, &o, desk);
	if (err != OK)
		return err;
	err = event == EVENT_APPROVE
		  ? take_effect(r, &o, offices, d->granted, automatic)
		  : take_back_effect(r, &o);
	if (err != OK)
		return err;
	account_proof_close(r, &o);
	if (o.state != ORDER_WAITING)
		record_mark(r, &o, RECORD_ON_FILE);
	note_decision(r, &o, d, claimed_by);
	note_passed(r, &o, offices, &move, automatic ? &setter : NULL);
	desks_apply(r, &o, seen->desks, offices, &move, desk,
	    (enum verdict)d->verdict, automatic);
	tell_decision(r, &o, offices, d);
	r->noted_outcome = words_at(&verdict_words, d->verdict)->word;
	o.version = d->version + 1;
	connection_hand_over(r, &o);
	order_answer_standing(r, &o, move.states[desk]);
	return db_error(r->db);
}
