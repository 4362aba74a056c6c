/* The sealed copies of an order's papers, over HTTP. */
#include <string.h>

#include "app/audit/audit.h"
#include "app/file/file.h"
#include "app/review/route.h"
#include "app/seal/seal_sql.h"

static const struct column columns[] = {
	COLUMN(sealed, id),
	COLUMN(sealed, file_id),
	COLUMN(sealed, submission_no),
	COLUMN_WITH(sealed, state, .words = &seal_state_words),
	COLUMN(sealed, organisation_name),
	COLUMN(sealed, decrypted),
	COLUMN(sealed, again),
	COLUMN_WITH(sealed, size, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(sealed, sealed_at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(sealed, voided_at, .flags = COLUMN_NULLABLE),
};
const struct shape sealed_shape = SHAPE(sealed, columns);

struct seal_list {
	struct list items;
};

static const struct column list_columns[] = {
	COLUMN_WITH(seal_list, items, .shape = &sealed_shape),
};
const struct shape seal_list_shape = SHAPE(seal_list, list_columns);

/* An office's own, from its people that decide there. */
static bool
may_try_again(const struct request *r, const struct sealed *s)
{
	return s->state == SEAL_FAILED && request_has_role(r, MAY_REVIEW) &&
	       s->organisation_id == r->actor.organisation_id;
}

/* As far as the actor sees the order's submissions. */
static struct list
seals_seen(struct request *r)
{
	const struct order_seen *seen = r->object;
	struct order o = order_as_seen(r, &seen->order, seen->desks);
	struct list all = seal_of_order(r->db, r->mem, o.id, o.submission_no);
	struct sealed *s = (struct sealed *)all.items;

	for (size_t i = 0; i < all.n; i++)
		s[i].again = may_try_again(r, &s[i]);
	return all;
}

enum err
seal_list_http(struct request *r)
{
	struct seal_list *list = arena_alloc(r->mem, sizeof(*list));

	list->items = seals_seen(r);
	r->result = list;
	return db_error(r->db);
}

enum err
seal_again_http(struct request *r)
{
	struct list all = seals_seen(r);
	const struct sealed *s = all.items;
	enum err e = OK;
	bool some = false;

	for (size_t i = 0; i < all.n && e == OK; i++) {
		if (!s[i].again ||
		    !seal_set_state(r->db, s[i].id, SEAL_WAITING))
			continue;
		job_forget(r->db, &seal_job, s[i].id);
		e = job_queue(r->db, &seal_job,
		    &(struct job_asked){ .object_id = s[i].id,
			.account_id = r->actor.account_id });
		some = true;
	}
	if (e != OK)
		return e;
	return some ? seal_list_http(r) : ERR_SEAL_NOT_FAILED;
}

/* "协议.pdf" becomes "协议（签章件）.pdf". */
static const char *
name_of(struct arena *mem, const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t len = dot == NULL ? strlen(name) : (size_t)(dot - name);

	return arena_printf(mem, "%.*s（签章件）.pdf", (int)len, name);
}

enum err
seal_content_http(struct request *r)
{
	const struct file *f = r->object;
	struct sealed s = { 0 };

	if (!seal_by_id(r->db, r->mem, request_number(r, 1), &s) ||
	    strcmp(s.file_id, f->file_id) != 0 || s.sealed_digest == NULL)
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	audit_read(r, f->order_id, READ_FILE);
	file_send(r, name_of(r->mem, f->name), f->media_type, s.sealed_digest);
	return OK;
}
