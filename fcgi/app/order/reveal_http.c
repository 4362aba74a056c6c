/* Looking at a personal field of an order, on record (PLAT-6, PLAT-10). */
#include "app/order/order_sql.h"
#include "app/order/personal.h"
#include "app/rate.h"

struct reveal {
	const char *field;
};

static const struct field reveal_fields[] = {
	{ .name = "field",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = PATH_CHARS_MAX,
	    .zh = "字段",
	    .en = "Field",
	    INTO(reveal, field) },
};
const struct form order_reveal_form = FORM_INTO("order_reveal", "查看个人信息",
    "Show personal data", reveal_fields, reveal);

struct revealed {
	const char *field, *value;
};

static const struct column revealed_columns[] = {
	COLUMN(revealed, field),
	COLUMN(revealed, value),
};
const struct shape order_revealed_shape = SHAPE(revealed, revealed_columns);

enum err
order_reveal_http(struct request *r)
{
	const struct order_seen *seen = r->object;
	const struct reveal *form = r->form;
	struct order o = order_as_seen(r, &seen->order, seen->desks);
	const struct form *content = kind_of(o.kind)->content;
	const struct field *f = form_at(content, form->field);
	struct revealed *out = arena_alloc(r->mem, sizeof(*out));
	const struct place *at;
	struct list places;

	if (f == NULL || (f->flags & FIELD_PERSONAL) == 0) {
		request_fault(r, &order_reveal_form, "field", "choice");
		return ERR_INVALID;
	}
	if (!personal_may_reveal(r, f))
		return ERR_FORBIDDEN;
	if (!rate_allows(r, RATE_REVEAL, r->actor.account_id,
		r->server->config.reveals_an_hour))
		return ERR_REVEALS_TOO_OFTEN;
	places = form_places(r->mem, content, order_stored_content(r, &o));
	at = form_place(&places, form->field);
	*out = (struct revealed){ form->field,
		at == NULL ? "" : personal_open_one(r, &o, at) };
	r->noted_object =
	    arena_printf(r->mem, "%s %s", o.order_no, form->field);
	r->noted_outcome = "shown";
	r->result = out;
	return db_error(r->db);
}
