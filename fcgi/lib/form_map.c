/* Going through content, all the way down; see form.h. */
#include <stdlib.h>
#include <string.h>

#include "lib/form.h"

/* True when a word is what value says, or one of what it says. */
static bool
says(const struct json *value, const char *word)
{
	if (value->type == JSON_BOOL)
		return strcmp(value->truth ? "true" : "false", word) == 0;
	if (value->type == JSON_STRING)
		return strcmp(value->text, word) == 0;
	if (value->type == JSON_ARRAY)
		for (const struct json *e = value->first; e; e = e->next)
			if (e->type == JSON_STRING &&
			    strcmp(e->text, word) == 0)
				return true;
	return false;
}

/* Whether what .when says holds; it does where nothing is said. */
static bool
condition_holds(
    const struct form *form, const struct field *f, const struct json *beside)
{
	const struct field *other;
	const struct json *value;
	bool found = false;

	if (f->when.field == NULL)
		return true;
	other = form_field(form, f->when.field);
	if (other == NULL || other >= f)
		abort(); /* a table that hangs on what it has not, or on later
			  */
	if (!field_is_asked(form, other, beside))
		return false;
	value = json_member(beside, other->name);
	for (size_t i = 0; value != NULL && i < WHEN_WORDS_MAX; i++)
		found |=
		    f->when.words[i] != NULL && says(value, f->when.words[i]);
	return found != f->when.unless;
}

bool
field_is_asked(
    const struct form *form, const struct field *f, const struct json *beside)
{
	return (f->flags & FIELD_OFFERED) != 0 ||
	       condition_holds(form, f, beside);
}

bool
field_is_required(
    const struct form *form, const struct field *f, const struct json *beside)
{
	return (f->flags & FIELD_REQUIRED) != 0 &&
	       condition_holds(form, f, beside);
}

struct walk {
	struct arena *mem;
	form_mapper *map;
	void *context;
	bool asked; /* only what is */
};

static struct json *map_members(const struct walk *w, const struct form *form,
    const struct json *tree, const char *prefix, size_t top, int depth);

static const char *
key_of(const struct json *item)
{
	const struct json *key = json_member(item, "key");

	return key == NULL || key->type != JSON_STRING ? NULL : key->text;
}

static struct json *
map_item(const struct walk *w, const struct field *f, const struct json *item,
    const char *path, size_t top, int depth)
{
	const char *key = key_of(item);
	const char *prefix = arena_printf(w->mem, "%s.%s.", path, key);
	struct json *made, *rest;

	made = json_make(w->mem, JSON_OBJECT, NULL);
	json_append(made, "key", json_make(w->mem, JSON_STRING, key));
	rest = map_members(w, f->part, item, prefix, top, depth + 1);
	for (struct json *m = rest->first, *next; m != NULL; m = next) {
		next = m->next;
		m->next = NULL;
		json_append(made, m->name, m);
	}
	return made;
}

static struct json *
map_group(const struct walk *w, const struct field *f, const struct json *value,
    const char *path, size_t top, int depth)
{
	struct json *made;

	if (depth == PART_DEPTH_MAX)
		return NULL;
	if ((f->flags & FIELD_REPEATED) == 0)
		return value->type != JSON_OBJECT
			   ? NULL
			   : map_members(w, f->part, value,
				 arena_printf(w->mem, "%s.", path), top,
				 depth + 1);
	if (value->type != JSON_ARRAY)
		return NULL;
	made = json_make(w->mem, JSON_ARRAY, NULL);
	for (const struct json *item = value->first; item; item = item->next)
		if (item->type == JSON_OBJECT && key_of(item) != NULL)
			json_append(
			    made, NULL, map_item(w, f, item, path, top, depth));
	return made;
}

static struct json *
map_members(const struct walk *w, const struct form *form,
    const struct json *tree, const char *prefix, size_t top, int depth)
{
	struct json *made = json_make(w->mem, JSON_OBJECT, NULL);

	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];
		const struct json *value = json_member(tree, f->name);
		struct place at = { arena_printf(
					w->mem, "%s%s", prefix, f->name),
			f, value, depth == 0 ? i : top };
		struct json *kept;

		if (value == NULL || f->type == FIELD_SECTION ||
		    (w->asked && !field_is_asked(form, f, tree)))
			continue;
		kept = f->type == FIELD_GROUP
			   ? map_group(w, f, value, at.path, at.top, depth)
			   : w->map(w->context, &at);
		if (kept != NULL)
			json_append(made, f->name, kept);
	}
	return made;
}

struct json *
form_map(struct arena *mem, const struct form *form, const struct json *tree,
    form_mapper *map, void *context)
{
	const struct walk w = { mem, map, context, false };

	return map_members(&w, form, tree, "", 0, 0);
}

static struct json *
copy_one(void *context, const struct place *at)
{
	return json_copy(context, at->value);
}

