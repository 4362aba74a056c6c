/* Rules of orders: content, submitting, withdrawing; see order.h. */
#include "app/notice/notice.h"
#include "app/order/order.h"

#include <string.h>

#include "app/account_proof/account_proof.h"
#include "app/connection/connection.h"
#include "app/issue/issue.h"
#include "app/name/name.h"
#include "app/order/order_sql.h"
#include "app/order/personal.h"
#include "app/problem.h"
#include "app/record/record.h"
#include "app/review/desks.h"
#include "app/seal/seal.h"
#include "app/supplement/supplement.h"

/* So that a history stays one that people can read. */
enum { SUBMISSIONS_MAX = 50 };

unsigned
order_desks_seeing(const struct order_desk desks[DESK_COUNT])
{
	unsigned bits = 0;

	for (int i = DESK_DISTRICT; i < DESK_COUNT; i++)
		if (desks[i].state != DESK_HIDDEN || desks[i].decided)
			bits |= 1U << i;
	return bits;
}

static enum err
order_load(struct request *r, struct scope *out)
{
	struct order_seen *seen = arena_alloc(r->mem, sizeof(*seen));
	const struct order *o = &seen->order;
	bool found = request_has_role(r, MAY_REVIEW)
			 ? order_seen_by_no(r, r->args[0], seen)
			 : order_by_no(r->db, r->mem, r->args[0], &seen->order);

	if (!found)
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	if (kind_of(o->kind) == NULL)
		return ERR_UNAVAILABLE; /* of a newer program's making */
	out->desks = order_desks_seeing(seen->desks);
	/* It waited with them: they read that it is gone, and no more of it. */
	if (o->state == ORDER_WITHDRAWN && out->desks == 0 &&
	    seen->desks[r->actor.desk].reached &&
	    !kind_list_lacks(kind_of(o->kind)->list, (enum desk)r->actor.desk,
		r->actor.permits) &&
	    (desk_row((enum desk)r->actor.desk)->found == BY_ADDRESSEE ||
		division_within(o->division, r->actor.division)))
		return ERR_ORDER_WITHDRAWN;
	out->organisation_id = o->organisation_id;
	/* One that it was sent to before finds what it decided on. */
	out->addressee_id = desk_addressee(r, o->addressee_id);
	out->division = o->division;
	out->list = kind_of(o->kind)->list;
	r->object = seen;
	return OK;
}
const struct object order_object = { "order", order_load, false, NULL };

/* Content being checked against what the database knows of the order. */
struct content_check {
	struct request *r;
	const struct order *o;
	struct list files;
};

/* Every file named must be whole, and uploaded for this very place. */
static void
check_files(void *context, const struct place *at)
{
	struct content_check *c = context;
	const struct order_file *all = c->files.items;

	if (at->field->type != FIELD_ATTACHMENT)
		return;
	for (const struct json *id = at->value->first; id; id = id->next) {
		bool found = false;
		for (size_t i = 0; i < c->files.n; i++)
			found |= strcmp(all[i].file_id, id->text) == 0 &&
				 strcmp(all[i].field, at->path) == 0;
		if (found)
			continue;
		fault_add(&c->r->problem.faults, at->path, "file", at->field);
		if (order_file_is_foreign(c->r->db, c->o, id->text))
			request_foreign(c->r);
	}
}

/* What was shown masked and is sent back so must not replace the original. */
static void
check_masked(void *context, const struct place *at)
{
	struct content_check *c = context;

	if ((at->field->flags & FIELD_PERSONAL) != 0 &&
	    at->value->type == JSON_STRING &&
	    strchr(at->value->text, '*') != NULL)
		fault_add(&c->r->problem.faults, at->path, "masked", at->field);
}

/* What the submission that waits has, and the one that takes its place not. */
static void
check_held(struct request *r, const struct order *o, const struct json *made)
{
	const struct form *form = kind_of(o->kind)->content;
	const struct json *waiting = order_submitted_content(r, o);

	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];
		const struct json *items = json_member(waiting, f->name);
		const struct json *now = json_member(made, f->name);
		if ((f->flags & FIELD_HELD) == 0 || items == NULL)
			continue;
		for (const struct json *m = items->first; m; m = m->next) {
			const char *key = json_member_text(m, "key");
			if (!json_has_item(now, key))
				fault_add(&r->problem.faults,
				    arena_printf(r->mem, "%s.%s", f->name, key),
				    "held", f);
		}
	}
}

