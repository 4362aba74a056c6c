/* What may be corrected and what was; see corrections.h. */
#include "app/order/corrections.h"

#include <string.h>

#include "app/order/order_sql.h"
#include "app/order/personal.h"
#include "app/record/record.h"

#define NULLABLE .flags = COLUMN_NULLABLE
static const struct column change_columns[] = {
	COLUMN(change, field),
	COLUMN_WITH(change, before, .schema = "order_value", NULLABLE),
	COLUMN_WITH(change, now, .schema = "order_value", NULLABLE),
	COLUMN_WITH(change, on_record, .schema = "order_value", NULLABLE),
	COLUMN_WITH(change, record_no, NULLABLE),
	COLUMN_WITH(change, remarks, .schema = "remarks", NULLABLE),
	COLUMN_WITH(change, unlock_reason, NULLABLE),
};
const struct shape change_shape = SHAPE(change, change_columns);

const struct order_event *
corrections_asked(const struct order *o, const struct list *events)
{
	const struct order_event *e = events->items;

	bool supplement = o->supplement != DESK_NONE;

	for (size_t i = events->n;
	     i-- > 0 && (supplement || o->state == ORDER_REJECTED);)
		if (e[i].event ==
		    (supplement ? EVENT_SUPPLEMENT : EVENT_REJECT))
			return &e[i];
	return NULL;
}

bool
corrections_are_limited(const struct order_event *rejection)
{
	return rejection != NULL && rejection->whole == 0 &&
	       rejection->remarks != NULL && rejection->remarks->count > 0;
}

bool
corrections_name(const struct order_event *rejection, const char *field)
{
	for (const struct json *m = rejection->remarks->first; m != NULL;
	     m = m->next)
		if (path_within(field, json_member(m, "field")->text))
			return true;
	return false;
}

bool
corrections_same(const struct json *a, const struct json *b)
{
	const struct json *x, *y;

	if (a == NULL || b == NULL)
		return a == b;
	if (a->type != b->type || a->count != b->count ||
	    a->truth != b->truth || (a->text == NULL) != (b->text == NULL) ||
	    (a->text != NULL && strcmp(a->text, b->text) != 0))
		return false;
	for (x = a->first, y = b->first; x != NULL; x = x->next, y = y->next)
		if ((a->type == JSON_OBJECT && strcmp(x->name, y->name) != 0) ||
		    !corrections_same(x, y))
			return false;
	return true;
}

/* The reason given for changing a field that was not asked about. */
static const char *
unlock_of(const struct json *unlocks, const char *field)
{
	if (unlocks == NULL)
		return NULL;
	for (const struct json *m = unlocks->first; m != NULL; m = m->next)
		if (path_within(field, json_member(m, "field")->text))
			return json_member(m, "reason")->text;
	return NULL;
}

static const struct json *
read_tree(struct arena *mem, const char *text)
{
	return text == NULL ? NULL : json_read(mem, text, strlen(text));
}

/* The places of a submission, personal data opened. */
static struct list
opened_places(struct request *r, const struct order *o, const struct json *tree)
{
	return form_places(r->mem, kind_of(o->kind)->content,
	    tree == NULL ? NULL : personal_open(r, o, tree));
}

static struct list
submission_places(struct request *r, const struct order *o, int64_t no)
{
	return opened_places(r, o,
	    read_tree(r->mem, order_version_content(r->db, r->mem, o->id, no)));
}

/* A place that is not the same on both sides; one of them may be NULL. */
struct difference {
	const struct place *before, *now;
};

static const struct place *
place_of(const struct difference *d)
{
	return d->now != NULL ? d->now : d->before;
}

/* Whatever differs, in the order of the form. */
static struct list
differences(
    struct request *r, const struct list *before, const struct list *now)
{
	const struct place *b = before->items, *n = now->items;
	struct difference *all =
	    arena_alloc(r->mem, (before->n + now->n + 1) * sizeof(*all));
	size_t found = 0, at_b = 0, at_n = 0;

	/* Both are in the form's order: top field by top field. */
	while (at_b < before->n || at_n < now->n) {
		if (at_n < now->n &&
		    (at_b == before->n || n[at_n].top <= b[at_b].top)) {
			const struct place *now_at = &n[at_n++];
			const struct place *was =
			    form_place(before, now_at->path);
			if (was == NULL ||
			    !corrections_same(was->value, now_at->value))
				all[found++] =
				    (struct difference){ was, now_at };
		} else {
			const struct place *was = &b[at_b++];
			if (form_place(now, was->path) == NULL)
				all[found++] = (struct difference){ was, NULL };
		}
	}
	return (struct list){ all, found };
}

