/* One decision and all that follows from it; see review.h. */
#include "app/review/review.h"

#include <string.h>

#include "app/order/order_sql.h"
#include "app/review/reason.h"
#include "app/switch/switch.h"

/* A reviewer's role speaks for one level alone. */
static enum level
level_of_role(int64_t role)
{
	switch (role) {
	case ROLE_DISTRICT_REVIEWER:
		return LEVEL_DISTRICT;
	case ROLE_CITY_REVIEWER:
		return LEVEL_CITY;
	case ROLE_PROVINCE_REVIEWER:
		return LEVEL_PROVINCE;
	case ROLE_NATIONAL_REVIEWER:
		return LEVEL_NATION;
	default:
		return LEVEL_NONE;
	}
}

/* Nobody decides two stages of one order (spec 0). */
static bool
decided_elsewhere(const struct request *r, const struct list *events)
{
	const struct order_event *e = events->items;

	for (size_t i = 0; i < events->n; i++)
		if (order_event_is_decision(&e[i]) &&
		    e[i].account_id == r->actor.account_id &&
		    e[i].level != r->actor.level)
			return true;
	return false;
}

bool
review_may_decide(
    const struct request *r, const struct order *o, const struct list *events)
{
	const struct review_stage *stage =
	    review_stage_at((enum kind)o->kind, (enum level)r->actor.level);

	return o->state == ORDER_WAITING && o->stage == r->actor.level &&
	       level_of_role(r->actor.role) == (enum level)r->actor.level &&
	       stage != NULL && stage->action != ACTION_VIEW &&
	       !decided_elsewhere(r, events);
}

static bool
is_about(const struct json *code, unsigned about)
{
	const struct word *w = words_find(&reason_words, code->text);

	return (reason_row_of((enum reason)w->value)->about & about) != 0;
}

/* A remark names a field of the order, and a reason that fits it. */
static void
check_remark(struct request *r, const struct form *content,
    const struct json *remark, size_t i)
{
	const struct field *f =
	    form_at(content, json_member(remark, "field")->text);
	const struct form *part = form_field(&decision_form, "remarks")->part;

	if (f == NULL)
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

/*
 * REVIEW-3: the city owes a reason, the levels above it a remark. PLAT-3: a
 * rejection names what is to be corrected, or why the whole is refused.
 */
static enum err
check_words(struct request *r, const struct order *o, const struct decision *d)
{
	const struct form *content = order_kind(o->kind)->content;
	const char *owed = r->actor.level == LEVEL_CITY ? "reason" : "remark";
	const char *given =
	    r->actor.level == LEVEL_CITY ? d->reason : d->remark;
	bool some = d->remarks != NULL && d->remarks->count > 0;
	size_t i = 0;

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
	for (const struct json *m = some ? d->remarks->first : NULL; m != NULL;
	     m = m->next)
		check_remark(r, content, m, i++);
	return r->problem.faults.first == NULL ? OK : ERR_INVALID;
}

static void
note_decision(
    struct request *r, const struct order *o, const struct decision *d)
{
	struct order_event e = { .event = d->verdict == VERDICT_APPROVE
					      ? EVENT_APPROVE
					      : EVENT_REJECT,
		.level = r->actor.level,
		.organisation_id = r->actor.organisation_id,
		.organisation_name = r->actor.organisation_name,
		.account_id = r->actor.account_id,
		.actor_name = r->actor.display_name,
		.reason = d->reason,
		.remark = d->remark,
		.whole = d->whole,
		.remarks = d->remarks,
		.submission_no = o->submission_no };

	order_add_event(r, o->id, &e);
}

/* Levels passed without anyone: automatically, or because they are missing. */
static void
note_passed(struct request *r, const struct order *o,
    const struct bureau bureaus[LEVEL_COUNT], const struct review_move *move,
    const struct switch_setter *automatic)
{
	for (enum level level = LEVEL_CITY; level < LEVEL_COUNT; level++) {
		const struct review_stage *stage =
		    review_stage_at((enum kind)o->kind, level);
		bool passed = automatic != NULL && stage != NULL &&
			      stage->action != ACTION_VIEW &&
			      bureaus[level].id != 0 &&
			      (int64_t)level > r->actor.level;
		struct order_event e = { .event = passed ? EVENT_AUTO_APPROVE
							 : EVENT_SKIP,
			.level = level,
			.organisation_id = bureaus[level].id,
			.organisation_name =
			    bureaus[level].name ? bureaus[level].name : "",
			.actor_name = "",
			.rule = passed ? RULE_SWITCH : RULE_NO_LEVEL,
			.submission_no = o->submission_no };

		if (passed) {
			e.rule_set_by = automatic->name;
			e.rule_set_at = automatic->at;
		}
		/* Nobody there to pass it: skipped, and on record as that. */
		bool missing = automatic != NULL && stage != NULL &&
			       stage->action != ACTION_VIEW &&
			       bureaus[level].id == 0 &&
			       (int64_t)level > r->actor.level;

		if (passed || missing || move->skipped[level])
			order_add_event(r, o->id, &e);
	}
}

enum err
review_decide(
    struct request *r, const struct order_seen *seen, const struct decision *d)
{
	struct order o = seen->order;
	struct list events = order_events(r->db, r->mem, o.id);
	enum level level = (enum level)r->actor.level;
	enum event event =
	    d->verdict == VERDICT_APPROVE ? EVENT_APPROVE : EVENT_REJECT;
	struct bureau bureaus[LEVEL_COUNT];
	bool exists[LEVEL_COUNT], automatic;
	struct switch_setter setter;
	struct review_move move;
	enum err err;

	if (level_of_role(r->actor.role) != level)
		return ERR_FORBIDDEN;
	if (o.version != d->version)
		return order_too_late(r, &o, level);
	if (o.state != ORDER_WAITING || o.stage != r->actor.level)
		return seen->levels[level].decided
			   ? order_too_late(r, &o, level)
			   : ERR_ORDER_STAGE;
	if (decided_elsewhere(r, &events))
		return ERR_ORDER_SAME_PERSON;
	if ((err = check_words(r, &o, d)) != OK)
		return err;
	automatic = event == EVENT_APPROVE && level == LEVEL_CITY &&
		    switch_is_on(
			r->db, r->mem, o.division / 100 * 100, o.kind, &setter);
	levels_bureaus(r, o.division, bureaus);
	for (int i = 0; i < LEVEL_COUNT; i++)
		exists[i] = bureaus[i].id != 0;
	if (!review_move((enum kind)o.kind,
		automatic ? EVENT_AUTO_APPROVE : event, level, exists, &move))
		return ERR_ORDER_STAGE;
	o.state = move.state;
	o.stage = move.stage;
	err = order_move(r, &o, d->version);
	if (err == ERR_ORDER_CHANGED)
		return order_too_late(r, &o, level);
	if (err != OK)
		return err;
	note_decision(r, &o, d);
	note_passed(r, &o, bureaus, &move, automatic ? &setter : NULL);
	levels_apply(r, &o, seen->levels, bureaus, &move, level,
	    (enum verdict)d->verdict, automatic);
	r->noted_outcome = words_at(&verdict_words, d->verdict)->word;
	o.version = d->version + 1;
	order_answer_standing(r, &o, move.states[level]);
	return db_error(r->db);
}
