/* Personal data of orders; see personal.h. */
#include "app/order/personal.h"

#include <string.h>

#include "app/secret/secret.h"
#include "lib/mask.h"

/*
 * The institution reads what it typed while it may still change it. Levels
 * above the city see contacts masked (spec 0): they have no way to ask.
 */
#define NEAR_LEVELS (MAY(DISTRICT_REVIEWER) | MAY(CITY_REVIEWER))
const struct personal_right personal_rights[] = {
	{ "contact_name", MAY(OPERATOR), MAY(OPERATOR) | NEAR_LEVELS },
	{ "contact_phone", MAY(OPERATOR), MAY(OPERATOR) | NEAR_LEVELS },
};
const size_t personal_rights_count =
    sizeof(personal_rights) / sizeof(personal_rights[0]);

const struct personal_right *
personal_right_of(const char *field)
{
	for (size_t i = 0; i < personal_rights_count; i++)
		if (strcmp(personal_rights[i].field, field) == 0)
			return &personal_rights[i];
	return NULL;
}

static const char *
place_of(struct arena *mem, const struct order *o, const char *field)
{
	return arena_printf(mem, "order/%lld/%s", (long long)o->id, field);
}

static struct json *
seal_member(struct request *r, const struct order *o, const struct field *f,
    const struct json *m)
{
	const char *sealed = secret_seal(
	    r, o->organisation_id, place_of(r->mem, o, f->name), m->text);

	return sealed == NULL ? NULL : json_make(r->mem, JSON_STRING, sealed);
}

const char *
personal_seal(
    struct request *r, const struct order *o, const struct json *content)
{
	const struct form *form = order_kind(o->kind)->content;
	struct json *made = json_make(r->mem, JSON_OBJECT, NULL);
	struct json_out out;

	for (const struct json *m = content->first; m != NULL; m = m->next) {
		const struct field *f = form_field(form, m->name);
		struct json *kept;

		if ((f->flags & FIELD_PERSONAL) != 0) {
			kept = seal_member(r, o, f, m);
			if (kept == NULL)
				return NULL;
		} else {
			kept = arena_alloc(r->mem, sizeof(*kept));
			*kept = *m;
			kept->next = NULL;
		}
		json_append(made, f->name, kept);
	}
	json_begin(&out, r->mem);
	json_tree(&out, made);
	return json_finish(&out);
}

const char *
personal_open(struct request *r, const struct order *o,
    const struct field *field, const char *stored)
{
	const char *text = secret_open(
	    r, o->organisation_id, place_of(r->mem, o, field->name), stored);

	return text == NULL ? "" : text;
}

const char *
personal_visible(struct request *r, const struct order *o,
    const struct field *field, const char *text)
{
	const struct personal_right *right = personal_right_of(field->name);

	if (request_has_role(r, right->edits) && order_is_editable(o))
		return text;
	return mask_text(r->mem, text);
}

const char *
personal_shown(struct request *r, const struct order *o,
    const struct field *field, const char *stored)
{
	return personal_visible(
	    r, o, field, personal_open(r, o, field, stored));
}

bool
personal_may_reveal(
    const struct request *r, const struct order *o, const char *name)
{
	const struct field *f = form_field(order_kind(o->kind)->content, name);

	return f != NULL && (f->flags & FIELD_PERSONAL) != 0 &&
	       request_has_role(r, personal_right_of(name)->reveals);
}
