/* Schemas out of forms and shapes; see schemas.h. */
#include "app/describe/schemas.h"

#include <stdlib.h>
#include <string.h>

#include "app/order/order.h"
#include "app/problem.h"

bool
first_time(struct seen *seen, const void *p, const char *name)
{
	for (size_t i = 0; i < seen->n; i++) {
		if (seen->all[i] == p)
			return false;
		if (strcmp(seen->names[i], name) == 0)
			abort(); /* two tables under one name */
	}
	if (seen->n == SEEN_MAX)
		abort();
	seen->all[seen->n] = p;
	seen->names[seen->n++] = name;
	return true;
}

void
schema_ref(struct json_out *o, const char *name)
{
	json_object(o);
	json_set_text(o, "$ref",
	    arena_printf(o->text.mem, "#/components/schemas/%s", name));
	json_object_end(o);
}

void
schema_plain(struct json_out *o, const char *type)
{
	json_object(o);
	json_set_text(o, "type", type);
	json_object_end(o);
}

/* {"type": ["integer", "null"]} */
static void
schema_nullable(struct json_out *o, const char *type)
{
	json_object(o);
	json_name(o, "type");
	json_array(o);
	json_text(o, type);
	json_text(o, "null");
	json_array_end(o);
	json_object_end(o);
}

static void
schema_enum(struct json_out *o, const struct words *words, bool nullable)
{
	json_name(o, "enum");
	json_array(o);
	for (size_t i = 0; i < words->n; i++)
		json_text(o, words->list[i].word);
	if (nullable)
		json_null(o);
	json_array_end(o);
}

/* Of words that no kind has brought yet there are none to tell. */
static void
schema_words(struct json_out *o, const struct words *words, bool nullable)
{
	json_object(o);
	json_name(o, "type");
	if (nullable) {
		json_array(o);
		json_text(o, "string");
		json_text(o, "null");
		json_array_end(o);
	} else {
		json_text(o, "string");
	}
	if (words->n > 0)
		schema_enum(o, words, nullable);
	json_object_end(o);
}

static void
schema_list(struct json_out *o, size_t max)
{
	json_object(o);
	json_set_text(o, "type", "array");
	if (max > 0)
		json_set_int(o, "maxItems", (int64_t)max);
	json_name(o, "items");
}

/* Any code of a tree: an enum of them all would say no more than its rows. */
static void
schema_items(struct json_out *o, const struct field *f)
{
	if (f->type == FIELD_TREE)
		schema_plain(o, "string");
	else
		schema_words(o, f->words, false);
}

/* Several words or codes, each once. */
static void
schema_set(struct json_out *o, const struct field *f)
{
	schema_list(o, f->max_items);
	schema_items(o, f);
	json_set_bool(o, "uniqueItems", true);
	json_object_end(o);
}

void
schema_field(struct json_out *o, const struct field *f)
{
	switch (f->type) {
	case FIELD_CHOICE:
		schema_words(o, f->words, false);
		return;
	case FIELD_CHOICES:
	case FIELD_TREE:
		schema_set(o, f);
		return;
	case FIELD_ATTACHMENT:
		schema_list(o, f->max_items);
		schema_plain(o, "string");
		json_object_end(o);
		return;
	case FIELD_GROUP:
		if ((f->flags & FIELD_REPEATED) != 0) {
			schema_list(o, f->max_items);
			schema_ref(o, f->part->name);
			json_object_end(o);
		} else {
			schema_ref(o, f->part->name);
		}
		return;
	case FIELD_CONTENT:
		schema_plain(o, "object");
		return;
	case FIELD_BOOLEAN:
		schema_plain(o, "boolean");
		return;
	case FIELD_INTEGER:
	case FIELD_MONEY:
		json_object(o);
		json_set_text(o, "type", "integer");
		json_set_int(o, "minimum", f->min);
		if (f->max > 0 || f->type == FIELD_MONEY)
			json_set_int(o, "maximum",
			    f->max > 0 ? f->max : FIELD_MONEY_MAX);
		if (f->type == FIELD_MONEY)
			json_set_text(o, "description", "in fen");
		json_object_end(o);
		return;
	default:
		json_object(o);
		json_set_text(o, "type", "string");
		if (f->type == FIELD_DATE)
			json_set_text(o, "format", "date");
		if (f->min > 0)
			json_set_int(o, "minLength", f->min);
		if (f->max > 0)
			json_set_int(o, "maxLength", f->max);
		json_object_end(o);
	}
}

