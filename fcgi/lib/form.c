/* The form engine; see form.h. */
#include "lib/form.h"

#include <stdlib.h>
#include <string.h>

#include "lib/checks.h"
#include "lib/crypt.h"

enum {
	FILE_ID_MAX = 40,
	NUMBER_TYPED_MAX = 40,
	/* "2026-11-22", with "T11:04", with ":05" */
	DAY_LENGTH = 10,
	MINUTE_LENGTH = 16,
	SECOND_LENGTH = 19
};

struct check {
	const struct form *form;
	enum form_mode mode;
	struct faults *faults;
	bool required;      /* the field at hand, here and now */
	bool keyed;         /* the object at hand is an item with a key */
	const char *prefix; /* of the paths, "" or "remarks.0." */
	char *into;
};

void
fault_add(struct faults *f, const char *path, const char *code,
    const struct field *field)
{
	struct fault *fault = arena_alloc(f->mem, sizeof(*fault));

	fault->path = path;
	fault->code = code;
	fault->field = field;
	if (f->last == NULL)
		f->first = fault;
	else
		f->last->next = fault;
	f->last = fault;
}

const struct field *
form_field(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->n; i++)
		if (form->fields[i].type != FIELD_SECTION &&
		    strcmp(form->fields[i].name, name) == 0)
			return &form->fields[i];
	return NULL;
}

static struct json *
refuse(struct check *c, const struct field *f, const char *code)
{
	fault_add(c->faults,
	    arena_printf(c->faults->mem, "%s%s", c->prefix, f->name), code, f);
	return NULL;
}

static struct json *
refuse_character(struct check *c, const struct field *f, struct text_bad bad)
{
	refuse(c, f, "characters");
	c->faults->last->bad = bad;
	return NULL;
}

static void *
slot(struct check *c, const struct field *f, enum column_type type)
{
	if (!f->bound || c->into == NULL)
		return NULL;
	if (f->slot != type)
		abort(); /* the table binds a member of another type */
	return c->into + f->offset;
}

static struct json *
check_text(struct check *c, const struct field *f, const struct json *v)
{
	struct arena *mem = c->faults->mem;
	enum text_class class = f->type == FIELD_SECRET  ? TEXT_SECRET
				: f->type == FIELD_PROSE ? TEXT_PROSE
							 : TEXT_LINE;
	long max = f->max > 0 ? f->max : FIELD_TEXT_MAX;
	const char **into = slot(c, f, COLUMN_TEXT);
	struct text_bad bad;
	const char *typed = v->text;
	char *cleaned;
	const char *s;
	long n;

	if (v->type != JSON_STRING)
		return refuse(c, f, "type");
	/* Before anything is made of it: what is far too long costs nothing,
	 * and what only blanks make long is not. */
	if (class != TEXT_SECRET)
		typed = text_trim(arena_strdup(mem, v->text));
	if ((long)text_length(typed) > 4 * max)
		return refuse(c, f, "too_long");
	s = cleaned = text_clean(mem, v->text, class, &bad);
	if (c->mode == FORM_DRAFT)
		return json_make(mem, JSON_STRING, s);
	if (bad.at != 0)
		return refuse_character(c, f, bad);
	if (class != TEXT_SECRET)
		s = text_trim(cleaned);
	if (f->format != NULL && f->format->clean != NULL)
		s = f->format->clean(mem, s);
	n = (long)text_length(s);
	if (n == 0)
		return c->required ? refuse(c, f, "required") : NULL;
	if (n > max)
		return refuse(c, f, "too_long");
	if (n < f->min)
		return refuse(c, f, "too_short");
	if (f->format != NULL && f->format->check != NULL &&
	    !f->format->check(s))
		return refuse(c, f, "format");
	if (into != NULL)
		*into = s;
	return json_make(mem, JSON_STRING, s);
}