static void
order_check_files(
    struct request *r, const struct order *o, const struct json *content)
{
	struct content_check c = { r, o, order_files(r->db, r->mem, o) };

	form_walk(r->mem, kind_of(o->kind)->content, content, check_files, &c);
}

const struct json *
order_check_content(
    struct request *r, const struct order *o, const struct json *content)
{
	const struct form *form = kind_of(o->kind)->content;
	const struct json *made =
	    form_check(form, content, FORM_STRICT, &r->problem.faults, NULL);
	struct content_check c = { .r = r, .o = o };

	order_check_files(r, o, made);
	form_walk(r->mem, form, made, check_masked, &c);
	if (o->state == ORDER_WAITING)
		check_held(r, o, made);
	return made;
}

static void
set_facet(int64_t *facet, const struct field *f, const struct json *value)
{
	*facet = value == NULL ? 0 : words_find(f->words, value->text)->value;
}

/* The columns that lists show and filter by, out of the content. A draft's text
 * may be too long for its column; it is not shown until it fits. */
static void
set_columns(struct order *o, const struct json *content)
{
	const struct kind *kind = kind_of(o->kind);

	if (kind->parent != NULL && !kind->changes)
		return; /* it has its parent's */
	if (!kind_has_title(kind))
		o->title = o->institution_name;
	for (size_t i = 0; i < kind->content->n; i++) {
		const struct field *f = &kind->content->fields[i];
		const struct json *value = json_member(content, f->name);
		if ((f->as & AS_FACET_A) != 0)
			set_facet(&o->facet_a, f, value);
		if ((f->as & AS_FACET_B) != 0)
			set_facet(&o->facet_b, f, value);
		if ((f->as & AS_TITLE) == 0)
			continue;
		if (value == NULL)
			o->title = NULL;
		else if ((long)text_length(value->text) <= f->max)
			o->title = value->text;
	}
}

/*
 * What may be open only once: an institution's order of a kind with such an
 * identity (ACCESS-2), or of one that there is once, or one of a kind upon its
 * parent (ACCESS-5). False when
 * the kind tells none apart.
 */
static bool
open_key_of(struct request *r, const struct order *o,
    const struct json *content, unsigned char out[DIGEST_BYTES])
{
	const struct kind *kind = kind_of(o->kind);
	struct buf text = buf_new(r->mem);
	bool some = kind->parent != NULL || kind->once;

	buf_printf(&text, "%s %lld", kind->name,
	    (long long)(kind->parent != NULL ? o->parent_id
					     : o->organisation_id));
	for (size_t i = 0; i < kind->content->n; i++) {
		const struct field *f = &kind->content->fields[i];
		const struct json *value = json_member(content, f->name);
		if ((f->as & AS_IDENTITY) == 0)
			continue;
		some = true;
		buf_printf(&text, "\n%s",
		    value == NULL ? "" : name_key(r->mem, value->text));
	}
	crypt_sha256(buf_text(&text), text.len, out);
	return some;
}

/* Files of the order that a version names. */
static void
keep_files(void *context, const struct place *at)
{
	struct content_check *c = context;
	const struct order_file *all = c->files.items;

	if (at->field->type != FIELD_ATTACHMENT)
		return;
	for (const struct json *id = at->value->first; id; id = id->next)
		for (size_t i = 0; i < c->files.n; i++)
			if (strcmp(all[i].file_id, id->text) == 0)
				order_add_version_file(
				    c->r->db, c->o, all[i].id);
}

static void
add_version(struct request *r, const struct order *o,
    const struct json *content, const struct json *unlocks)
{
	struct content_check c = { r, o, order_files(r->db, r->mem, o) };
	const char *sealed = personal_seal(r, o, content);

	if (sealed == NULL)
		return;
	order_add_version(r, o, sealed, json_text_of(r->mem, unlocks));
	form_walk(r->mem, kind_of(o->kind)->content, content, keep_files, &c);
}

