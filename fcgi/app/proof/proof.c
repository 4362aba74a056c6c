/* What content says of phones that are to be proven; see proof.h. */
#include "app/proof/proof.h"

struct walk {
	struct request *r;
	int64_t organisation_id;
	struct json *paths; /* of what is proven, or NULL: faults */
};

static void
look(void *context, const struct place *at)
{
	struct walk *w = context;
	const char *phone;
	bool proven;

	if ((at->field->flags & FIELD_PROVEN) == 0 ||
	    at->value->type != JSON_STRING)
		return;
	/* A draft has it as it was typed. */
	phone = at->field->format->clean(w->r->mem, at->value->text);
	proven = proof_has_phone(w->r, w->organisation_id, phone);
	if (w->paths == NULL) {
		if (!proven)
			fault_add(&w->r->problem.faults, at->path, "unproven",
			    at->field);
	} else if (proven) {
		json_append(w->paths, NULL,
		    json_make(w->r->mem, JSON_STRING,
			arena_strdup(w->r->mem, at->path)));
	}
}

void
proof_check(struct request *r, int64_t organisation_id, const struct form *form,
    const struct json *content)
{
	struct walk w = { r, organisation_id, NULL };

	form_walk(r->mem, form, content, look, &w);
}

const struct json *
proof_paths(struct request *r, int64_t organisation_id, const struct form *form,
    const struct json *content)
{
	struct walk w = { r, organisation_id,
		json_make(r->mem, JSON_ARRAY, NULL) };

	form_walk(r->mem, form, content, look, &w);
	return w.paths;
}
