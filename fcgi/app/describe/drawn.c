/* Forms and trees as the browser draws them; see schemas.h. */
#include <string.h>

#include "app/describe/schemas.h"
#include "app/order/order.h"

static const char *const type_names[] = {
	[FIELD_TEXT] = "text",
	[FIELD_PROSE] = "textarea",
	[FIELD_SECRET] = "secret",
	[FIELD_CHOICE] = "choice",
	[FIELD_CHOICES] = "choices",
	[FIELD_TREE] = "tree",
	[FIELD_DATE] = "date",
	[FIELD_TIME] = "time",
	[FIELD_INTEGER] = "integer",
	[FIELD_MONEY] = "money",
	[FIELD_BOOLEAN] = "boolean",
	[FIELD_ATTACHMENT] = "attachment",
	[FIELD_GROUP] = "group",
	[FIELD_CONTENT] = "content",
};

static void draw_fields(struct json_out *o, const struct form *form);

static void
set_if(struct json_out *o, const char *name, const char *value)
{
	if (value != NULL)
		json_set_text(o, name, value);
}

static void
draw_attachment(struct json_out *o, const struct field *f)
{
	json_set_int(o, "max_files", (int64_t)f->max_items);
	json_set_int(o, "max_size", f->max_size);
	json_name(o, "accept");
	json_array(o);
	for (size_t i = 0; f->accept[i] != NULL; i++)
		json_text(o, f->accept[i]->media_type);
	json_array_end(o);
	json_name(o, "extensions");
	json_array(o);
	for (size_t i = 0; f->accept[i] != NULL; i++) {
		const char *at = f->accept[i]->extensions;
		while (*at != '\0') {
			size_t n = 1 + strcspn(at + 1, ".");
			json_text(o, arena_strndup(o->text.mem, at, n));
			at += n;
		}
	}
	json_array_end(o);
}

static void
draw_when(struct json_out *o, const struct field *f)
{
	json_name(o, "when");
	json_object(o);
	json_set_text(o, "field", f->when.field);
	json_name(o, "words");
	json_array(o);
	for (size_t i = 0; i < WHEN_WORDS_MAX && f->when.words[i] != NULL; i++)
		json_text(o, f->when.words[i]);
	json_array_end(o);
	json_set_bool(o, "unless", f->when.unless);
	json_object_end(o);
	json_set_bool(o, "offered", (f->flags & FIELD_OFFERED) != 0);
}

static void
draw_field(struct json_out *o, const struct field *f)
{
	json_object(o);
	json_set_text(o, "name", f->name);
	json_set_text(o, "type", type_names[f->type]);
	json_set_text(o, "zh", f->zh);
	json_set_text(o, "en", f->en);
	set_if(o, "help_zh", f->help_zh);
	set_if(o, "help_en", f->help_en);
	if (f->format != NULL) {
		json_set_text(o, "format", f->format->name);
		set_if(o, "format_zh", f->format->zh);
		set_if(o, "format_en", f->format->en);
	}
	json_set_bool(o, "required", (f->flags & FIELD_REQUIRED) != 0);
	if (f->when.field != NULL)
		draw_when(o, f);
	set_if(o, "not_before", f->not_before);
	set_if(o, "example", f->example);
	set_if(o, "lookup", f->lookup);
	set_if(o, "unit", f->unit);
	if (f->min > 0)
		json_set_int(o, "min", f->min);
	if (f->max > 0)
		json_set_int(o, "max", f->max);
	if (f->words != NULL)
		json_set_text(o, "enum", f->words->name);
	if (f->tree != NULL)
		json_set_text(o, "tree", f->tree->name);
	json_set_bool(o, "personal", (f->flags & FIELD_PERSONAL) != 0);
	json_set_bool(o, "repeated", (f->flags & FIELD_REPEATED) != 0);
	if (f->max_items > 0 && f->type != FIELD_ATTACHMENT)
		json_set_int(o, "max_items", (int64_t)f->max_items);
	if ((f->flags & FIELD_EMPTY) != 0)
		json_set_bool(o, "may_be_empty", true);
	if ((f->flags & FIELD_HELD) != 0)
		json_set_bool(o, "held", true);
	if ((f->flags & FIELD_PROVEN) != 0)
		json_set_bool(o, "proven", true);
	if ((f->flags & FIELD_WAN) != 0)
		json_set_bool(o, "wan", true);
	if (f->type == FIELD_ATTACHMENT)
		draw_attachment(o, f);
	if (f->part != NULL) {
		json_name(o, "one");
		json_object(o);
		json_set_text(o, "zh", f->part->zh);
		json_set_text(o, "en", f->part->en);
		json_object_end(o);
		draw_fields(o, f->part);
	}
	json_object_end(o);
}

