/* Partner banks: whom one may choose, and who is one. */
#include "app/desk/desk.h"
#include "app/partner/partner.h"

struct partner_change {
	bool open;
	int64_t version;
};

static const struct field fields[] = {
	{ .name = "open",
	    .type = FIELD_BOOLEAN,
	    .flags = FIELD_REQUIRED,
	    .zh = "合作中",
	    .en = "A partner",
	    INTO(partner_change, open) },
	VERSION_FIELD(partner_change, 0),
};
const struct form partner_form = FORM_INTO(
    "partner_change", "合作银行设置", "Partner bank", fields, partner_change);

static const struct column columns[] = {
	COLUMN_WITH(partner, organisation_id, .flags = COLUMN_PRIVATE),
	COLUMN(partner, code),
	COLUMN(partner, name),
	COLUMN(partner, open),
	COLUMN(partner, version),
	COLUMN(partner, may_change),
	COLUMN_WITH(partner, changed_at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(partner, changed_by, .flags = COLUMN_NULLABLE),
};
const struct shape partner_shape = SHAPE(partner, columns);

struct partner_list {
	struct list items;
};

static const struct column list_columns[] = {
	COLUMN_WITH(partner_list, items, .shape = &partner_shape),
};
const struct shape partner_list_shape = SHAPE(partner_list, list_columns);

/* The administrators of a province's bureau. */
static bool
may_change(const struct request *r)
{
	const struct desk_row *desk = desk_row((enum desk)r->actor.seat);

	return request_has_role(r, MAY_SWITCH) && desk != NULL &&
	       desk->desk == DESK_PROVINCE;
}

/* Who has changed it is for those who may do so themselves. */
static void
show(const struct request *r, struct partner *p)
{
	p->may_change = may_change(r);
	if (!request_has_role(r, MAY_SWITCH)) {
		p->changed_by = NULL;
		p->changed_at = (struct moment){ 0 };
	}
}

static enum err
partner_load(struct request *r, struct scope *out)
{
	struct partner *p = arena_alloc(r->mem, sizeof(*p));

	if (!may_change(r))
		return ERR_FORBIDDEN;
	if (!partner_of_actor(r, true, r->args[0], p))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	out->division = r->actor.division;
	out->desks = ~0U;
	r->object = p;
	return OK;
}
const struct object partner_object = { "partner", partner_load, false, NULL };

enum err
partner_list_http(struct request *r)
{
	struct partner_list *list = arena_alloc(r->mem, sizeof(*list));
	struct partner *all;

	list->items = partner_select(r, may_change(r));
	all = (struct partner *)(uintptr_t)list->items.items;
	for (size_t i = 0; i < list->items.n; i++)
		show(r, &all[i]);
	r->result = list;
	return db_error(r->db);
}

enum err
partner_set_http(struct request *r)
{
	const struct partner_change *form = r->form;
	const struct partner *old = r->object;
	struct partner *p = arena_alloc(r->mem, sizeof(*p));
	enum err e = partner_save(r, old, form->open, form->version);

	if (e != OK)
		return e;
	r->noted_outcome = form->open ? "on" : "off";
	if (!partner_of_actor(r, true, r->args[0], p))
		return ERR_INTERNAL;
	show(r, p);
	r->result = p;
	return db_error(r->db);
}
