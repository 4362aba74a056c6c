/*
 * A desk's dated remark, such as that of a joint test: on the order's record
 * for good, and deciding nothing. Which desks make one is said by their steps.
 */
#include "app/order/order_sql.h"
#include "app/review/review.h"

struct note {
	struct moment dated; /* when that day begins */
	const char *words;
};

static const struct field note_fields[] = {
	{ .name = "dated",
	    .type = FIELD_DATE,
	    .flags = FIELD_REQUIRED,
	    .zh = "日期",
	    .en = "Date",
	    INTO(note, dated) },
	{ .name = "words",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = 500,
	    .zh = "记录内容",
	    .en = "What is recorded",
	    INTO(note, words) },
};
const struct form note_form =
    FORM_INTO("note", "记录", "Remark", note_fields, note);

/* While it waits at the desk; where the desk but looks, while it stands
 * approved. */
bool
review_may_note(const struct request *r, const struct order *o)
{
	const struct step *step =
	    review_step_at(kind_of(o->kind), (enum desk)r->actor.desk);

	if (!request_has_role(r, MAY_REVIEW) || step == NULL ||
	    step->notes.word == NULL)
		return false;
	return step->action == ACTION_VIEW
		   ? o->state == ORDER_APPROVED
		   : o->state == ORDER_WAITING && o->desk == r->actor.desk;
}

enum err
review_note(struct request *r, const struct order *o, struct moment dated,
    const char *words)
{
	int day = clock_local_day(dated);
	struct order_event e = { .event = EVENT_NOTE,
		.desk = r->actor.desk,
		.organisation_id = r->actor.organisation_id,
		.organisation_name = r->actor.organisation_name,
		.account_id = r->actor.account_id,
		.actor_name = r->actor.display_name,
		.remark = words,
		.dated = arena_printf(r->mem, "%04d-%02d-%02d", day / 10000,
		    day / 100 % 100, day % 100),
		.submission_no = o->submission_no };

	/* Of what somebody else moves meanwhile it is said all the same. */
	if (!review_may_note(r, o))
		return ERR_ORDER_STAGE;
	if (dated.ms > r->actor.now.ms) {
		request_fault(r, &note_form, "dated", "future");
		return ERR_INVALID;
	}
	order_add_event(r, o->id, &e);
	return db_error(r->db);
}

enum err
review_note_http(struct request *r)
{
	const struct order_seen *seen = r->object;
	const struct note *form = r->form;
	enum err e = review_note(r, &seen->order, form->dated, form->words);

	if (e == OK)
		order_answer_standing(r, &seen->order,
		    (enum desk_state)seen->desks[r->actor.desk].state);
	return e;
}