static struct json *
check_choice(struct check *c, const struct field *f, const struct json *v)
{
	int64_t *into = slot(c, f, COLUMN_INT);
	const struct word *w;

	if (v->type != JSON_STRING)
		return refuse(c, f, "type");
	if (v->text[0] == '\0')
		return c->required && c->mode == FORM_STRICT
			   ? refuse(c, f, "required")
			   : NULL;
	w = words_find(f->words, v->text);
	if (w == NULL)
		return refuse(c, f, "choice");
	if (into != NULL)
		*into = w->value;
	return json_make(c->faults->mem, JSON_STRING, w->word);
}

static struct json *
check_date(struct check *c, const struct field *f, const struct json *v)
{
	struct moment *into = slot(c, f, COLUMN_TIME);
	struct moment day;

	if (v->type != JSON_STRING)
		return refuse(c, f, "type");
	if (v->text[0] == '\0')
		return c->required && c->mode == FORM_STRICT
			   ? refuse(c, f, "required")
			   : NULL;
	if (!clock_day_begin(v->text, &day))
		return refuse(c, f, "date");
	if (into != NULL)
		*into = day;
	return json_make(c->faults->mem, JSON_STRING, v->text);
}

/* Without seconds it is the minute's first, a day its first; of a field that is
 * a range's end the last. */
static struct json *
check_time(struct check *c, const struct field *f, const struct json *v)
{
	const char *whole = f->not_before == NULL ? "2026-11-22T00:00:00"
						  : "2026-11-22T23:59:59";
	struct moment *into = slot(c, f, COLUMN_TIME);
	struct moment m;
	char *text;
	size_t len;

	if (v->type != JSON_STRING)
		return refuse(c, f, "type");
	len = strlen(v->text);
	if (len == 0)
		return c->required && c->mode == FORM_STRICT
			   ? refuse(c, f, "required")
			   : NULL;
	if (len != DAY_LENGTH && len != MINUTE_LENGTH && len != SECOND_LENGTH)
		return refuse(c, f, "time");
	text = arena_printf(c->faults->mem, "%s%s", v->text, whole + len);
	if (text[DAY_LENGTH] == ' ')
		text[DAY_LENGTH] = 'T';
	if (!clock_read(arena_printf(c->faults->mem, "%s+08:00", text), &m))
		return refuse(c, f, "time");
	if (into != NULL)
		*into = m;
	return json_make(c->faults->mem, JSON_STRING, text);
}

/* A draft's may be half typed: kept as it is until it is one. */
static struct json *
keep_typed(struct check *c, const struct field *f, const struct json *v)
{
	struct text_bad bad;

	if (text_length(v->text) > NUMBER_TYPED_MAX)
		return refuse(c, f, "too_long");
	return json_make(c->faults->mem, JSON_STRING,
	    text_clean(c->faults->mem, v->text, TEXT_LINE, &bad));
}

static struct json *
check_integer(struct check *c, const struct field *f, const struct json *v)
{
	struct json number = *v;
	int64_t *into = slot(c, f, COLUMN_INT);
	int64_t max = f->max > 0               ? f->max
		      : f->type == FIELD_MONEY ? FIELD_MONEY_MAX
					       : INT64_MAX;
	int64_t i;

	if (c->mode == FORM_DRAFT && v->type == JSON_STRING)
		return keep_typed(c, f, v);
	if (c->mode == FORM_QUERY && v->type == JSON_STRING)
		number.type = JSON_NUMBER;
	if (number.type == JSON_NUMBER && number.text[0] == '\0')
		return NULL;
	if (!json_integer(&number, &i))
		return refuse(c, f, "type");
	if (c->mode != FORM_DRAFT && i < f->min)
		return refuse(c, f, "too_small");
	if (c->mode != FORM_DRAFT && i > max)
		return refuse(c, f, "too_large");
	if (into != NULL)
		*into = i;
	return json_make(c->faults->mem, JSON_NUMBER, number.text);
}

