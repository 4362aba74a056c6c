/* What goes over to who is connected, as its own developers read it
 * (kinds/merchant/README.md). */
#include <stdlib.h>
#include <string.h>

#include "app/connection/connection.h"
#include "app/order/order_sql.h"
#include "app/order/personal.h"

/* An order being made what goes over. */
struct making {
	struct request *r;
	const struct order *o;
	struct list files;
	struct json_out *out;
};

/* As a reader there sees it; what it may ask to see, there is nobody to ask. */
static struct json *
show(void *context, const struct place *at)
{
	struct making *m = context;
	struct json *copy;
	const char *text;

	if (at->field->type == FIELD_ATTACHMENT)
		return order_file_refs(m->r->mem, at->value, &m->files);
	copy = json_copy(m->r->mem, at->value);
	if ((at->field->flags & FIELD_PERSONAL) == 0)
		return copy;
	text = personal_open_one(m->r, m->o, at);
	copy->text = personal_may_reveal(m->r, at->field)
			 ? text
			 : personal_visible(m->r, m->o, at->field, text);
	return copy;
}

static void
add_file(struct making *m, const char *path, const struct order_file *f)
{
	struct json_out *out = m->out;

	json_object(out);
	json_set_text(out, "file_id", f->file_id);
	json_set_text(out, "field", path);
	json_set_text(out, "name", f->name);
	json_set_text(out, "media_type", f->media_type);
	json_set_int(out, "size", f->size);
	json_set_text(out, "sha256", f->digest);
	json_set_text(out, "url",
	    arena_printf(m->r->mem, "%sapi/connection/files/%s/content",
		m->r->server->config.public_url, f->file_id));
	json_object_end(out);
}

static void
add_files(void *context, const struct place *at)
{
	struct making *m = context;
	const struct order_file *all = m->files.items;

	if (at->field->type != FIELD_ATTACHMENT)
		return;
	for (const struct json *id = at->value->first; id; id = id->next)
		for (size_t i = 0; i < m->files.n; i++)
			if (strcmp(all[i].file_id, id->text) == 0)
				add_file(m, at->path, &all[i]);
}

static void
add_institution(struct making *m)
{
	const struct order *o = m->o;
	struct json_out *out = m->out;

	json_name(out, "institution");
	json_object(out);
	json_set_text(out, "code", o->institution_code);
	json_set_text(out, "name", o->institution_name);
	json_set_text(out, "uscc", o->institution_uscc);
	json_set_text(out, "division",
	    arena_printf(m->r->mem, "%06lld", (long long)o->division));
	json_set_text(out, "division_name", o->division_name);
	json_object_end(out);
}

static void
add_head(struct making *m, const struct push *p)
{
	const struct kind *kind = kind_of(m->o->kind);
	struct order_desk desks[DESK_COUNT] = { 0 };
	struct request *r = m->r;
	struct json_out *out = m->out;

	order_desks(r->db, r->mem, p->order_id, p->organisation_id, desks);
	json_set_text(out, "push_id", p->push_id);
	json_set_text(out, "order_no", m->o->order_no);
	json_set_int(out, "version", p->version);
	json_set_int(out, "submission_no", p->submission_no);
	json_set_text(out, "kind", kind->name);
	json_set_text(out, "list", kind->list->name);
	json_set_text(
	    out, "submitted_at", clock_text(r->mem, m->o->submitted_at));
	json_set_text(out, "due_at",
	    clock_text(r->mem, desks[m->o->desk].working.due_at));
	json_set_text(out, "decision_url",
	    arena_printf(r->mem, "%sapi/connection/orders/%s/decision",
		r->server->config.public_url, m->o->order_no));
}

const char *
push_body(struct request *r, const struct push *p, const struct order *o)
{
	const struct form *form = kind_of(o->kind)->content;
	const struct json *stored = order_submitted_content(r, o);
	struct json_out out;
	struct making m = { r, o, order_files(r->db, r->mem, o), &out };
	const char *body;

	json_begin(&out, r->mem);
	json_object(&out);
	add_head(&m, p);
	add_institution(&m);
	json_name(&out, "content");
	json_tree(&out, form_map(r->mem, form, stored, show, &m));
	json_name(&out, "files");
	json_array(&out);
	form_walk(r->mem, form, stored, add_files, &m);
	json_array_end(&out);
	json_object_end(&out);
	body = json_finish(&out);
	if (body == NULL)
		abort(); /* names and values of ours */
	return r->broken != OK || db_error(r->db) != OK ? NULL : body;
}
