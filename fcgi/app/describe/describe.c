/* The document's frame: paths and the product's own dictionaries. */
#include "app/describe/describe.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/describe/schemas.h"
#include "app/export/export.h"
#include "app/desk/desk.h"
#include "app/notice/notice.h"
#include "app/order/order.h"
#include "app/problem.h"
#include "app/review/reason.h"
#include "app/review/route.h"

static const char *const method_names[] = {
	[HTTP_GET] = "get",
	[HTTP_POST] = "post",
	[HTTP_PUT] = "put",
	[HTTP_DELETE] = "delete",
};

/* "/orders/:order_no/files" as "/orders/{order_no}/files". */
static const char *template(struct arena *mem, const char *path)
{
	struct buf b = buf_new(mem);

	while (*path != '\0') {
		size_t plain = strcspn(path, ":"), name;
		buf_add(&b, path, plain);
		path += plain;
		if (*path == '\0')
			break;
		name = strcspn(++path, "/");
		buf_printf(&b, "{%.*s}", (int)name, path);
		path += name;
	}
	return buf_text(&b);
}

static void
parameter(struct json_out *o, const char *name, const char *in, bool required)
{
	json_object(o);
	json_set_text(o, "name", name);
	json_set_text(o, "in", in);
	json_set_bool(o, "required", required);
	json_name(o, "schema");
}

/* RFC 9421 and RFC 9530; app/app_key says what they must hold. */
static void
signature_headers(struct json_out *o)
{
	static const char *const names[] = { "Content-Digest",
		"Signature-Input", "Signature" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		parameter(o, names[i], "header", true);
		schema_plain(o, "string");
		json_object_end(o);
	}
}

static void
parameters(struct json_out *o, const struct route *route)
{
	const char *at = route->path;

	json_name(o, "parameters");
	json_array(o);
	while ((at = strchr(at, ':')) != NULL) {
		size_t n = strcspn(++at, "/");
		parameter(o, arena_strndup(o->text.mem, at, n), "path", true);
		schema_plain(o, "string");
		json_object_end(o);
	}
	for (size_t i = 0; route->query != NULL && i < route->query->n; i++) {
		const struct field *f = &route->query->fields[i];
		parameter(o, f->name, "query", false);
		schema_field(o, f);
		json_object_end(o);
	}
	if ((route->flags & ROUTE_COOKIE) != 0) {
		parameter(o, "Origin", "header", true);
		schema_plain(o, "string");
		json_set_text(o, "description",
		    "This site's own origin, as browsers send it; anything "
		    "else is refused");
		json_object_end(o);
	}
	if ((route->access & SIGNED) != 0)
		signature_headers(o);
	if ((route->flags & (ROUTE_KEYED | ROUTE_KEYABLE)) != 0) {
		parameter(o, "Idempotency-Key", "header",
		    (route->flags & ROUTE_KEYED) != 0);
		schema_plain(o, "string");
		json_object_end(o);
	}
	if ((route->flags & ROUTE_BYTES) != 0) {
		parameter(o, "Upload-Offset", "header", true);
		schema_plain(o, "integer");
		json_object_end(o);
	}
	if ((route->flags & ROUTE_FILE) != 0) {
		parameter(o, "grant_id", "query", false);
		schema_plain(o, "integer");
		json_object_end(o);
		parameter(o, "download", "query", false);
		schema_plain(o, "string");
		json_object_end(o);
	}
	json_array_end(o);
}

/* "content": {type: {"schema": {"$ref": …}}}; a NULL name is any bytes. */
static void
content(struct json_out *o, const char *type, const char *schema)
{
	json_name(o, "content");
	json_object(o);
	json_name(o, type);
	json_object(o);
	json_name(o, "schema");
	if (schema != NULL) {
		schema_ref(o, schema);
	} else {
		json_object(o);
		json_object_end(o);
	}
	json_object_end(o);
	json_object_end(o);
}