static struct json *
check_boolean(struct check *c, const struct field *f, const struct json *v)
{
	bool *into = slot(c, f, COLUMN_BOOL);
	struct json *made;
	bool truth = v->truth;

	bool as_text = c->mode == FORM_QUERY && v->type == JSON_STRING;

	if (as_text && strcmp(v->text, "true") == 0)
		truth = true;
	else if (as_text && strcmp(v->text, "false") == 0)
		truth = false;
	else if (v->type != JSON_BOOL)
		return refuse(c, f, "type");
	if (into != NULL)
		*into = truth;
	made = json_make(c->faults->mem, JSON_BOOL, NULL);
	made->truth = truth;
	return made;
}

static struct json *
check_attachment(struct check *c, const struct field *f, const struct json *v)
{
	struct arena *mem = c->faults->mem;
	struct json *made;

	if (v->type != JSON_ARRAY)
		return refuse(c, f, "type");
	if (v->count > f->max_items)
		return refuse(c, f, "too_many");
	if (v->count == 0)
		return c->required && c->mode == FORM_STRICT
			   ? refuse(c, f, "required")
			   : NULL;
	made = json_make(mem, JSON_ARRAY, NULL);
	for (const struct json *id = v->first; id != NULL; id = id->next) {
		if (id->type != JSON_STRING)
			return refuse(c, f, "type");
		if (id->text[0] == '\0' || id->nul_at != 0 ||
		    strlen(id->text) > FILE_ID_MAX)
			return refuse(c, f, "file");
		for (const struct json *e = v->first; e != id; e = e->next)
			if (strcmp(e->text, id->text) == 0)
				return refuse(c, f, "file");
		json_append(made, NULL, json_make(mem, JSON_STRING, id->text));
	}
	return made;
}

/* The words that a CHOICES may have, or the codes of a TREE. */
static size_t
list_size(const struct field *f)
{
	return f->type == FIELD_TREE ? f->tree->n : f->words->n;
}

static const char *
list_word(const struct field *f, size_t i)
{
	return f->type == FIELD_TREE ? f->tree->rows[i].code
				     : f->words->list[i].word;
}

/* A draft of a change begins with what is on file, retired or not. */
static const char *
list_fault(
    const struct check *c, const struct field *f, const struct json *list)
{
	for (const struct json *e = list->first; e != NULL; e = e->next) {
		const struct tree_row *row = NULL;

		if (e->type != JSON_STRING || e->nul_at != 0)
			return "type";
		if (f->type == FIELD_TREE)
			row = tree_find(f->tree, e->text);
		if (row == NULL && (f->type == FIELD_TREE ||
				       words_find(f->words, e->text) == NULL))
			return "choice";
		if (row != NULL && !tree_takes(f->tree, row))
			return "not_leaf";
		if (row != NULL && c->mode == FORM_STRICT &&
		    tree_is_retired(f->tree, row))
			return "retired";
		for (const struct json *other = list->first; other != e;
		     other = other->next)
			if (strcmp(other->text, e->text) == 0)
				return "twice";
	}
	return NULL;
}

static struct json *
check_list(struct check *c, const struct field *f, const struct json *v)
{
	struct arena *mem = c->faults->mem;
	const struct json **into = slot(c, f, COLUMN_TREE);
	struct json *made;
	const char *fault;

	if (v->type != JSON_ARRAY)
		return refuse(c, f, "type");
	if (v->count > list_size(f) ||
	    (f->max_items > 0 && v->count > f->max_items))
		return refuse(c, f, "too_many");
	if (v->count == 0)
		return c->required && c->mode == FORM_STRICT
			   ? refuse(c, f, "required")
			   : NULL;
	fault = list_fault(c, f, v);
	if (fault != NULL)
		return refuse(c, f, fault);
	/* In one order, so that the same choice is the same text. */
	made = json_make(mem, JSON_ARRAY, NULL);
	for (size_t i = 0; i < list_size(f); i++)
		for (const struct json *e = v->first; e != NULL; e = e->next)
			if (strcmp(e->text, list_word(f, i)) == 0)
				json_append(made, NULL,
				    json_make(
					mem, JSON_STRING, list_word(f, i)));
	if (into != NULL)
		*into = made;
	return made;
}

