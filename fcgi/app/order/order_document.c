/* See order_document.h. */
#include "app/order/order_document.h"

#include <string.h>

#include "app/account_proof/account_proof.h"
#include "app/issue/issue.h"
#include "app/order/corrections.h"
#include "app/order/milestones.h"
#include "app/order/order_sql.h"
#include "app/order/personal.h"
#include "app/proof/proof.h"
#include "app/record/record.h"
#include "app/claim/claim.h"
#include "app/supplement/supplement.h"

static const struct column institution_columns[] = {
	COLUMN_WITH(institution, code, .flags = COLUMN_NULLABLE),
	COLUMN(institution, name),
	COLUMN_WITH(institution, uscc, .flags = COLUMN_NULLABLE),
	COLUMN(institution, division),
	COLUMN(institution, division_name),
};
static const struct shape institution_shape =
    SHAPE(institution, institution_columns);

static const struct column parent_columns[] = {
	COLUMN(parent_ref, order_no),
	COLUMN(parent_ref, title),
};
static const struct shape parent_shape = SHAPE(parent_ref, parent_columns);

static const struct column child_columns[] = {
	COLUMN(order_child, order_no),
	COLUMN_WITH(order_child, kind, .words = &kind_words),
	COLUMN_WITH(order_child, status, .words = &order_status_words),
	COLUMN_WITH(order_child, state, .words = &order_state_words),
	COLUMN_WITH(order_child, submitted_at, .flags = COLUMN_NULLABLE),
};
static const struct shape child_shape = SHAPE(order_child, child_columns);