static void
responses(struct json_out *o, const struct route *route)
{
	json_name(o, "responses");
	json_object(o);
	json_name(o, arena_printf(o->text.mem, "%d", route->status));
	json_object(o);
	json_set_text(o, "description", route->en);
	if (route->answer != NULL)
		content(o, "application/json", route->answer->name);
	else if ((route->flags & ROUTE_RAW) != 0)
		content(o, "*/*", NULL);
	json_object_end(o);
	json_name(o, "default");
	json_object(o);
	json_set_text(o, "description", "A problem (RFC 9457)");
	content(o, "application/problem+json", problem_shape.name);
	json_object_end(o);
	json_object_end(o);
}

/* Whom it stands for: those with work at a desk, and who may begin one. */
static unsigned
roles_with(unsigned access)
{
	unsigned working = 0;

	for (int desk = DESK_NONE + 1; desk < DESK_COUNT; desk++)
		if (kind_list_at((enum desk)desk) != NULL)
			working |= 1U << desk_row((enum desk)desk)->role;
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((access & BEGINS) != 0)
			access |= (*k)->applies.roles;
	access &= ~REVIEWERS | working;
	return (access & DECIDES) != 0 ? access | working : access;
}

static void
access_of(struct json_out *o, const struct route *route)
{
	json_name(o, "x-access");
	json_array(o);
	if ((route->access & ANYONE) != 0)
		json_text(o, "anyone");
	if ((route->access & SIGNED_IN) != 0)
		json_text(o, "signed_in");
	if ((route->access & BY_APP) != 0)
		json_text(o, "app");
	if ((route->access & BY_FEED) != 0)
		json_text(o, "feed");
	if ((route->access & BY_CONNECTION) != 0)
		json_text(o, "connection");
	if ((route->flags & (ROUTE_DEMO | ROUTE_PHONE)) != 0)
		json_text(o, "anyone_in_demo");
	for (size_t i = 0; i < role_words.n; i++)
		if ((roles_with(route->access) >> role_words.list[i].value &
			1) != 0)
			json_text(o, role_words.list[i].word);
	json_array_end(o);
	json_set_text(
	    o, "x-object", route->object == NULL ? NULL : route->object->name);
}

/* Who is signed in says so by a token, and reads files by a cookie, too. */
static void
security(struct json_out *o, const struct route *route)
{
	const char *ways[] = { NULL, NULL };

	if (strncmp(route->path, "/qr/", 4) == 0)
		ways[0] = "qr_cookie";
	else if ((route->flags & ROUTE_COOKIE) != 0)
		ways[0] = "refresh_cookie";
	else if ((route->access & SIGNED) != 0)
		ways[0] = "app_signature";
	else if ((route->access & (ANYONE | NOBODY)) == 0)
		ways[0] = "access_token";
	if ((route->flags & ROUTE_FILE) != 0)
		ways[1] = "file_cookie";
	json_name(o, "security");
	json_array(o);
	for (size_t i = 0; i < 2 && ways[i] != NULL; i++) {
		json_object(o);
		json_name(o, ways[i]);
		json_array(o);
		json_array_end(o);
		json_object_end(o);
	}
	json_array_end(o);
}

static void
servers(struct json_out *o, const char *prefix)
{
	json_name(o, "servers");
	json_array(o);
	json_object(o);
	json_set_text(o, "url", arena_printf(o->text.mem, "%s/api", prefix));
	json_object_end(o);
	json_array_end(o);
}

static const char *
operation_id(struct arena *mem, const struct route *route)
{
	struct buf b = buf_new(mem);

	buf_puts(&b, method_names[route->method]);
	for (const char *p = route->path; *p != '\0'; p++)
		if (isalnum((unsigned char)*p))
			buf_add(&b, p, 1);
		else if (*p != ':')
			buf_puts(&b, "_");
	return buf_text(&b);
}