/* A form as a request takes it. */
static void
schema_form(struct json_out *o, const struct form *form, bool keyed)
{
	json_name(o, form->name);
	json_object(o);
	json_set_text(o, "type", "object");
	json_set_bool(o, "additionalProperties", false);
	json_name(o, "required");
	json_array(o);
	for (size_t i = 0; i < form->n; i++)
		if ((form->fields[i].flags & FIELD_REQUIRED) != 0 &&
		    form->fields[i].when.field == NULL)
			json_text(o, form->fields[i].name);
	json_array_end(o);
	json_name(o, "properties");
	json_object(o);
	for (size_t i = 0; i < form->n; i++) {
		if (form->fields[i].type == FIELD_SECTION)
			continue;
		json_name(o, form->fields[i].name);
		schema_field(o, &form->fields[i]);
	}
	if (keyed) {
		json_name(o, "key");
		schema_plain(o, "string");
	}
	json_object_end(o);
	json_object_end(o);
}

/* A number, or a draft's text that is none yet. */
static void
schema_typed_number(struct json_out *o)
{
	json_object(o);
	json_name(o, "type");
	json_array(o);
	json_text(o, "integer");
	json_text(o, "string");
	json_array_end(o);
	json_object_end(o);
}

/* What answers show of a field: a draft's may be longer than it may be. */
static void
schema_shown(struct json_out *o, const struct field *f)
{
	bool repeated = (f->flags & FIELD_REPEATED) != 0;

	switch (f->type) {
	case FIELD_ATTACHMENT:
		schema_list(o, 0);
		schema_ref(o, "file_ref");
		json_object_end(o);
		return;
	case FIELD_GROUP:
		if (repeated)
			schema_list(o, 0);
		schema_ref(
		    o, arena_printf(o->text.mem, "%s_document", f->part->name));
		if (repeated)
			json_object_end(o);
		return;
	case FIELD_CHOICE:
		schema_words(o, f->words, false);
		return;
	case FIELD_CHOICES:
	case FIELD_TREE:
		schema_set(o, f);
		return;
	case FIELD_INTEGER:
	case FIELD_MONEY:
		schema_typed_number(o);
		return;
	default:
		schema_plain(
		    o, f->type == FIELD_BOOLEAN ? "boolean" : "string");
	}
}

/* A form's content as answers show it: files with their facts, unfinished. */
static void
schema_document(struct json_out *o, const struct form *form, bool keyed)
{
	json_name(o, arena_printf(o->text.mem, "%s_document", form->name));
	json_object(o);
	json_set_text(o, "type", "object");
	json_set_bool(o, "additionalProperties", false);
	json_name(o, "properties");
	json_object(o);
	for (size_t i = 0; i < form->n; i++) {
		if (form->fields[i].type == FIELD_SECTION)
			continue;
		json_name(o, form->fields[i].name);
		schema_shown(o, &form->fields[i]);
	}
	if (keyed) {
		json_name(o, "key");
		schema_plain(o, "string");
	}
	json_object_end(o);
	json_object_end(o);
}

/* A file as an order's content shows it: order_document.c. */
static void
file_ref_schema(struct json_out *o)
{
	static const struct {
		const char *name, *type;
		bool nullable;
	} members[] = {
		{ "file_id", "string", false },
		{ "name", "string", false },
		{ "size", "integer", false },
		{ "media_type", "string", false },
		{ "width", "integer", true },
		{ "height", "integer", true },
		{ "pages", "integer", true },
	};
	const size_t n = sizeof(members) / sizeof(members[0]);

	json_name(o, "file_ref");
	json_object(o);
	json_set_text(o, "type", "object");
	json_set_bool(o, "additionalProperties", false);
	json_name(o, "required");
	json_array(o);
	for (size_t i = 0; i < n; i++)
		json_text(o, members[i].name);
	json_array_end(o);
	json_name(o, "properties");
	json_object(o);
	for (size_t i = 0; i < n; i++) {
		json_name(o, members[i].name);
		if (members[i].nullable)
			schema_nullable(o, members[i].type);
		else
			schema_plain(o, members[i].type);
	}
	json_object_end(o);
	json_object_end(o);
}

