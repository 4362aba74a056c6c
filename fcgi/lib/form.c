/* The form engine; see form.h. */
#include "lib/form.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/checks.h"
#include "lib/crypt.h"

enum { TEXT_MAX = 2000, FILE_ID_MAX = 40 };

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
		if (strcmp(form->fields[i].name, name) == 0)
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
	long max = f->max > 0 ? f->max : TEXT_MAX;
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

static struct json *
check_integer(struct check *c, const struct field *f, const struct json *v)
{
	struct json number = *v;
	int64_t *into = slot(c, f, COLUMN_INT);
	int64_t i;

	if (c->mode == FORM_QUERY && v->type == JSON_STRING)
		number.type = JSON_NUMBER;
	if (number.type == JSON_NUMBER && number.text[0] == '\0')
		return NULL;
	if (!json_integer(&number, &i))
		return refuse(c, f, "type");
	if (i < f->min)
		return refuse(c, f, "too_small");
	if (f->max > 0 && i > f->max)
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
			return c->required ? refuse(c, f, "required") : NULL;
		made = json_make(mem, JSON_ARRAY, NULL);
		for (const struct json *e = v->first; e; e = e->next, i++) {
			if (e->type != JSON_OBJECT)
				return refuse(c, f, "type");
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
	[FIELD_DATE] = check_date,
	[FIELD_INTEGER] = check_integer,
	[FIELD_BOOLEAN] = check_boolean,
	[FIELD_ATTACHMENT] = check_attachment,
	[FIELD_GROUP] = check_group,
	[FIELD_CONTENT] = check_content,
};

static bool
is_required(const struct field *f, const struct json *body)
{
	const struct json *other;

	if ((f->flags & FIELD_REQUIRED) != 0)
		return true;
	if (f->required_when.field == NULL)
		return false;
	other = json_member(body, f->required_when.field);
	return other != NULL && other->type == JSON_STRING &&
	       strcmp(other->text, f->required_when.equals) == 0;
}

/* Days as text sort as they come. */
static bool
is_before(const struct json *day, const struct json *other)
{
	return other != NULL && other->type == JSON_STRING &&
	       is_day(other->text) && strcmp(day->text, other->text) < 0;
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
		const struct json *v = json_member(body, f->name);
		struct json *value = NULL;

		c->required = is_required(f, body);
		if (v != NULL && v->type == JSON_NULL)
			refuse(c, f, "type");
		else if (v != NULL && v->nul_at != 0 && c->mode != FORM_DRAFT)
			refuse_character(
			    c, f, (struct text_bad){ 0, v->nul_at });
		else if (v != NULL)
			value = checkers[f->type](c, f, v);
		else if (c->required && f->retired == 0 &&
			 c->mode != FORM_DRAFT)
			refuse(c, f, "required");
		if (value != NULL && f->not_before != NULL &&
		    c->mode != FORM_DRAFT &&
		    is_before(value, json_member(body, f->not_before)))
			value = refuse(c, f, "order");
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

static const struct fault_row {
	const char *code, *zh, *en, *remedy_zh, *remedy_en;
} fault_rows[] = {
#define FAULT(code, zh, en, remedy_zh, remedy_en) \
	{ #code, zh, en, remedy_zh, remedy_en },
#include "lib/faults.def"
#undef FAULT
};

/* "PDF、JPG、PNG": each kind by the first of its extensions. */
static const char *
accepted(struct arena *mem, const struct field *f, bool zh)
{
	struct buf b = buf_new(mem);
	size_t n = 0;

	while (f->accept != NULL && f->accept[n] != NULL)
		n++;
	for (size_t i = 0; i < n; i++) {
		const char *name = f->accept[i]->extensions + 1;
		buf_puts(&b, i == 0       ? ""
			     : zh         ? "、"
			     : i == n - 1 ? " or "
					  : ", ");
		for (; *name != '\0' && *name != '.'; name++)
			buf_printf(&b, "%c", toupper((unsigned char)*name));
	}
	return buf_text(&b);
}

/* What a %name in a fault's text stands for, or NULL. */
static const char *
parameter(struct arena *mem, const struct fault *fault, const char *name,
    size_t len, bool zh)
{
	const struct field *f = fault->field;

#define IS(word) (len == sizeof(word) - 1 && memcmp(name, word, len) == 0)
	if (f == NULL)
		return "";
	if (IS("label"))
		return zh ? f->zh : f->en;
	if (IS("min"))
		return arena_printf(mem, "%ld", f->min);
	if (IS("max"))
		return arena_printf(mem, "%ld", f->max ? f->max : TEXT_MAX);
	if (IS("items"))
		return arena_printf(mem, "%zu", f->max_items);
	if (IS("size"))
		return arena_printf(mem, "%ld", f->max_size >> 20);
	if (IS("accept"))
		return accepted(mem, f, zh);
	if (IS("character"))
		return arena_printf(
		    mem, "U+%04X", (unsigned)fault->bad.character);
	if (IS("place"))
		return arena_printf(mem, "%zu", fault->bad.at);
	if (IS("format"))
		return f->format == NULL || f->format->zh == NULL ? ""
		       : zh ? f->format->zh
			    : f->format->en;
	return "";
#undef IS
}

static const char *
expand(struct arena *mem, const char *s, const struct fault *f, bool zh)
{
	struct buf b = buf_new(mem);

	while (*s != '\0') {
		size_t plain = strcspn(s, "%");
		size_t name;

		buf_add(&b, s, plain);
		s += plain;
		if (*s == '\0')
			break;
		name = strspn(s + 1, "abcdefghijklmnopqrstuvwxyz");
		buf_puts(&b, parameter(mem, f, s + 1, name, zh));
		s += 1 + name;
	}
	return buf_text(&b);
}

struct fault_text
fault_text(struct arena *mem, const struct fault *f)
{
	for (size_t i = 0; i < sizeof(fault_rows) / sizeof(fault_rows[0]); i++)
		if (strcmp(fault_rows[i].code, f->code) == 0) {
			const struct fault_row *r = &fault_rows[i];
			return (struct fault_text){ expand(mem, r->zh, f, true),
				expand(mem, r->en, f, false),
				expand(mem, r->remedy_zh, f, true),
				expand(mem, r->remedy_en, f, false) };
		}
	abort(); /* a code without a row */
}