static void
operation(struct json_out *o, const struct route *route)
{
	json_name(o, method_names[route->method]);
	json_object(o);
	json_set_text(o, "operationId", operation_id(o->text.mem, route));
	json_set_text(o, "summary", route->en);
	json_set_text(o, "x-summary-zh", route->zh);
	access_of(o, route);
	security(o, route);
	parameters(o, route);
	if (route->form != NULL || (route->flags & ROUTE_BYTES) != 0) {
		json_name(o, "requestBody");
		json_object(o);
		json_set_bool(o, "required", true);
		if (route->form != NULL)
			content(o, "application/json", route->form->name);
		else
			content(o, "application/octet-stream", NULL);
		json_object_end(o);
	}
	responses(o, route);
	json_object_end(o);
}

static void
paths(struct json_out *o)
{
	json_name(o, "paths");
	json_object(o);
	for (size_t i = 0; i < routes_count; i++) {
		bool first = true;
		for (size_t k = 0; k < i; k++)
			first &= strcmp(routes[k].path, routes[i].path) != 0;
		if (!first)
			continue;
		json_name(o, template(o->text.mem, routes[i].path));
		json_object(o);
		for (size_t k = i; k < routes_count; k++)
			if (strcmp(routes[k].path, routes[i].path) == 0)
				operation(o, &routes[k]);
		json_object_end(o);
	}
	json_object_end(o);
}

static void
dictionary(struct json_out *o, const struct words *words)
{
	json_name(o, words->name);
	json_array(o);
	for (size_t k = 0; k < words->n; k++) {
		const struct word *w = &words->list[k];
		json_object(o);
		json_set_text(o, "value", w->word);
		json_set_text(o, "zh", w->zh);
		json_set_text(o, "en", w->en);
		if (w->help_zh != NULL) {
			json_set_text(o, "help_zh", w->help_zh);
			json_set_text(o, "help_en", w->help_en);
		}
		json_object_end(o);
	}
	json_array_end(o);
}

static void
dictionary_once(
    struct json_out *o, struct seen *done, const struct words *words)
{
	if (words != NULL && first_time(done, words, words->name))
		dictionary(o, words);
}

/* The vocabularies that a form's fields take their words from, each once. */
static void
form_dictionaries(
    struct json_out *o, const struct form *form, struct seen *done)
{
	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];
		dictionary_once(o, done, f->words);
		if (f->part != NULL)
			form_dictionaries(o, f->part, done);
	}
}

static void
dictionaries(struct json_out *o)
{
	struct seen done = { 0 };

	json_name(o, "x-liangding-enums");
	json_object(o);
	for (size_t i = 0; all_words[i] != NULL; i++)
		dictionary_once(o, &done, all_words[i]);
	dictionary_once(o, &done, &kind_words);
	dictionary_once(o, &done, &order_list_words);
	dictionary_once(o, &done, &order_status_words);
	dictionary_once(o, &done, &record_kind_words);
	dictionary_once(o, &done, &record_list_words);
	dictionary_once(o, &done, &duty_words);
	dictionary_once(o, &done, &milestone_words);
	dictionary_once(o, &done, &notice_words);
	dictionary_once(o, &done, &document_kind_words);
	for (const struct export_list *const *l = export_lists; *l != NULL; l++)
		for (size_t i = 0; i < (*l)->item->n; i++)
			dictionary_once(o, &done, (*l)->item->columns[i].words);
	for (const struct kind *const *k = kinds; *k != NULL; k++) {
		form_dictionaries(o, (*k)->content, &done);
		for (size_t i = 0; i < (*k)->n_steps; i++)
			if ((*k)->steps[i].grants != NULL)
				form_dictionaries(
				    o, (*k)->steps[i].grants, &done);
	}
	json_object_end(o);
}

