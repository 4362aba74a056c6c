/* Personal data of orders; see personal.h. */
#include "app/order/personal.h"

#include <string.h>

#include "app/secret/secret.h"
#include "lib/mask.h"

/* What a pass over content needs to know. */
struct pass {
	struct request *r;
	const struct order *o;
	bool failed;
};

static bool
is_personal(const struct place *at)
{
	return (at->field->flags & FIELD_PERSONAL) != 0 &&
	       at->value->type == JSON_STRING;
}

static const char *
seal_of(struct pass *p, const char *path)
{
	return arena_printf(
	    p->r->mem, "order/%lld/%s", (long long)p->o->id, path);
}

static struct json *
seal(void *context, const struct place *at)
{
	struct pass *p = context;
	struct json *kept = json_copy(p->r->mem, at->value);

	if (is_personal(at))
		kept->text = secret_seal(p->r, p->o->organisation_id,
		    seal_of(p, at->path), at->value->text);
	p->failed |= kept->type == JSON_STRING && kept->text == NULL;
	return kept;
}

const char *
personal_seal(
    struct request *r, const struct order *o, const struct json *content)
{
	struct pass p = { r, o, false };
	struct json *made =
	    form_map(r->mem, kind_of(o->kind)->content, content, seal, &p);
	struct json_out out;

	if (p.failed)
		return NULL;
	json_begin(&out, r->mem);
	json_tree(&out, made);
	return json_finish(&out);
}

const char *
personal_open_one(
    struct request *r, const struct order *o, const struct place *at)
{
	struct pass p = { r, o, false };
	const char *text = secret_open(
	    r, o->organisation_id, seal_of(&p, at->path), at->value->text);

	return text == NULL ? "" : text;
}

static struct json *
open_place(void *context, const struct place *at)
{
	struct pass *p = context;
	struct json *copy = json_copy(p->r->mem, at->value);

	if (is_personal(at))
		copy->text = personal_open_one(p->r, p->o, at);
	return copy;
}

struct json *
personal_open(
    struct request *r, const struct order *o, const struct json *stored)
{
	struct pass p = { r, o, false };

	return form_map(
	    r->mem, kind_of(o->kind)->content, stored, open_place, &p);
}

const char *
personal_visible(struct request *r, const struct order *o,
    const struct field *field, const char *text)
{
	if (request_has_role(r, field->sees) ||
	    (request_has_role(r, field->edits) && order_is_editable(o)))
		return text;
	return mask_text(r->mem, text);
}

bool
personal_may_reveal(const struct request *r, const struct field *field)
{
	return (field->flags & FIELD_PERSONAL) != 0 &&
	       request_has_role(r, field->reveals);
}