/* What an order's form takes, what answers show of it, and of its parts. */
static void
content_schemas(
    struct json_out *o, const struct form *form, bool keyed, struct seen *seen)
{
	if (!first_time(seen, form, form->name))
		return;
	schema_form(o, form, keyed);
	schema_document(o, form, keyed);
	for (size_t i = 0; i < form->n; i++)
		if (form->fields[i].part != NULL)
			content_schemas(o, form->fields[i].part,
			    (form->fields[i].flags & FIELD_KEYED) != 0, seen);
}

void
schemas_of(struct json_out *o, const struct form *content)
{
	struct seen seen = { 0 };

	content_schemas(o, content, false, &seen);
}

/* The schemas that trees have, by name. */
static void
tree_schemas(struct json_out *o, struct seen *seen)
{
	json_name(o, "offset");
	schema_plain(o, "integer");
	json_name(o, "words");
	schema_list(o, 0);
	schema_plain(o, "string");
	json_object_end(o);
	json_name(o, "granted");
	schema_plain(o, "object");
	json_name(o, "remarks");
	schema_list(o, 0);
	schema_ref(o, "remark");
	json_object_end(o);
	json_name(o, "unlocks");
	schema_list(o, 0);
	schema_ref(o, "unlock");
	json_object_end(o);
	json_name(o, "order_value");
	json_object(o);
	json_name(o, "anyOf");
	json_array(o);
	schema_plain(o, "string");
	schema_plain(o, "integer");
	schema_plain(o, "boolean");
	schema_list(o, 0);
	schema_plain(o, "string");
	json_object_end(o);
	schema_list(o, 0);
	schema_ref(o, "file_ref");
	json_object_end(o);
	json_array_end(o);
	json_object_end(o);
	json_name(o, "export_query");
	schema_plain(o, "object");
	json_name(o, "preference_value");
	schema_plain(o, "object");
	file_ref_schema(o);
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		content_schemas(o, (*k)->content, false, seen);
	json_name(o, "order_content");
	json_object(o);
	json_name(o, "anyOf");
	json_array(o);
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		schema_ref(o, arena_printf(o->text.mem, "%s_document",
				  (*k)->content->name));
	json_array_end(o);
	json_object_end(o);
}

static void
nullable_ref(struct json_out *o, const char *name)
{
	json_object(o);
	json_name(o, "anyOf");
	json_array(o);
	schema_ref(o, name);
	schema_plain(o, "null");
	json_array_end(o);
	json_object_end(o);
}

static void
schema_column(struct json_out *o, const struct column *c)
{
	static const char *const plain[] = {
		[COLUMN_INT] = "integer",
		[COLUMN_BOOL] = "boolean",
		[COLUMN_TEXT] = "string",
		[COLUMN_TIME] = "string",
	};
	bool nullable = (c->flags & COLUMN_NULLABLE) != 0;
	const char *ref = c->type == COLUMN_TREE     ? c->schema
			  : c->type == COLUMN_OBJECT ? c->shape->name
						     : NULL;

	if (ref != NULL && nullable) {
		nullable_ref(o, ref);
	} else if (ref != NULL) {
		schema_ref(o, ref);
	} else if (c->type == COLUMN_LIST) {
		schema_list(o, 0);
		schema_ref(o, c->shape->name);
		json_object_end(o);
	} else if (c->words != NULL) {
		schema_words(o, c->words, nullable);
	} else {
		json_object(o);
		json_name(o, "type");
		if (nullable) {
			json_array(o);
			json_text(o, plain[c->type]);
			json_text(o, "null");
			json_array_end(o);
		} else {
			json_text(o, plain[c->type]);
		}
		if (c->type == COLUMN_TIME)
			json_set_text(o, "format", "date-time");
		json_object_end(o);
	}
}