static struct json *check_object(struct check *c, const struct json *body);

/* Letters and digits, so that it can stand in a path. */
static bool
is_item_key(const struct json *key)
{
	size_t n = key->type == JSON_STRING && key->nul_at == 0
		       ? strlen(key->text)
		       : 0;

	return n > 0 && n <= ITEM_KEY_MAX &&
	       strspn(key->text, "abcdefghijklmnopqrstuvwxyz0123456789") == n;
}

static const char *
new_key(struct arena *mem)
{
	unsigned char raw[4];

	crypt_random(raw, sizeof(raw));
	return crypt_hex(mem, raw, sizeof(raw));
}

/* One of a keyed part's: its key is its own among them, or given here. */
static struct json *
check_item(struct check *c, const struct field *f, const struct json *all,
    const struct json *item)
{
	struct arena *mem = c->faults->mem;
	const struct json *key = json_member(item, "key");
	const char *text = key == NULL ? new_key(mem) : key->text;
	struct check inner = *c;
	struct json *made = json_make(mem, JSON_OBJECT, NULL), *rest;

	if (key != NULL && !is_item_key(key))
		return refuse(c, f, "item_key");
	for (const struct json *e = all->first; key != NULL && e != item;
	     e = e->next) {
		const struct json *other = json_member(e, "key");
		if (other != NULL && other->type == JSON_STRING &&
		    strcmp(other->text, text) == 0)
			return refuse(c, f, "item_key");
	}
	inner.prefix = arena_printf(mem, "%s%s.%s.", c->prefix, f->name, text);
	inner.keyed = true;
	rest = check_object(&inner, item);
	json_append(made, "key", json_make(mem, JSON_STRING, text));
	for (struct json *m = rest->first, *next; m != NULL; m = next) {
		next = m->next;
		m->next = NULL;
		json_append(made, m->name, m);
	}
	return made;
}

static const char *
missing(const struct field *f)
{
	return (f->flags & FIELD_REPEATED) != 0 ? "at_least_one" : "required";
}

static struct json *
check_group(struct check *c, const struct field *f, const struct json *v)
{
	struct arena *mem = c->faults->mem;
	const struct json **into = slot(c, f, COLUMN_TREE);
	struct check inner = *c;
	struct json *made;
	size_t i = 0;

	inner.form = f->part;
	inner.into = NULL;
	inner.keyed = false;
	if ((f->flags & FIELD_REPEATED) == 0) {
		if (v->type != JSON_OBJECT)
			return refuse(c, f, "type");
		inner.prefix = arena_printf(mem, "%s%s.", c->prefix, f->name);
		made = check_object(&inner, v);
	} else {
		if (v->type != JSON_ARRAY)
			return refuse(c, f, "type");
		if (v->count > f->max_items)
			return refuse(c, f, "too_many");
		if (v->count == 0 && c->mode == FORM_STRICT &&
		    (f->flags & FIELD_EMPTY) == 0)
			return c->required ? refuse(c, f, missing(f)) : NULL;
		made = json_make(mem, JSON_ARRAY, NULL);
		for (const struct json *e = v->first; e; e = e->next, i++) {
			if (e->type != JSON_OBJECT)
				return refuse(c, f, "type");
			if ((f->flags & FIELD_LATER) != 0)
				continue;
			if ((f->flags & FIELD_KEYED) != 0) {
				struct json *item = check_item(&inner, f, v, e);
				if (item == NULL)
					return NULL;
				json_append(made, NULL, item);
				continue;
			}
			inner.prefix = arena_printf(
			    mem, "%s%s.%zu.", c->prefix, f->name, i);
			json_append(made, NULL, check_object(&inner, e));
		}
		if ((f->flags & FIELD_LATER) != 0)
			made = json_copy(mem, v);
	}
	if (into != NULL)
		*into = made;
	return made;
}