static void
draw_fields(struct json_out *o, const struct form *form)
{
	json_name(o, "fields");
	json_array(o);
	for (size_t i = 0; i < form->n; i++)
		if (form->fields[i].retired == 0 &&
		    form->fields[i].type != FIELD_SECTION)
			draw_field(o, &form->fields[i]);
	json_array_end(o);
}

/* The headings, each with the names of the fields below it. */
static void
draw_sections(struct json_out *o, const struct form *form)
{
	bool open = false;

	if (form->n == 0 || form->fields[0].type != FIELD_SECTION)
		return;
	json_name(o, "sections");
	json_array(o);
	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];

		if (f->type != FIELD_SECTION) {
			if (f->retired == 0)
				json_text(o, f->name);
			continue;
		}
		if (open) {
			json_array_end(o);
			json_object_end(o);
		}
		open = true;
		json_object(o);
		json_set_text(o, "name", f->name);
		json_set_text(o, "zh", f->zh);
		json_set_text(o, "en", f->en);
		if ((f->flags & FIELD_KNOWN) != 0)
			json_set_bool(o, "known", true);
		json_name(o, "fields");
		json_array(o);
	}
	json_array_end(o);
	json_object_end(o);
	json_array_end(o);
}

void
form_drawn(struct json_out *o, const struct form *form)
{
	json_object(o);
	json_set_text(o, "name", form->name);
	json_set_text(o, "zh", form->zh);
	json_set_text(o, "en", form->en);
	draw_sections(o, form);
	draw_fields(o, form);
	json_object_end(o);
}

static void
draw_form(struct json_out *o, const struct form *form, struct seen *seen)
{
	if (!first_time(seen, form, form->name))
		return;
	json_name(o, form->name);
	form_drawn(o, form);
}

void
forms(struct json_out *o)
{
	struct seen seen = { 0 };

	json_name(o, "x-liangding-forms");
	json_object(o);
	for (const struct kind *const *k = kinds; *k != NULL; k++) {
		draw_form(o, (*k)->content, &seen);
		for (size_t i = 0; i < (*k)->n_steps; i++)
			if ((*k)->steps[i].grants != NULL)
				draw_form(o, (*k)->steps[i].grants, &seen);
	}
	for (size_t i = 0; i < routes_count; i++) {
		if (routes[i].form != NULL)
			draw_form(o, routes[i].form, &seen);
		if (routes[i].query != NULL)
			draw_form(o, routes[i].query, &seen);
	}
	json_object_end(o);
}

void
tree_drawn(struct json_out *o, const struct tree *tree)
{
	json_object(o);
	json_set_bool(o, "parents", tree->parents);
	json_name(o, "rows");
	json_array(o);
	for (size_t i = 0; i < tree->n; i++) {
		json_object(o);
		json_set_text(o, "code", tree->rows[i].code);
		set_if(o, "parent", tree->rows[i].parent);
		json_set_text(o, "zh", tree->rows[i].zh);
		json_set_text(o, "en", tree->rows[i].en);
		if (tree_is_retired(tree, &tree->rows[i]))
			json_set_bool(o, "retired", true);
		json_object_end(o);
	}
	json_array_end(o);
	json_object_end(o);
}

static void
draw_trees(struct json_out *o, const struct form *form, struct seen *seen)
{
	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];

		if (f->part != NULL)
			draw_trees(o, f->part, seen);
		if (f->tree == NULL ||
		    !first_time(seen, f->tree, f->tree->name))
			continue;
		json_name(o, f->tree->name);
		tree_drawn(o, f->tree);
	}
}

void
trees(struct json_out *o)
{
	struct seen seen = { 0 };

	json_name(o, "x-liangding-trees");
	json_object(o);
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		draw_trees(o, (*k)->content, &seen);
	json_object_end(o);
}