static void
schema_shape(struct json_out *o, const struct shape *shape, struct seen *seen)
{
	if (!first_time(seen, shape, shape->name))
		return;
	json_name(o, shape->name);
	json_object(o);
	json_set_text(o, "type", "object");
	json_set_bool(o, "additionalProperties", false);
	json_name(o, "required");
	json_array(o);
	for (size_t i = 0; i < shape->n; i++)
		if ((shape->columns[i].flags &
			(COLUMN_PRIVATE | COLUMN_OPTIONAL)) == 0)
			json_text(o, shape->columns[i].name);
	json_array_end(o);
	json_name(o, "properties");
	json_object(o);
	for (size_t i = 0; i < shape->n; i++) {
		const struct column *c = &shape->columns[i];
		if ((c->flags & COLUMN_PRIVATE) != 0)
			continue;
		json_name(o, c->name);
		schema_column(o, c);
	}
	json_object_end(o);
	json_object_end(o);
	for (size_t i = 0; i < shape->n; i++)
		if (shape->columns[i].shape != NULL)
			schema_shape(o, shape->columns[i].shape, seen);
}

static void
schema_form_and_parts(
    struct json_out *o, const struct form *form, struct seen *seen)
{
	if (!first_time(seen, form, form->name))
		return;
	schema_form(o, form, false);
	for (size_t i = 0; i < form->n; i++)
		if (form->fields[i].part != NULL)
			schema_form_and_parts(o, form->fields[i].part, seen);
}

/* The ways of being signed in; over plain http the cookies' names are without
 * the prefix (cookies.c). */
static void
security_schemes(struct json_out *o)
{
	static const struct {
		const char *name, *key, *in, *held, *description;
	} ways[] = {
		{ "access_token", "http", NULL, NULL,
		    "access_token of POST /session or /session/refresh; good "
		    "for five minutes" },
		{ "refresh_cookie", "apiKey", "cookie", "__Host-ld-refresh",
		    "Set by POST /session; only for POST /session/refresh, "
		    "which needs this site's Origin" },
		{ "file_cookie", "apiKey", "cookie", "__Host-ld-file",
		    "Set by POST /session; only for reading files, with "
		    "grant_id as the grant to act under" },
		{ "qr_cookie", "apiKey", "cookie", "__Host-ld-qr",
		    "Set by POST /qr; only for that code" },
		{ "app_signature", "apiKey", "header", "Signature",
		    "HTTP Message Signatures (RFC 9421) of a registered app's "
		    "backend over @method, @path, @authority and "
		    "content-digest, with Signature-Input and Content-Digest "
		    "(RFC 9530); see fcgi/app/qr/README.md" },
	};

	json_name(o, "securitySchemes");
	json_object(o);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		json_name(o, ways[i].name);
		json_object(o);
		json_set_text(o, "type", ways[i].key);
		if (ways[i].in == NULL) {
			json_set_text(o, "scheme", "bearer");
			json_set_text(o, "bearerFormat", "JWT");
		} else {
			json_set_text(o, "in", ways[i].in);
			json_set_text(o, "name", ways[i].held);
		}
		json_set_text(o, "description", ways[i].description);
		json_object_end(o);
	}
	json_object_end(o);
}

void
schemas(struct json_out *o)
{
	struct seen seen = { 0 };

	json_name(o, "components");
	json_object(o);
	json_name(o, "schemas");
	json_object(o);
	for (size_t i = 0; i < routes_count; i++) {
		if (routes[i].form != NULL)
			schema_form_and_parts(o, routes[i].form, &seen);
		if (routes[i].answer != NULL)
			schema_shape(o, routes[i].answer, &seen);
	}
	schema_shape(o, &problem_shape, &seen);
	tree_schemas(o, &seen);
	json_object_end(o);
	security_schemes(o);
	json_object_end(o);
}