static void
check_unlocks(
    struct request *r, const struct form *form, const struct json *unlocks)
{
	const struct field *f = form_field(
	    form_field(&order_submit_form, "unlocks")->part, "field");
	size_t i = 0;

	if (unlocks == NULL)
		return;
	for (const struct json *m = unlocks->first; m; m = m->next, i++)
		if (form_at(form, json_member(m, "field")->text) == NULL)
			fault_add(&r->problem.faults,
			    arena_printf(r->mem, "unlocks.%zu.field", i),
			    "choice", f);
}

void
corrections_check(struct request *r, const struct order *o,
    const struct json *content, const struct json *unlocks)
{
	const struct form *form = kind_of(o->kind)->content;
	struct list events = order_events(r->db, r->mem, o->id);
	const struct order_event *asked = corrections_asked(o, &events);
	struct list before, now, found;
	const struct json *submitted;

	check_unlocks(r, form, unlocks);
	if (!corrections_are_limited(asked))
		return;
	submitted = read_tree(r->mem,
	    order_version_content(r->db, r->mem, o->id, o->submission_no));
	before = opened_places(r, o, submitted);
	now = form_places(r->mem, form, content);
	found = differences(r, &before, &now);
	for (size_t i = 0; i < found.n; i++) {
		const struct difference *all = found.items;
		const struct place *at = place_of(&all[i]);

		/* Not their doing: it comes or goes with another answer. */
		if (!form_asks(form, all[i].now == NULL ? content : submitted,
			at->path))
			continue;
		if (!corrections_name(asked, at->path) &&
		    unlock_of(unlocks, at->path) == NULL)
			fault_add(
			    &r->problem.faults, at->path, "locked", at->field);
	}
}

const struct order_event *
corrections_answered(const struct order *o, const struct list *events)
{
	const struct order_event *e = events->items;

	bool supplied = false;

	for (size_t i = events->n; i-- > 0;) {
		if (e[i].event == EVENT_SUPPLY)
			supplied = true;
		/* Taken back or run out, nothing answered it. */
		if (e[i].event == EVENT_SUPPLEMENT && !supplied)
			continue;
		if ((e[i].event == EVENT_REJECT ||
			e[i].event == EVENT_SUPPLEMENT) &&
		    e[i].submission_no < o->submission_no)
			return &e[i];
		if (e[i].event == EVENT_SUPPLEMENT)
			supplied = false;
	}
	return NULL;
}

static const struct json *
remarks_on(
    struct arena *mem, const struct order_event *rejection, const char *field)
{
	struct json *found = json_make(mem, JSON_ARRAY, NULL);

	if (rejection == NULL || rejection->remarks == NULL)
		return NULL;
	for (const struct json *m = rejection->remarks->first; m; m = m->next) {
		struct json *copy;
		if (!path_within(field, json_member(m, "field")->text))
			continue;
		copy = json_copy(mem, m);
		json_append(found, NULL, copy);
	}
	return found->count == 0 ? NULL : found;
}

struct submission
corrections_submission(struct request *r, const struct order *o,
    const char *stored, struct list files)
{
	return (struct submission){ *o,
		opened_places(r, o, read_tree(r->mem, stored)), files };
}

static struct submission
side_of(struct request *r, const struct order *o, int64_t no)
{
	return (struct submission){ *o, submission_places(r, o, no),
		order_files(r->db, r->mem, o) };
}

static const struct json *
value_shown(
    struct request *r, const struct submission *s, const struct place *at)
{
	struct json *copy;

	if (at == NULL)
		return NULL;
	if (at->field->type == FIELD_ATTACHMENT)
		return order_file_refs(r->mem, at->value, &s->files);
	copy = json_copy(r->mem, at->value);
	if ((at->field->flags & FIELD_PERSONAL) != 0)
		copy->text =
		    personal_visible(r, &s->order, at->field, at->value->text);
	return copy;
}

/* The reasons given in every submission after base. */
static const struct json *
unlocks_since(struct request *r, const struct order *o, int64_t base)
{
	struct json *all = json_make(r->mem, JSON_ARRAY, NULL);

	for (int64_t no = o->submission_no; no > base; no--) {
		const struct json *given = read_tree(
		    r->mem, order_version_unlocks(r->db, r->mem, o->id, no));
		struct json *m = given == NULL ? NULL : given->first, *next;

		for (; m != NULL; m = next) {
			next = m->next;
			m->next = NULL;
			json_append(all, NULL, m);
		}
	}
	return all;
}

