/* The checks; see findings.h. */
#include "app/order/findings.h"

#include <string.h>

#include "app/order/corrections.h"
#include "app/order/order_sql.h"
#include "lib/checks.h"

enum { SHORT_SIDE_MIN = 1000, WARNED_DAYS = 60 };

struct notes {
	struct request *r;
	const struct order *o;
	const struct json *content;
	struct list files, places;
	struct finding *found;
	size_t n;
};

void
notes_add(
    struct notes *n, const char *code, const char *field, const char *detail)
{
	if (n->n < FINDINGS_MAX)
		n->found[n->n++] = (struct finding){ code, field, detail };
}

struct moment
notes_now(const struct notes *n)
{
	return n->r->actor.now;
}

const struct order *
notes_order(const struct notes *n)
{
	return n->o;
}

bool
notes_ends_soon(const struct notes *n, const char *field)
{
	const char *day = notes_text(n, field);
	struct moment end;

	return day != NULL && clock_day_begin(day, &end) &&
	       end.ms - notes_now(n).ms < WARNED_DAYS * CLOCK_DAY_MS;
}

const char *
notes_text(const struct notes *n, const char *field)
{
	const struct json *m = json_member(n->content, field);

	return m == NULL || m->type != JSON_STRING ? NULL : m->text;
}

/* True when content names the file in its place. */
static bool
is_used(const struct notes *n, const struct order_file *f)
{
	const struct place *at = form_place(&n->places, f->field);

	if (at == NULL || at->field->type != FIELD_ATTACHMENT)
		return false;
	for (const struct json *id = at->value->first; id; id = id->next)
		if (strcmp(id->text, f->file_id) == 0)
			return true;
	return false;
}

/* The same bytes twice: one of them is probably not what was meant. */
static void
check_same_files(struct notes *n)
{
	const struct order_file *all = n->files.items;

	for (size_t i = 0; i < n->files.n; i++)
		for (size_t k = 0; k < i; k++)
			if (is_used(n, &all[i]) && is_used(n, &all[k]) &&
			    strcmp(all[i].digest, all[k].digest) == 0) {
				notes_add(
				    n, "same_file", all[i].field, all[i].name);
				break;
			}
}

/* PLAT-17: what is scanned smaller than this is often not readable. */
static void
check_images(struct notes *n)
{
	const struct order_file *f = n->files.items;

	for (size_t i = 0; i < n->files.n; i++) {
		int64_t side =
		    f[i].width < f[i].height ? f[i].width : f[i].height;
		if (side > 0 && side < SHORT_SIDE_MIN && is_used(n, &f[i]))
			notes_add(n, "small_image", f[i].field, f[i].name);
	}
}

/* Of a kind that stands by itself; one upon another has that one's title. */
static void
check_duplicate(struct notes *n)
{
	const struct form *form = kind_of(n->o->kind)->content;
	const char *other;

	for (size_t i = 0; i < form->n; i++) {
		const char *title = notes_text(n, form->fields[i].name);
		if ((form->fields[i].as & AS_TITLE) == 0 || title == NULL)
			continue;
		other = order_of_same_name(n->r, n->o, title);
		if (other != NULL)
			notes_add(n, "same_name", form->fields[i].name, other);
	}
}

static void
check_own(struct notes *n)
{
	void (*find)(struct notes *) = kind_of(n->o->kind)->find;

	if (find != NULL)
		find(n);
}

/* The record that the account stands for. */
static void
check_record(struct notes *n)
{
	const char *uscc = n->o->institution_uscc;
	const char *code = n->o->institution_code;

	if (uscc != NULL && !is_uscc(uscc))
		notes_add(n, "uscc", NULL, NULL);
	if (code != NULL && strlen(code) == 12 &&
	    strncmp(code + 1,
		arena_printf(n->r->mem, "%06lld", (long long)n->o->division),
		6) != 0)
		notes_add(n, "code_division", NULL, NULL);
}

/* As it is filled in, wherever a form asks for one. */
static void
check_credit_code(struct notes *n)
{
	const struct form *form = kind_of(n->o->kind)->content;

	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];
		const char *uscc = notes_text(n, f->name);
		if ((f->as & AS_USCC) != 0 && uscc != NULL && !is_uscc(uscc))
			notes_add(n, "credit_code", f->name, NULL);
	}
}

static bool
is_changed(const struct list *changes, const char *field)
{
	const struct change *c = changes->items;

	for (size_t i = 0; i < changes->n; i++)
		if (path_within(c[i].field, field))
			return true;
	return false;
}

/* What was remarked and is sent again as it was, or all of it: in a draft to be
 * sent, or, for who reviews it, in the submission. */
static void
check_unchanged(struct notes *n)
{
	struct request *r = n->r;
	struct list events = order_events(r->db, r->mem, n->o->id), changes;
	bool drafting = order_is_editable(n->o) &&
			request_is_applicant(r, n->o->organisation_id);
	const struct order_event *asked =
	    drafting ? corrections_asked(n->o, &events)
		     : corrections_answered(n->o, &events);

	if (asked == NULL || (!drafting && n->o->submission_no < 2))
		return;
	changes = drafting ? corrections_drafted(r, n->o, n->content)
			   : corrections_made(r, n->o, &events);
	if (changes.n == 0)
		notes_add(n, "nothing_changed", NULL, NULL);
	if (changes.n == 0 || !corrections_are_limited(asked))
		return;
	for (const struct json *m = asked->remarks->first; m; m = m->next) {
		const char *field = json_member(m, "field")->text;
		const struct field *f =
		    form_at(kind_of(n->o->kind)->content, field);
		if (f != NULL && !is_changed(&changes, field))
			notes_add(n, "unchanged", field, NULL);
	}
}

struct list
findings_about(
    struct request *r, const struct order *o, const struct json *content)
{
	static void (*const checks[])(struct notes *) = { check_unchanged,
		check_duplicate, check_credit_code, check_own, check_same_files,
		check_images, check_record };
	struct notes n = { r, o, content, order_files(r->db, r->mem, o),
		form_places(r->mem, kind_of(o->kind)->content, content),
		arena_alloc(r->mem, FINDINGS_MAX * sizeof(*n.found)), 0 };

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		checks[i](&n);
	return (struct list){ n.found, n.n };
}
