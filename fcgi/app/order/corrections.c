/* What may be corrected and what was; see corrections.h. */
#include "app/order/corrections.h"

#include <string.h>

#include "app/order/order_sql.h"
#include "app/order/personal.h"

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

	for (size_t i = events->n; i-- > 0 && o->state == ORDER_REJECTED;)
		if (e[i].event == EVENT_REJECT)
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
		if (strcmp(json_member(m, "field")->text, field) == 0)
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
		if (strcmp(json_member(m, "field")->text, field) == 0)
			return json_member(m, "reason")->text;
	return NULL;
}

static const struct json *
read_tree(struct arena *mem, const char *text)
{
	return text == NULL ? NULL : json_read(mem, text, strlen(text));
}

/* Stored content as it was typed, personal data opened. */
static const struct json *
opened(struct request *r, const struct order *o, const struct json *stored)
{
	const struct form *form = order_kind(o->kind)->content;
	struct json *made = json_make(r->mem, JSON_OBJECT, NULL);

	for (const struct json *m = stored == NULL ? NULL : stored->first;
	     m != NULL; m = m->next) {
		const struct field *f = form_field(form, m->name);
		struct json *copy = arena_alloc(r->mem, sizeof(*copy));

		if (f == NULL)
			continue;
		*copy = *m;
		copy->next = NULL;
		if ((f->flags & FIELD_PERSONAL) != 0)
			copy->text = personal_open(r, o, f, m->text);
		json_append(made, f->name, copy);
	}
	return made;
}

static const struct json *
opened_content(struct request *r, const struct order *o, int64_t no)
{
	return opened(r, o,
	    read_tree(r->mem, order_version_content(r->db, r->mem, o->id, no)));
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
		if (form_field(form, json_member(m, "field")->text) == NULL)
			fault_add(&r->problem.faults,
			    arena_printf(r->mem, "unlocks.%zu.field", i),
			    "choice", f);
}

void
corrections_check(struct request *r, const struct order *o,
    const struct json *content, const struct json *unlocks)
{
	const struct form *form = order_kind(o->kind)->content;
	struct list events = order_events(r->db, r->mem, o->id);
	const struct order_event *asked = corrections_asked(o, &events);
	const struct json *before;

	check_unlocks(r, form, unlocks);
	if (!corrections_are_limited(asked))
		return;
	before = opened_content(r, o, o->submission_no);
	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];

		if (!corrections_name(asked, f->name) &&
		    unlock_of(unlocks, f->name) == NULL &&
		    !corrections_same(json_member(before, f->name),
			json_member(content, f->name)))
			fault_add(&r->problem.faults, f->name, "locked", f);
	}
}

const struct order_event *
corrections_answered(const struct order *o, const struct list *events)
{
	const struct order_event *e = events->items;

	for (size_t i = events->n; i-- > 0;)
		if (e[i].event == EVENT_REJECT &&
		    e[i].submission_no < o->submission_no)
			return &e[i];
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
		if (strcmp(json_member(m, "field")->text, field) != 0)
			continue;
		copy = arena_alloc(mem, sizeof(*copy));
		*copy = *m;
		copy->next = NULL;
		json_append(found, NULL, copy);
	}
	return found->count == 0 ? NULL : found;
}

/* What a later pass needs of each side: the order, its content as typed. */
struct side {
	struct order order;
	const struct json *content;
	struct list files;
};

static struct side
side_of(struct request *r, const struct order *o, int64_t no)
{
	return (struct side){ *o, opened_content(r, o, no),
		order_files(r->db, r->mem, o->id) };
}

static const struct json *
value_shown(struct request *r, const struct side *s, const struct field *f)
{
	const struct json *m = json_member(s->content, f->name);
	struct json *copy;

	if (m == NULL)
		return NULL;
	copy = arena_alloc(r->mem, sizeof(*copy));
	*copy = *m;
	copy->name = NULL;
	copy->next = NULL;
	if (f->type == FIELD_ATTACHMENT)
		return order_file_refs(r->mem, m, &s->files);
	if ((f->flags & FIELD_PERSONAL) != 0)
		copy->text = personal_visible(r, &s->order, f, m->text);
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

struct list
corrections_made(
    struct request *r, const struct order *o, const struct list *events)
{
	const struct form *form = order_kind(o->kind)->content;
	struct change *all = arena_alloc(r->mem, form->n * sizeof(*all));
	const struct order_event *rejection = corrections_answered(o, events);
	int64_t base =
	    rejection == NULL ? o->submission_no - 1 : rejection->submission_no;
	struct side now, before, record = { 0 };
	const struct json *unlocks;
	struct order approved;
	size_t n = 0;

	if (o->submission_no < 2)
		return (struct list){ NULL, 0 };
	now = side_of(r, o, o->submission_no);
	before = side_of(r, o, base);
	if (order_last_approved(r->db, r->mem, o, &approved))
		record = side_of(r, &approved, approved.submission_no);
	unlocks = unlocks_since(r, o, base);
	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];

		if (corrections_same(json_member(before.content, f->name),
			json_member(now.content, f->name)))
			continue;
		all[n++] = (struct change){ f->name, value_shown(r, &before, f),
			value_shown(r, &now, f),
			record.content == NULL ? NULL
					       : value_shown(r, &record, f),
			record.order.order_no,
			remarks_on(r->mem, rejection, f->name),
			unlock_of(unlocks, f->name) };
	}
	return (struct list){ all, n };
}

struct list
corrections_drafted(
    struct request *r, const struct order *o, const struct json *draft)
{
	const struct form *form = order_kind(o->kind)->content;
	struct change *all = arena_alloc(r->mem, form->n * sizeof(*all));
	const struct json *before = opened_content(r, o, o->submission_no);
	const struct json *now = opened(r, o, draft);
	size_t n = 0;

	for (size_t i = 0; i < form->n; i++)
		if (!corrections_same(json_member(before, form->fields[i].name),
			json_member(now, form->fields[i].name)))
			all[n++] =
			    (struct change){ .field = form->fields[i].name };
	return (struct list){ all, n };
}
