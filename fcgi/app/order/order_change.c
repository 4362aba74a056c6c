/* Orders that change what is on file (INST-5): what they begin with. */
#include <string.h>

#include "app/order/order_sql.h"
#include "app/order/personal.h"
#include "app/record/record.h"

enum err
order_find_subject(
    struct request *r, const struct order *parent, struct order *o)
{
	struct record record;

	if (!record_of_order(r, parent, &record))
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_ORDER_NOT_READY;
	o->subject_id = record.id;
	return OK;
}

static struct json *
as_it_is(void *mem, const struct place *at)
{
	return json_copy(mem, at->value);
}

/* Without what an earlier change has brought besides, such as its proof. */
enum err
order_begin_change(struct request *r, const struct order *o)
{
	struct record record;
	struct order source;
	const char *text;
	const struct json *stored;

	if (!record_of_order(r, o, &record) ||
	    !order_by_id(r->db, r->mem, record.order_id, &source))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_INTERNAL;
	text = order_version_content(
	    r->db, r->mem, source.id, record.submission_no);
	stored = text == NULL ? NULL : json_read(r->mem, text, strlen(text));
	if (stored == NULL)
		return ERR_INTERNAL;
	return order_keep_draft(r, o, 1,
	    form_map(r->mem, kind_of(o->kind)->parent->content,
		personal_open(r, &source, stored), as_it_is, r->mem),
	    NULL);
}