static const struct column step_columns[] = {
	COLUMN_WITH(route_step, desk, .words = &desk_words),
	COLUMN_WITH(route_step, action, .words = &step_action_words),
	COLUMN_WITH(route_step, state, .words = &route_state_words),
	COLUMN(route_step, days),
	COLUMN_WITH(route_step, counted, .words = &day_count_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN_WITH(route_step, organisation_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(route_step, organisation_phone, .flags = COLUMN_NULLABLE),
	COLUMN(route_step, automatic),
	COLUMN_WITH(route_step, at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(route_step, handed_over_at, .flags = COLUMN_NULLABLE),
};
static const struct shape step_shape = SHAPE(route_step, step_columns);

static const struct column history_columns[] = {
	COLUMN(order_event, at),
	COLUMN_WITH(order_event, event, .words = &event_words),
	COLUMN_WITH(
	    order_event, desk, .words = &desk_words, .flags = COLUMN_NULLABLE),
	COLUMN(order_event, organisation_name),
	COLUMN(order_event, actor_name),
	COLUMN_WITH(
	    order_event, via, .words = &via_words, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, reason, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, remark, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, whole, .words = &reason_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, remarks, .flags = COLUMN_NULLABLE,
	    .schema = "remarks"),
	COLUMN_WITH(order_event, granted, .flags = COLUMN_NULLABLE,
	    .schema = "granted"),
	COLUMN(order_event, submission_no),
	COLUMN_WITH(
	    order_event, rule, .words = &rule_words, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, rule_set_by, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, rule_set_at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, claimed_by, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, dated, .flags = COLUMN_NULLABLE),
};
static const struct shape history_shape = { "history_event", history_columns,
	sizeof(history_columns) / sizeof(history_columns[0]),
	sizeof(struct order_event) };

static const struct column rejection_columns[] = {
	COLUMN_WITH(order_event, desk, .words = &desk_words),
	COLUMN(order_event, organisation_name),
	COLUMN(order_event, at),
	COLUMN_WITH(order_event, reason, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, remark, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, whole, .words = &reason_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_event, remarks, .flags = COLUMN_NULLABLE,
	    .schema = "remarks"),
};
static const struct shape rejection_shape = { "rejection", rejection_columns,
	sizeof(rejection_columns) / sizeof(rejection_columns[0]),
	sizeof(struct order_event) };

static const struct column record_columns[] = {
	COLUMN_WITH(record_ref, code, .flags = COLUMN_NULLABLE),
	COLUMN(record_ref, version),
};
static const struct shape record_ref_shape = SHAPE(record_ref, record_columns);

static const struct column action_columns[] = {
	COLUMN(actions, edit),
	COLUMN(actions, submit),
	COLUMN(actions, withdraw),
	COLUMN(actions, delete),
	COLUMN(actions, decide),
	COLUMN(actions, supplement),
	COLUMN(actions, confirm),
	COLUMN(actions, note),
	COLUMN_WITH(
	    actions, begin, .words = &kind_words, .flags = COLUMN_NULLABLE),
};
static const struct shape actions_shape = SHAPE(actions, action_columns);

#define NULLABLE .flags = COLUMN_NULLABLE
static const struct column document_columns[] = {
	COLUMN(order_document, order_no),
	COLUMN_WITH(order_document, kind, .words = &kind_words),
	COLUMN_WITH(order_document, list, .words = &order_list_words),
	COLUMN(order_document, version),
	COLUMN_WITH(order_document, order_state, .words = &order_state_words),
	COLUMN_WITH(order_document, status, .words = &order_status_words),
	COLUMN_WITH(
	    order_document, state, .words = &desk_state_words, NULLABLE),
	COLUMN(order_document, automatic),
	COLUMN(order_document, amended),
	COLUMN_WITH(order_document, facet_a, NULLABLE),
	COLUMN_WITH(order_document, facet_b, NULLABLE),
	COLUMN_WITH(order_document, title, NULLABLE),
	COLUMN_WITH(order_document, submitted_at, NULLABLE),
	COLUMN_WITH(order_document, due_at, NULLABLE),
	COLUMN(order_document, created_at),
	COLUMN(order_document, submission_no),
	COLUMN_WITH(order_document, institution, .shape = &institution_shape),
	COLUMN_WITH(order_document, parent, .shape = &parent_shape, NULLABLE),
	COLUMN_WITH(
	    order_document, record, .shape = &record_ref_shape, NULLABLE),
	COLUMN_WITH(order_document, content, .schema = "order_content"),
	COLUMN_WITH(order_document, route, .shape = &step_shape),
	COLUMN_WITH(order_document, history, .shape = &history_shape),
	COLUMN_WITH(order_document, milestones, .shape = &milestone_shape),
	COLUMN_WITH(
	    order_document, account_proofs, .shape = &account_shown_shape),
	COLUMN_WITH(order_document, children, .shape = &child_shape),
	COLUMN_WITH(
	    order_document, rejection, .shape = &rejection_shape, NULLABLE),
	COLUMN_WITH(order_document, open_fields, .schema = "words", NULLABLE),
	COLUMN_WITH(order_document, unlocks, .schema = "unlocks", NULLABLE),
	COLUMN_WITH(order_document, proven, .schema = "words", NULLABLE),
	COLUMN_WITH(
	    order_document, submitted, .schema = "order_content", NULLABLE),
	COLUMN_WITH(order_document, changes, .shape = &change_shape),
	COLUMN(order_document, against_record),
	COLUMN_WITH(order_document, claim, .shape = &claim_shape, NULLABLE),
	COLUMN_WITH(
	    order_document, supplement, .shape = &supplement_shape, NULLABLE),
	COLUMN_WITH(order_document, actions, .shape = &actions_shape),
	COLUMN_WITH(order_document, decision_action,
	    .words = &step_action_words, NULLABLE),
};
const struct shape order_shape = { "order", document_columns,
	sizeof(document_columns) / sizeof(document_columns[0]),
	sizeof(struct order_document) };

/* 0 is "does not apply". */
static void
append_count(
    struct arena *mem, struct json *to, const char *name, int64_t count)
{
	json_append(to, name,
	    count == 0 ? json_make(mem, JSON_NULL, NULL)
		       : json_make(mem, JSON_NUMBER,
			     arena_printf(mem, "%lld", (long long)count)));
}

/* A file id with what a reader wants to know of it. */
static struct json *
file_ref(struct arena *mem, const struct order_file *f)
{
	struct json *ref = json_make(mem, JSON_OBJECT, NULL);

	json_append(ref, "file_id", json_make(mem, JSON_STRING, f->file_id));
	json_append(ref, "name", json_make(mem, JSON_STRING, f->name));
	json_append(ref, "size",
	    json_make(mem, JSON_NUMBER,
		arena_printf(mem, "%lld", (long long)f->size)));
	json_append(
	    ref, "media_type", json_make(mem, JSON_STRING, f->media_type));
	append_count(mem, ref, "width", f->width);
	append_count(mem, ref, "height", f->height);
	append_count(mem, ref, "pages", f->pages);
	return ref;
}

struct json *
order_file_refs(
    struct arena *mem, const struct json *ids, const struct list *files)
{
	const struct order_file *all = files->items;
	struct json *refs = json_make(mem, JSON_ARRAY, NULL);

	for (const struct json *id = ids->first; id != NULL; id = id->next)
		for (size_t i = 0; i < files->n; i++)
			if (strcmp(all[i].file_id, id->text) == 0)
				json_append(refs, NULL, file_ref(mem, &all[i]));
	return refs;
}

/*
 * A desk finds in its 已办 what it decided on, not a later submission that
 * has not reached it (REVIEW-2, REVIEW-11). NULL: the order as it is.
 */
static const struct order_shown *
shown_to(const struct request *r, const struct order_desk desks[DESK_COUNT])
{
	const struct order_desk *mine = &desks[r->actor.desk];

	if (!request_has_role(r, MAY_REVIEW) || mine->state != DESK_HIDDEN ||
	    !mine->decided)
		return NULL;
	return &mine->done;
}

struct order
order_as_seen(const struct request *r, const struct order *o,
    const struct order_desk desks[DESK_COUNT])
{
	const struct order_shown *shown = shown_to(r, desks);
	struct order seen = *o;

	if (shown != NULL) {
		seen.submission_no = shown->submission_no;
		seen.facet_a = shown->facet_a;
		seen.facet_b = shown->facet_b;
		seen.title = shown->title;
		seen.submitted_at = shown->submitted_at;
	}
	return seen;
}

static const struct json *
read_content(struct request *r, const char *text)
{
	struct json *stored =
	    text == NULL ? NULL : json_read(r->mem, text, strlen(text));

	return stored == NULL ? json_make(r->mem, JSON_OBJECT, NULL) : stored;
}

const struct json *
order_submitted_content(struct request *r, const struct order *o)
{
	return read_content(
	    r, order_version_content(r->db, r->mem, o->id, o->submission_no));
}

const struct json *
order_stored_content(struct request *r, const struct order *o)
{
	bool mine = request_is_applicant(r, o->organisation_id);

	return mine && o->draft != NULL && order_is_editable(o)
		   ? read_content(r, o->draft)
		   : order_submitted_content(r, o);
}

/* Content being made what its reader sees. */
struct showing {
	struct request *r;
	const struct order *o;
	struct list files;
};

static struct json *
show_place(void *context, const struct place *at)
{
	struct showing *s = context;
	struct json *copy;

	if (at->field->type == FIELD_ATTACHMENT)
		return order_file_refs(s->r->mem, at->value, &s->files);
	copy = json_copy(s->r->mem, at->value);
	if ((at->field->flags & FIELD_PERSONAL) != 0)
		copy->text = personal_visible(
		    s->r, s->o, at->field, personal_open_one(s->r, s->o, at));
	return copy;
}

const struct json *
order_content_shown(
    struct request *r, const struct order *o, const struct json *stored)
{
	struct showing s = { r, o, order_files(r->db, r->mem, o) };

	return form_map(
	    r->mem, kind_of(o->kind)->content, stored, show_place, &s);
}

/* How far the order is, seen from one step of its route. */
static enum route_state
step_state(const struct order *o, const struct step *step, bool exists)
{
	const struct step *at =
	    review_step_at(kind_of(o->kind), (enum desk)o->desk);

	if (!exists)
		return ROUTE_SKIPPED;
	if (o->state == ORDER_APPROVED || o->state == ORDER_CONCLUDED)
		return ROUTE_DONE;
	if (o->state != ORDER_WAITING && o->state != ORDER_REJECTED)
		return ROUTE_TODO;
	if (step == at)
		return o->state == ORDER_WAITING ? ROUTE_CURRENT
						 : ROUTE_REJECTED;
	return step < at ? ROUTE_DONE : ROUTE_TODO;
}

/* Nobody has said yet whom it goes to. */
static bool
is_unaddressed(const struct order *o, const struct step *s)
{
	return desk_row(s->desk)->found == BY_ADDRESSEE && o->addressee_id == 0;
}

/* To who has it now, as it now is. */
static bool
is_handed_over(const struct order *o, const struct route_step *step,
    const struct office *office, const struct order_event *e)
{
	return e->event == EVENT_HAND_OVER && step->state == ROUTE_CURRENT &&
	       e->submission_no == o->submission_no &&
	       e->organisation_id == office->id;
}

static struct list
route_of(struct request *r, const struct order *o, const struct list *events)
{
	const struct order_event *e = events->items;
	const struct kind *kind = kind_of(o->kind);
	struct route_step *steps =
	    arena_alloc(r->mem, kind->n_steps * sizeof(*steps));
	struct office offices[DESK_COUNT];

	desk_offices(r, o->division, o->addressee_id, offices);
	for (size_t i = 0; i < kind->n_steps; i++) {
		const struct step *s = &kind->steps[i];
		struct route_step *step = &steps[i];
		*step = (struct route_step){ .desk = s->desk,
			.action = s->action,
			.days = s->days,
			.counted = s->days == 0 ? 0 : s->counted,
			.organisation_name = offices[s->desk].name,
			.organisation_phone = offices[s->desk].phone,
			.state = step_state(o, s,
			    offices[s->desk].id != 0 || is_unaddressed(o, s)) };
		for (size_t k = 0; k < events->n; k++) {
			if (is_handed_over(o, step, &offices[s->desk], &e[k]))
				step->handed_over_at = e[k].at;
			if (e[k].desk != (int64_t)s->desk ||
			    e[k].event == EVENT_NOTE ||
			    e[k].submission_no < o->round_no ||
			    e[k].event == EVENT_SUPPLEMENT ||
			    e[k].event >= EVENT_PROOF_ASK)
				continue;
			step->at = e[k].at;
			step->automatic = e[k].event == EVENT_AUTO_APPROVE;
		}
	}
	return (struct list){ steps, kind->n_steps };
}

/* The fields that a returned order lets its applicant change; NULL: all. */
static const struct json *
open_fields_of(struct request *r, const struct order_event *rejection)
{
	struct json *names = json_make(r->mem, JSON_ARRAY, NULL);

	if (!corrections_are_limited(rejection))
		return NULL;
	for (const struct json *m = rejection->remarks->first; m; m = m->next)
		json_append(names, NULL,
		    json_make(
			r->mem, JSON_STRING, json_member(m, "field")->text));
	return names;
}

static const struct json *
unlocks_of(struct request *r, const struct order *o)
{
	return o->draft_unlocks == NULL ||
		       !request_is_applicant(r, o->organisation_id)
		   ? NULL
		   : json_read(
			 r->mem, o->draft_unlocks, strlen(o->draft_unlocks));
}

static struct actions *
actions_of(
    struct request *r, const struct order_seen *seen, const struct list *events)
{
	const struct order *o = &seen->order;
	struct actions *a = arena_alloc(r->mem, sizeof(*a));
	const struct kind *upon = kind_upon(kind_of(o->kind));
	bool mine = request_is_applicant(r, o->organisation_id);

	a->edit = a->submit =
	    mine && order_is_editable(o) &&
	    (o->state != ORDER_WAITING || o->supplement != DESK_NONE ||
		!order_is_decided(o, events));
	a->withdraw =
	    mine && o->state == ORDER_WAITING && !order_is_decided(o, events);
	a->delete = mine && o->state == ORDER_DRAFT;
	a->decide =
	    request_has_role(r, MAY_REVIEW) && review_may_decide(r, seen);
	a->confirm = issue_may_confirm(r, o);
	a->note = review_may_note(r, o);
	if (mine && upon != NULL && o->state == ORDER_APPROVED &&
	    order_may_begin(r, upon) &&
	    !order_has_child(r->db, o->id, upon->number, 0))
		a->begin = upon->number;
	return a;
}

/* Those that hang on o and that the actor finds by themselves, too. */
static struct list
children_of(struct request *r, const struct order *o)
{
	struct list all = order_children(r, o);
	const struct order_child *from = all.items;
	struct order_child *shown =
	    arena_alloc(r->mem, (all.n + 1) * sizeof(*shown));
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++) {
		if (kind_of(from[i].kind) == NULL)
			continue; /* of a newer program's making */
		shown[n] = from[i];
		shown[n++].status = review_status(kind_of(from[i].kind),
		    (enum order_state)from[i].state, (enum desk)from[i].desk,
		    from[i].supplement);
	}
	return (struct list){ shown, n };
}

static void
fill_refs(struct request *r, const struct order *o, struct order_document *d)
{
	struct institution *i = arena_alloc(r->mem, sizeof(*i));
	struct parent_ref *p = arena_alloc(r->mem, sizeof(*p));

	*i = (struct institution){ o->institution_code, o->institution_name,
		o->institution_uscc,
		arena_printf(r->mem, "%06lld", (long long)o->division),
		o->division_name };
	d->institution = i;
	*p = (struct parent_ref){ o->parent_no, o->parent_title };
	d->parent = o->parent_id == 0 ? NULL : p;
}

static void
fill_record(struct request *r, const struct order *o, struct order_document *d)
{
	struct record_ref *ref = arena_alloc(r->mem, sizeof(*ref));
	struct record record;

	if (!record_of_order(r, o, &record) ||
	    !desk_may_read(r, record.addressee_id))
		return;
	if (record.state == RECORD_CHANGING && record_is_changing(r, o))
		d->status = review_status_on_file(kind_of(o->kind), true);
	*ref = (struct record_ref){ record.code, record.version };
	d->record = ref;
}

/* One that is addressed knows what it has decided itself, and of others that
 * they have (spec 0). Who had claimed what is the office's own. */
static struct list
events_shown(struct request *r, const struct list *events)
{
	const struct order_event *all = events->items;
	struct order_event *shown =
	    arena_alloc(r->mem, (events->n + 1) * sizeof(*shown));

	for (size_t i = 0; i < events->n; i++) {
		shown[i] = all[i];
		if (all[i].organisation_id != r->actor.organisation_id)
			shown[i].claimed_by = NULL;
		if (!order_event_is_decision(&all[i]) ||
		    desk_may_read(r, all[i].organisation_id))
			continue;
		shown[i].reason = shown[i].remark = NULL;
		shown[i].whole = 0;
		shown[i].remarks = shown[i].granted = NULL;
	}
	return (struct list){ shown, events->n };
}

/* The head of the document: the order as it stands, as its reader sees it. */
static void
fill_head(const struct request *r, struct order_document *d,
    const struct order *o, const struct order *seen,
    const struct order_desk desks[DESK_COUNT])
{
	const struct order_list_kind *list = kind_of(o->kind)->list;
	const struct order_desk none = { 0 };
	const struct order_desk *mine =
	    request_has_role(r, MAY_REVIEW) ? &desks[r->actor.desk] : &none;

	*d = (struct order_document){ .order_no = o->order_no,
		.title = seen->title,
		.kind = o->kind,
		.list = list->number,
		.version = o->version,
		.order_state = o->state,
		.status =
		    review_status(kind_of(o->kind), (enum order_state)o->state,
			(enum desk)o->desk, o->supplement),
		.state = mine->state,
		.automatic = mine->automatic != 0,
		.amended = order_is_amended(o),
		.facet_a = kind_facet(&list->facet_a, seen->facet_a),
		.facet_b = kind_facet(&list->facet_b, seen->facet_b),
		.submission_no = seen->submission_no,
		.submitted_at = seen->submitted_at,
		.due_at = desks[o->desk].working.due_at,
		.created_at = o->created_at };
}

enum err
order_answer(struct request *r, const char *order_no)
{
	struct order_document *d = arena_alloc(r->mem, sizeof(*d));
	const struct step *step;
	struct supplement *supplement =
	    arena_alloc(r->mem, sizeof(*supplement));
	struct order_seen now;
	struct list events;
	struct order o, seen;
	bool reviews;

	if (!order_seen_by_no(r, order_no, &now))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	o = now.order;
	reviews = request_has_role(r, MAY_REVIEW) &&
		  !request_is_applicant(r, o.organisation_id);
	events = order_events(r->db, r->mem, o.id);
	seen = order_as_seen(r, &o, now.desks);
	fill_head(r, d, &o, &seen, now.desks);
	d->history = events_shown(r, &events);
	d->account_proofs = account_proofs_shown(r, &now, &seen);
	d->milestones =
	    milestones_of(r, &seen, &d->history, &d->account_proofs);
	fill_refs(r, &o, d);
	if (kind_upon(kind_of(o.kind)) != NULL)
		d->children = children_of(r, &o);
	if (kind_of(o.kind)->effect != NULL)
		fill_record(r, &o, d);
	d->content =
	    order_content_shown(r, &seen, order_stored_content(r, &seen));
	d->route = route_of(r, &o, &events);
	d->rejection = corrections_asked(&o, &events);
	if (d->rejection != NULL &&
	    d->rejection->submission_no > seen.submission_no)
		d->rejection = NULL; /* of one that has not reached them */
	d->actions = actions_of(r, &now, &events);
	d->open_fields = open_fields_of(r, d->rejection);
	d->unlocks = unlocks_of(r, &o);
	if (d->actions->edit)
		d->proven = proof_paths(
		    r, o.organisation_id, kind_of(o.kind)->content, d->content);
	/* What a field that is locked again goes back to (PLAT-14), and what a
	 * resubmission is checked against. */
	if (o.submission_no > 0 && d->actions->edit)
		d->submitted =
		    order_content_shown(r, &o, order_submitted_content(r, &o));
	if (reviews) {
		d->changes = corrections_made(r, &seen, &events);
		d->against_record =
		    corrections_are_of_record(r, &seen, &events);
		d->claim = claim_of(r, o.id);
	}
	if (supplement_open(r, &o, supplement))
		d->supplement = supplement;
	d->actions->supplement = reviews && supplement_may_ask(r, &now) &&
				 !account_proof_is_open(r, &o);
	step = review_step_at(kind_of(o.kind), (enum desk)r->actor.desk);
	if (reviews && step != NULL)
		d->decision_action = step->action;
	r->result = d;
	return db_error(r->db);
}