struct json *
form_asked(struct arena *mem, const struct form *form, const struct json *tree)
{
	const struct walk w = { mem, copy_one, mem, true };

	return map_members(&w, form, tree, "", 0, 0);
}

struct visit {
	form_visitor *visit;
	void *context;
};

static struct json *
visit_one(void *context, const struct place *at)
{
	const struct visit *v = context;

	v->visit(v->context, at);
	return NULL;
}

void
form_walk(struct arena *mem, const struct form *form, const struct json *tree,
    form_visitor *visit, void *context)
{
	struct visit v = { visit, context };

	form_map(mem, form, tree, visit_one, &v);
}

struct gathering {
	struct arena *mem;
	struct place *all;
	size_t n, room;
};

static void
gather(void *context, const struct place *at)
{
	struct gathering *g = context;
	struct place *more;

	if (g->n == g->room) {
		g->room = g->room == 0 ? 32 : g->room * 2;
		more = arena_alloc(g->mem, g->room * sizeof(*more));
		if (g->n > 0)
			memcpy(more, g->all, g->n * sizeof(*more));
		g->all = more;
	}
	g->all[g->n++] = *at;
}

struct list
form_places(struct arena *mem, const struct form *form, const struct json *tree)
{
	struct gathering g = { .mem = mem };

	form_walk(mem, form, tree, gather, &g);
	return (struct list){ g.all, g.n };
}

const struct place *
form_place(const struct list *places, const char *path)
{
	const struct place *all = places->items;

	for (size_t i = 0; i < places->n; i++)
		if (strcmp(all[i].path, path) == 0)
			return &all[i];
	return NULL;
}

/* The form's field whose name is the first len characters of path. */
static const struct field *
field_named(const struct form *form, const char *path, size_t len)
{
	for (size_t i = 0; i < form->n; i++)
		if (form->fields[i].type != FIELD_SECTION &&
		    strlen(form->fields[i].name) == len &&
		    memcmp(form->fields[i].name, path, len) == 0)
			return &form->fields[i];
	return NULL;
}

const struct field *
form_at(const struct form *form, const char *path)
{
	for (;;) {
		size_t len = strcspn(path, ".");
		const struct field *f = field_named(form, path, len);

		if (f == NULL || path[len] == '\0')
			return f;
		if (f->type != FIELD_GROUP)
			return NULL;
		path += len + 1;
		if ((f->flags & FIELD_REPEATED) != 0) {
			len = strcspn(path, ".");
			if (len == 0 || len > ITEM_KEY_MAX)
				return NULL;
			if (path[len] == '\0')
				return f; /* the item itself */
			path += len + 1;
		}
		form = f->part;
	}
}

/* The item of a list whose key is the first len characters of key. */
static const struct json *
item_named(const struct json *list, const char *key, size_t len)
{
	for (const struct json *e = list == NULL ? NULL : list->first; e;
	     e = e->next) {
		const char *own = key_of(e);
		if (own != NULL && strlen(own) == len &&
		    memcmp(own, key, len) == 0)
			return e;
	}
	return NULL;
}

bool
form_asks(const struct form *form, const struct json *content, const char *path)
{
	for (;;) {
		size_t len = strcspn(path, ".");
		const struct field *f = field_named(form, path, len);

		if (f == NULL || !field_is_asked(form, f, content))
			return false;
		content = json_member(content, f->name);
		path += len;
		if (*path != '\0' && (f->flags & FIELD_REPEATED) != 0) {
			len = strcspn(++path, ".");
			content = item_named(content, path, len);
			path += len;
		}
		if (*path == '\0')
			return true;
		if (f->type != FIELD_GROUP)
			return false;
		form = f->part;
		path++;
	}
}

bool
path_within(const char *path, const char *other)
{
	size_t len = strlen(other);

	return strncmp(path, other, len) == 0 &&
	       (path[len] == '\0' || path[len] == '.');
}

static bool
any_within(const struct list *places, const char *path)
{
	const struct place *all = places->items;

	for (size_t i = 0; i < places->n; i++)
		if (path_within(all[i].path, path))
			return true;
	return false;
}

bool
form_has_items(struct arena *mem, const struct form *form,
    const struct list *places, const char *path)
{
	const struct field *f = NULL;

	/* Behind the name of a repeated part stands the key of an item. */
	for (const char *dot = strchr(path, '.'); dot != NULL;) {
		const char *next = strchr(dot + 1, '.');
		size_t len =
		    next == NULL ? strlen(path) : (size_t)(next - path);
		const char *head =
		    arena_strndup(mem, path, (size_t)(dot - path));
		bool is_item = f == NULL || f != form_at(form, head);

		f = form_at(form, head);
		if (is_item && f != NULL && (f->flags & FIELD_REPEATED) != 0 &&
		    !any_within(places, arena_strndup(mem, path, len)))
			return false;
		dot = next;
	}
	return true;
}
