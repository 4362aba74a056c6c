/* Asking for more over HTTP, and taking that back. */
#include "app/account_proof/account_proof.h"
#include "app/calendar/calendar.h"
#include "app/connection/connection.h"
#include "app/notice/notice.h"
#include "app/notice/notice_text.h"
#include "app/order/order_sql.h"
#include "app/supplement/supplement_sql.h"

struct supplement_asked {
	int64_t version, days;
	const char *words;
	const struct json *remarks;
};

static const struct field fields[] = {
	VERSION_FIELD(supplement_asked, 1),
	{ .name = "days",
	    .type = FIELD_INTEGER,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = SUPPLEMENT_DAYS_MAX,
	    .zh = "补正期限（天）",
	    .en = "Days",
	    INTO(supplement_asked, days) },
	{ .name = "words",
	    .type = FIELD_PROSE,
	    .max = 500,
	    .zh = "说明",
	    .en = "What else",
	    INTO(supplement_asked, words) },
	{ .name = "remarks",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REQUIRED | FIELD_REPEATED,
	    .max_items = 30,
	    .part = &remark_form,
	    .zh = "需要补正的内容",
	    .en = "What is to be supplied",
	    INTO(supplement_asked, remarks) },
};
const struct form supplement_form = FORM_INTO(
    "supplement_ask", "要求补正", "Ask for more", fields, supplement_asked);

static const struct column columns[] = {
	COLUMN_WITH(supplement, desk, .words = &desk_words),
	COLUMN(supplement, organisation_name),
	COLUMN(supplement, actor_name),
	COLUMN(supplement, asked_at),
	COLUMN(supplement, until),
	COLUMN(supplement, mine),
};
const struct shape supplement_shape = SHAPE(supplement, columns);

static void
note(struct request *r, const struct order *o, enum event event,
    const struct supplement_asked *a)
{
	struct order_event e = order_event_by_actor(r, o, event);

	e.desk = r->actor.desk;
	e.reason = a == NULL ? NULL : a->words;
	e.remarks = a == NULL ? NULL : a->remarks;
	order_add_event(r, o->id, &e);
}

static void
tell(struct request *r, const struct order *o, const struct supplement *s,
    const struct supplement_asked *a)
{
	const struct json *first = a->remarks->first;
	const char *const params[] = { "office", r->actor.organisation_name,
		"due", notice_day_text(r->mem, s->until), "reason",
		a->words != NULL ? a->words : json_member(first, "words")->text,
		NULL };

	notice_tell(r, o,
	    &(struct notice_told){ .notice = NOTICE_SUPPLEMENT,
		.audience = TO_APPLICANTS,
		.params = params });
}

enum err
supplement_ask_http(struct request *r)
{
	const struct order_seen *seen = r->object;
	const struct supplement_asked *a = r->form;
	struct order o = seen->order;
	struct moment due = seen->desks[r->actor.desk].working.due_at;
	struct supplement s;
	struct pause p;
	enum err err;

	if (o.version != a->version)
		return order_too_late(r, &o, (enum desk)r->actor.desk);
	if (!review_may_decide(r, seen))
		return ERR_ORDER_STAGE;
	if (seen->desks[o.desk].claimed_by != r->actor.account_id)
		return ERR_SUPPLEMENT_UNCLAIMED;
	if (!supplement_may_ask(r, seen))
		return ERR_SUPPLEMENT_ONCE;
	review_check_remarks(r, &o, &supplement_form, a->remarks);
	if (r->problem.faults.first != NULL)
		return ERR_INVALID;
	s = (struct supplement){ .order_id = o.id,
		.desk = o.desk,
		.organisation_id = r->actor.organisation_id,
		.account_id = r->actor.account_id,
		.actor_name = r->actor.display_name,
		.days_left = pause_days_left(r, &o, o.desk, due),
		.until = calendar_deadline(
		    r, r->actor.now, (int)a->days, CALENDAR_DAYS) };
	err = supplement_mark(r, &o, a->version, o.desk);
	if (err != OK)
		return err == ERR_ORDER_CHANGED
			   ? order_too_late(r, &o, (enum desk)r->actor.desk)
			   : err;
	/* The order is held: none is begun any more. */
	if (account_proof_is_open(r, &o))
		return ERR_ACCOUNT_PROOF_OPEN;
	s.id = supplement_insert(r, &s);
	job_queue(r->db, &supplement_job,
	    &(struct job_asked){ .object_id = s.id, .run_at = s.until });
	note(r, &o, EVENT_SUPPLEMENT, a);
	p = supplement_pause(&s);
	pause_begin(r, &o, &p, s.until);
	tell(r, &o, &s, a);
	o.supplement = o.desk;
	o.version = a->version + 1;
	order_answer_standing(r, &o, DESK_WAITING);
	return db_error(r->db);
}

enum err
supplement_take_back_http(struct request *r)
{
	struct order o = ((const struct order_seen *)r->object)->order;
	struct supplement s;
	struct pause p;
	enum err err;

	if (!supplement_open(r, &o, &s) || s.desk != r->actor.desk ||
	    s.organisation_id != r->actor.organisation_id)
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_ORDER_STAGE;
	if (!s.mine)
		return ERR_CLAIM_NOT_YOURS;
	err = supplement_mark(r, &o, o.version, DESK_NONE);
	if (err != OK)
		return err;
	supplement_close(r, &s, SUPPLEMENT_TAKEN_BACK);
	note(r, &o, EVENT_RECALL, NULL);
	p = supplement_pause(&s);
	pause_end(r, &p, pause_due(r, &o, &p));
	o.supplement = DESK_NONE;
	o.version++;
	connection_hand_over(r, &o);
	order_answer_standing(r, &o, DESK_WAITING);
	return db_error(r->db);
}
