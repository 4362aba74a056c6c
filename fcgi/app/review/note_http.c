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

enum { NOTES_MAX = 50 };

static size_t
notes_of(struct request *r, const struct order *o)
{
	struct list events = order_events(r->db, r->mem, o->id);
	const struct order_event *e = events.items;
	size_t n = 0;

	for (size_t i = 0; i < events.n; i++)
		n += e[i].event == EVENT_NOTE;
	return n;
}

enum err
review_note(struct request *r, const struct order *o, struct moment dated,
    const char *words)
{
	struct order_event e = order_event_by_actor(r, o, EVENT_NOTE);

	e.desk = r->actor.desk;
	e.remark = words;
	e.dated = clock_day_text(r->mem, dated);
	/* Of what somebody else moves meanwhile it is said all the same. */
	if (!review_may_note(r, o))
		return ERR_ORDER_STAGE;
	if (dated.ms > r->actor.now.ms) {
		request_fault(r, &note_form, "dated", "future");
		return ERR_INVALID;
	}
	if (notes_of(r, o) >= NOTES_MAX)
		return ERR_NOTE_TOO_OFTEN;
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