static struct json *
check_content(struct check *c, const struct field *f, const struct json *v)
{
	const struct json **into = slot(c, f, COLUMN_TREE);
	struct json *made;

	if (v->type != JSON_OBJECT)
		return refuse(c, f, "type");
	if (into != NULL)
		*into = v;
	made = json_make(c->faults->mem, JSON_OBJECT, NULL);
	made->first = v->first;
	made->last = v->last;
	made->count = v->count;
	return made;
}

typedef struct json *checker(
    struct check *, const struct field *, const struct json *);

static checker *const checkers[] = {
	[FIELD_TEXT] = check_text,
	[FIELD_PROSE] = check_text,
	[FIELD_SECRET] = check_text,
	[FIELD_CHOICE] = check_choice,
	[FIELD_CHOICES] = check_list,
	[FIELD_TREE] = check_list,
	[FIELD_DATE] = check_date,
	[FIELD_TIME] = check_time,
	[FIELD_INTEGER] = check_integer,
	[FIELD_MONEY] = check_integer,
	[FIELD_BOOLEAN] = check_boolean,
	[FIELD_ATTACHMENT] = check_attachment,
	[FIELD_GROUP] = check_group,
	[FIELD_CONTENT] = check_content,
};

/* Days as text sort as they come, and times; what was refused is no text. */
static bool
is_before(const struct json *when, const struct json *other)
{
	return other != NULL && other->type == JSON_STRING &&
	       strlen(when->text) == strlen(other->text) &&
	       strcmp(when->text, other->text) < 0;
}

/*
 * The value of f in body, checked; NULL for none. made is what became of those
 * above it.
 */
static struct json *
check_member(struct check *c, const struct field *f, const struct json *body,
    const struct json *made)
{
	const struct json *v = json_member(body, f->name);
	struct json *value = NULL, none = { .type = JSON_OBJECT };

	/* What is missing in a group that must be there is named itself. */
	if (v == NULL && c->required && f->type == FIELD_GROUP &&
	    (f->flags & FIELD_REPEATED) == 0)
		v = &none;
	if (v != NULL && v->type == JSON_NULL)
		refuse(c, f, "type");
	else if (v != NULL && v->nul_at != 0 && c->mode != FORM_DRAFT)
		refuse_character(c, f, (struct text_bad){ 0, v->nul_at });
	else if (v != NULL && (v != &none || c->mode != FORM_DRAFT))
		value = checkers[f->type](c, f, v);
	else if (c->required && f->retired == 0 && c->mode != FORM_DRAFT)
		refuse(c, f, missing(f));
	if (value != NULL && f->not_before != NULL && c->mode != FORM_DRAFT &&
	    is_before(value, json_member(made, f->not_before)))
		value = refuse(c, f, "order");
	return value;
}

static struct json *
check_object(struct check *c, const struct json *body)
{
	struct json *made = json_make(c->faults->mem, JSON_OBJECT, NULL);

	for (const struct json *m = body->first; m != NULL; m = m->next)
		if (form_field(c->form, m->name) == NULL &&
		    !(c->keyed && strcmp(m->name, "key") == 0))
			fault_add(c->faults,
			    arena_printf(
				c->faults->mem, "%s%s", c->prefix, m->name),
			    "unknown", NULL);
	for (size_t i = 0; i < c->form->n; i++) {
		const struct field *f = &c->form->fields[i];
		struct json *value;

		if (f->type == FIELD_SECTION ||
		    (c->mode != FORM_DRAFT &&
			!field_is_asked(c->form, f, made)))
			continue;
		c->required = field_is_required(c->form, f, made);
		value = check_member(c, f, body, made);
		if (value != NULL)
			json_append(made, f->name, value);
	}
	return made;
}

struct json *
form_check(const struct form *form, const struct json *body,
    enum form_mode mode, struct faults *faults, void *into)
{
	struct check c = { form, mode, faults, false, false, "", into };

	return check_object(&c, body);
}