struct order_event
order_event_by_actor(
    const struct request *r, const struct order *o, enum event event)
{
	return (struct order_event){ .event = event,
		.organisation_id = r->actor.organisation_id,
		.organisation_name = r->actor.organisation_name,
		.account_id = r->actor.account_id,
		.actor_name = r->actor.display_name,
		.via = r->actor.via,
		.submission_no = o->submission_no };
}

/* A desk that does not exist here is on record as passed over. */
static void
note_skips(
    struct request *r, const struct order *o, const struct review_move *move)
{
	for (enum desk desk = DESK_DISTRICT; desk < DESK_COUNT; desk++) {
		struct order_event e = order_event_by_actor(r, o, EVENT_SKIP);
		if (!move->skipped[desk])
			continue;
		e.desk = desk;
		e.account_id = e.via = 0;
		e.actor_name = "";
		e.rule = RULE_NO_DESK;
		order_add_event(r, o->id, &e);
	}
}

/* What an institution is, is looked up only where a kind is not for all. */
bool
order_may_begin(struct request *r, const struct kind *kind)
{
	const char *code =
	    kind->applies.institutions == 0 ? NULL : order_own_code(r);

	return kind_applies(
	    kind, r->actor.role, (enum desk)r->actor.seat, code);
}

bool
order_is_editable(const struct order *o)
{
	return o->state == ORDER_DRAFT || o->state == ORDER_REJECTED ||
	       o->state == ORDER_WITHDRAWN ||
	       (o->state == ORDER_WAITING &&
		   (kind_of(o->kind)->amends || o->supplement != DESK_NONE));
}

bool
order_is_amended(const struct order *o)
{
	return o->state == ORDER_WAITING && o->draft != NULL &&
	       o->supplement == DESK_NONE && kind_of(o->kind)->amends;
}

/* What waits, as long as nobody has decided it; what is decided says so. */
static enum err
may_still_change(struct request *r, const struct order *o)
{
	struct list events;

	if (!order_is_editable(o))
		return kind_of(o->kind)->amends
			   ? order_too_late(r, o, DESK_NONE)
			   : ERR_ORDER_STAGE;
	if (o->state != ORDER_WAITING || o->supplement != DESK_NONE)
		return OK;
	events = order_events(r->db, r->mem, o->id);
	return order_is_decided(o, &events) ? order_too_late(r, o, DESK_NONE)
					    : OK;
}

enum err
order_keep_draft(struct request *r, const struct order *old, int64_t version,
    const struct json *content, const struct json *unlocks)
{
	struct order o = *old;
	enum err err;

	if ((err = may_still_change(r, old)) != OK)
		return err;
	/* Once submitted, lists go on showing what was submitted. */
	if (o.state == ORDER_DRAFT)
		set_columns(&o, content);
	o.draft = personal_seal(r, &o, content);
	o.draft_unlocks = json_text_of(r->mem, unlocks);
	return o.draft == NULL ? db_error(r->db)
			       : order_save_draft(r, &o, version);
}

/* It is sent to somebody else now: gone from the working list of whoever had
 * it. */
static void
take_back(struct request *r, const struct order *old)
{
	const struct review_move hidden = { .state = ORDER_WITHDRAWN };
	struct office offices[DESK_COUNT];

	if (old->addressee_id == 0)
		return;
	desk_offices(r, old->division, old->addressee_id, offices);
	desks_apply(r, old, NULL, offices, &hidden, DESK_NONE, 0, false);
}

/* What the steps before it have sealed is sealed as it is now. */
static enum err
seal_anew(struct request *r, const struct order *o, enum desk asked_by,
    const struct office offices[DESK_COUNT])
{
	const struct kind *kind = kind_of(o->kind);
	enum err err = OK;

	for (const struct step *s = kind->steps;
	     err == OK && s < kind->steps + kind->n_steps &&
	     s->desk != asked_by;
	     s++)
		if (s->seals && offices[s->desk].id != 0)
			err = seal_begin(r, o, offices[s->desk].id);
	return err;
}

/* What was asked for is there: the desk's clock goes on, and whose it is there
 * is told. */