static void
errors(struct json_out *o)
{
	json_name(o, "x-liangding-errors");
	json_array(o);
	for (int e = OK + 1; e < ERR_COUNT; e++) {
		const struct err_info *info = err_info((enum err)e);
		json_object(o);
		json_set_text(o, "code", info->code);
		json_set_int(o, "status", info->status);
		json_set_text(o, "zh", info->zh);
		json_set_text(o, "en", info->en);
		json_object_end(o);
	}
	json_array_end(o);
}

const char *
word_or_null(const struct words *words, int64_t value)
{
	const struct word *w = words_at(words, value);

	return w == NULL ? NULL : w->word;
}

void
both_drawn(struct json_out *o, const char *name, const char *zh, const char *en)
{
	json_name(o, name);
	json_object(o);
	json_set_text(o, "zh", zh == NULL ? "" : zh);
	json_set_text(o, "en", en == NULL ? "" : en);
	json_object_end(o);
}

/* PLAT-3: the reasons and the phrases that a reviewer starts from. */
static void
reasons(struct json_out *o)
{
	json_name(o, "x-liangding-reasons");
	json_array(o);
	for (size_t i = 0; i < reason_rows_count; i++) {
		const struct reason_row *row = &reason_rows[i];
		json_object(o);
		json_set_text(
		    o, "code", word_or_null(&reason_words, row->reason));
		json_set_bool(o, "field", (row->about & ABOUT_FIELD) != 0);
		json_set_bool(
		    o, "attachment", (row->about & ABOUT_ATTACHMENT) != 0);
		json_set_bool(o, "whole", (row->about & ABOUT_WHOLE) != 0);
		both_drawn(o, "words", row->words_zh, row->words_en);
		both_drawn(o, "remedy", row->remedy_zh, row->remedy_en);
		json_object_end(o);
	}
	json_array_end(o);
}

void
roles_drawn(struct json_out *o, const char *name, unsigned bits)
{
	json_name(o, name);
	json_array(o);
	for (size_t i = 0; i < role_words.n; i++)
		if ((bits >> role_words.list[i].value & 1) != 0)
			json_text(o, role_words.list[i].word);
	json_array_end(o);
}

/* The personal fields of a form and its parts; paths without items' keys. */
static void
personal_of(struct json_out *o, const struct form *kind,
    const struct form *form, const char *prefix)
{
	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];
		const char *path =
		    arena_printf(o->text.mem, "%s%s", prefix, f->name);

		if (f->part != NULL)
			personal_of(o, kind, f->part,
			    arena_printf(o->text.mem, "%s.", path));
		if ((f->flags & FIELD_PERSONAL) == 0)
			continue;
		json_object(o);
		json_set_text(o, "form", kind->name);
		json_set_text(o, "field", path);
		roles_drawn(o, "sees", f->sees);
		roles_drawn(o, "reveals", f->reveals);
		json_object_end(o);
	}
}

/* PLAT-10: who may ask to see what. */
static void
personal(struct json_out *o)
{
	json_name(o, "x-liangding-personal");
	json_array(o);
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		personal_of(o, (*k)->content, (*k)->content, "");
	json_array_end(o);
}

const char *
describe(struct arena *mem, const char *prefix)
{
	struct json_out o;
	const char *text;

	json_begin(&o, mem);
	json_object(&o);
	json_set_text(&o, "openapi", "3.1.0");
	json_name(&o, "info");
	json_object(&o);
	json_set_text(&o, "title", "liangding 两定");
	json_set_text(&o, "version", "1");
	json_object_end(&o);
	servers(&o, prefix);
	paths(&o);
	schemas(&o);
	dictionaries(&o);
	forms(&o);
	trees(&o);
	lists_drawn(&o);
	errors(&o);
	kinds_drawn(&o);
	reasons(&o);
	personal(&o);
	json_object_end(&o);
	text = json_finish(&o);
	if (text == NULL)
		abort(); /* the tables do not make a document */
	return text;
}