/* The order whose submission is in force for what o is about: of a kind that
 * puts on file, that of its record, and once o has changed that the one before
 * it; else the last one of the same that passed. */
static bool
is_on_record(struct request *r, const struct order *o, struct order *out)
{
	struct record record;
	struct record_version v;

	if (kind_of(o->kind)->effect == NULL)
		return order_last_approved(r->db, r->mem, o, out);
	if (!record_of_order(r, o, &record))
		return false;
	if (o->subject_id == 0 || o->state != ORDER_APPROVED ||
	    !record_version_before(r, record.id, o, &v))
		v = (struct record_version){ .order_id = record.order_id,
			.submission_no = record.submission_no };
	if (!order_by_id(r->db, r->mem, v.order_id, out) ||
	    kind_of(out->kind) == NULL)
		return false;
	out->submission_no = v.submission_no;
	return true;
}

/* What has not been sent back differs from the record that it changes, where it
 * has all fields of that one's form: however often it was sent, whoever decides
 * sees all that would become of the record. */
static bool
changes_record(struct request *r, const struct order *o, struct order *out)
{
	const struct kind *kind = kind_of(o->kind);

	return o->subject_id != 0 && is_on_record(r, o, out) &&
	       (kind->changes || kind_of(out->kind)->content == kind->content);
}

bool
corrections_are_of_record(
    struct request *r, const struct order *o, const struct list *events)
{
	struct order on_record;

	return corrections_answered(o, events) == NULL &&
	       (o->submission_no < 2 || kind_of(o->kind)->changes) &&
	       changes_record(r, o, &on_record);
}

struct list
corrections_made(
    struct request *r, const struct order *o, const struct list *events)
{
	const struct order_event *rejection = corrections_answered(o, events);
	bool of_record = corrections_are_of_record(r, o, events);
	int64_t base =
	    rejection == NULL ? o->submission_no - 1 : rejection->submission_no;
	struct submission now, before, record = { 0 };
	const struct json *unlocks;
	struct order approved;
	struct list found;
	struct change *all;

	if (o->submission_no < 2 && !of_record)
		return (struct list){ NULL, 0 };
	now = side_of(r, o, o->submission_no);
	if (is_on_record(r, o, &approved))
		record = side_of(r, &approved, approved.submission_no);
	before = of_record ? record : side_of(r, o, base);
	unlocks = unlocks_since(r, o, base);
	found = differences(r, &before.places, &now.places);
	all = arena_alloc(r->mem, (found.n + 1) * sizeof(*all));
	for (size_t i = 0; i < found.n; i++) {
		const struct difference *d =
		    &((const struct difference *)found.items)[i];
		const char *path = place_of(d)->path;

		all[i] =
		    (struct change){ path, value_shown(r, &before, d->before),
			    value_shown(r, &now, d->now),
			    value_shown(
				r, &record, form_place(&record.places, path)),
			    record.order.order_no,
			    remarks_on(r->mem, rejection, path),
			    unlock_of(unlocks, path) };
	}
	return (struct list){ all, found.n };
}

struct list
corrections_between(struct request *r, const struct submission *before,
    const struct submission *after)
{
	struct list found = differences(r, &before->places, &after->places);
	struct change *all = arena_alloc(r->mem, (found.n + 1) * sizeof(*all));

	for (size_t i = 0; i < found.n; i++) {
		const struct difference *d =
		    &((const struct difference *)found.items)[i];

		all[i] = (struct change){ .field = place_of(d)->path,
			.before = value_shown(r, before, d->before),
			.now = value_shown(r, after, d->now) };
	}
	return (struct list){ all, found.n };
}

struct list
corrections_drafted(
    struct request *r, const struct order *o, const struct json *draft)
{
	const struct form *form = kind_of(o->kind)->content;
	struct list before = submission_places(r, o, o->submission_no);
	struct list now = form_places(r->mem, form, personal_open(r, o, draft));
	struct list found = differences(r, &before, &now);
	struct change *all = arena_alloc(r->mem, (found.n + 1) * sizeof(*all));

	for (size_t i = 0; i < found.n; i++)
		all[i] = (struct change){
			.field = place_of(
			    &((const struct difference *)found.items)[i])
				     ->path
		};
	return (struct list){ all, found.n };
}