static enum err
take_supplement(struct request *r, const struct order *o,
    const struct supplement *s, struct moment due,
    const struct office offices[DESK_COUNT])
{
	const struct pause p = supplement_pause(s);

	supplement_close(r, s, SUPPLEMENT_SENT);
	pause_end(r, &p, due);
	notice_tell(r, o,
	    &(struct notice_told){ .notice = NOTICE_SUPPLIED,
		.audience = TO_ONE,
		.account_id = pause_holder(r, &p),
		.organisation_id = s->organisation_id });
	return seal_anew(r, o, (enum desk)s->desk, offices);
}

enum err
order_submit(struct request *r, const struct order *old, int64_t version,
    const struct json *content, const struct json *unlocks,
    struct order *now_out)
{
	struct order o = *old;
	struct office offices[DESK_COUNT];
	bool exists[DESK_COUNT] = { false };
	unsigned char open_key[DIGEST_BYTES];
	const struct kind *kind = kind_of(o.kind);
	bool once;
	struct supplement asked;
	bool supplied = supplement_open(r, old, &asked);
	enum event event = o.submission_no == 0 ? EVENT_SUBMIT
			   : supplied           ? EVENT_SUPPLY
						: EVENT_RESUBMIT;
	struct order_event e;
	struct review_move move;
	enum err err;

	if ((err = may_still_change(r, old)) != OK)
		return err;
	if (old->version != version)
		return ERR_ORDER_CHANGED;
	if (old->submission_no >= SUBMISSIONS_MAX)
		return ERR_ORDER_TOO_OFTEN;
	if (kind->parent != NULL) {
		order_touch(r->db, o.parent_id);
		if (order_has_child(r->db, o.parent_id, o.kind, o.id))
			return ERR_ORDER_NOT_READY;
		o.addressee_id = o.parent_addressee_id;
	}
	if (kind->once && record_is_there(r, o.kind, o.organisation_id))
		return ERR_RECORD_EXISTS;
	set_columns(&o, content);
	if (kind->prepare != NULL &&
	    (err = kind->prepare(r, &o, content)) != OK)
		return err;
	if (o.subject_id != 0)
		o.subject_version = record_version_of(r, o.subject_id);
	/* Withdrawn, it let another one pass: what that one has changed would
	 * be undone, and nobody compares it with that. */
	if (kind->changes && o.submission_no > 0 &&
	    o.subject_version != old->subject_version)
		return ERR_RECORD_STALE;
	desk_offices(r, o.division, o.addressee_id, offices);
	for (int i = DESK_DISTRICT; i < DESK_COUNT; i++)
		exists[i] = offices[i].id != 0;
	if (!review_move(
		kind, event, (enum desk)old->supplement, exists, &move) ||
	    move.state != ORDER_WAITING)
		return ERR_ORDER_NO_REVIEWER;
	once = open_key_of(r, &o, content, open_key);
	o.state = move.state;
	o.desk = move.desk;
	o.submission_no++;
	if (supplied) {
		const struct pause p = supplement_pause(&asked);
		move.due = pause_due(r, &o, &p);
	} else {
		o.round_no = o.submission_no;
	}
	o.submitted_at = r->actor.now;
	o.draft = NULL;
	err = order_update(r, &o, version, once ? open_key : NULL);
	if (err != OK)
		return err;
	/* Again, now that the order is ours: another may have been put on file,
	 * a file may have gone since. */
	if (kind->once && record_is_there(r, o.kind, o.organisation_id))
		return ERR_RECORD_EXISTS;
	order_check_files(r, &o, content);
	if (r->problem.faults.first != NULL)
		return ERR_INVALID;
	if (old->addressee_id != o.addressee_id)
		take_back(r, old);
	account_proof_close(r, &o);
	record_mark(r, &o, RECORD_CHANGING);
	add_version(r, &o, content, unlocks);
	if (o.title != NULL)
		name_add(r->db, r->mem, name_noun(kind->list->number), o.id,
		    o.division, o.title);
	e = order_event_by_actor(r, &o, event);
	order_add_event(r, o.id, &e);
	note_skips(r, &o, &move);
	desks_apply(r, &o, NULL, offices, &move, DESK_NONE, 0, false);
	if (supplied &&
	    (err = take_supplement(r, &o, &asked, move.due, offices)) != OK)
		return err;
	if (old->state == ORDER_REJECTED)
		notice_tell(r, &o,
		    &(struct notice_told){
			.notice = NOTICE_CORRECTED, .audience = TO_REJECTER });
	issue_sent(r, &o);
	o.version = version + 1;
	o.supplement = DESK_NONE;
	connection_hand_over(r, &o);
	*now_out = o;
	return db_error(r->db);
}

bool
order_event_is_decision(const struct order_event *e)
{
	return e->event == EVENT_APPROVE || e->event == EVENT_REJECT;
}

bool
order_is_decided(const struct order *o, const struct list *events)
{
	const struct order_event *e = events->items;

	for (size_t i = 0; i < events->n; i++)
		if (e[i].submission_no >= o->round_no &&
		    order_event_is_decision(&e[i]))
			return true;
	return false;
}

enum err
order_too_late(struct request *r, const struct order *o, enum desk desk)
{
	struct list events = order_events(r->db, r->mem, o->id);
	const struct order_event *e = events.items;
	struct order_decision *d = arena_alloc(r->mem, sizeof(*d));

	for (size_t i = events.n; i-- > 0;) {
		if (!order_event_is_decision(&e[i]) ||
		    e[i].submission_no < o->round_no ||
		    (desk != DESK_NONE && e[i].desk != (int64_t)desk))
			continue;
		*d = (struct order_decision){ e[i].desk,
			e[i].event == EVENT_APPROVE ? VERDICT_APPROVE
						    : VERDICT_REJECT,
			e[i].organisation_name, e[i].actor_name, e[i].via,
			e[i].at };
		r->problem.decision = d;
		return ERR_ORDER_DECIDED;
	}
	return events.n > 0 && e[events.n - 1].event == EVENT_WITHDRAW
		   ? ERR_ORDER_WITHDRAWN
		   : ERR_ORDER_CHANGED;
}

enum err
order_withdraw(struct request *r, const struct order *old, int64_t version,
    struct order *now_out)
{
	struct list events = order_events(r->db, r->mem, old->id);
	struct order o = *old;
	struct office offices[DESK_COUNT];
	struct order_desk desks[DESK_COUNT] = { 0 };
	bool exists[DESK_COUNT];
	struct supplement asked;
	struct review_move move;
	struct order_event e;
	enum err err;

	if (order_is_decided(old, &events))
		return order_too_late(r, old, DESK_NONE);
	if (o.state != ORDER_WAITING)
		return ERR_ORDER_STAGE;
	desk_offices(r, o.division, o.addressee_id, offices);
	for (int i = 0; i < DESK_COUNT; i++)
		exists[i] = offices[i].id != 0;
	review_move(kind_of(o.kind), EVENT_WITHDRAW, DESK_NONE, exists, &move);
	o.state = move.state;
	o.desk = move.desk;
	err = order_move(r, &o, version);
	if (err == ERR_ORDER_CHANGED)
		return order_too_late(r, old, DESK_NONE);
	if (err != OK)
		return err;
	account_proof_close(r, &o);
	record_mark(r, &o, RECORD_ON_FILE);
	if (supplement_open(r, old, &asked))
		supplement_close(r, &asked, SUPPLEMENT_WITHDRAWN);
	e = order_event_by_actor(r, &o, EVENT_WITHDRAW);
	order_add_event(r, o.id, &e);
	order_desks(r->db, r->mem, o.id, o.addressee_id, desks);
	if (desks[old->desk].claimed_by != 0)
		notice_tell(r, &o,
		    &(struct notice_told){ .notice = NOTICE_WITHDRAWN,
			.audience = TO_ONE,
			.account_id = desks[old->desk].claimed_by,
			.organisation_id = offices[old->desk].id });
	desks_apply(r, &o, desks, offices, &move, DESK_NONE, 0, false);
	issue_withdrawn(r, &o);
	o.version = version + 1;
	*now_out = o;
	return db_error(r->db);
}
