/* Automatic passing, as a platform admin sees and sets it. */
#include "app/switch/switch.h"

#include "app/desk/desk.h"
#include "app/kind/kind.h"

#include <stdlib.h>

#include "app/switch/switch_sql.h"

struct switch_change {
	bool automatic;
	int64_t version;
};

static const struct field fields[] = {
	{ .name = "automatic",
	    .type = FIELD_BOOLEAN,
	    .flags = FIELD_REQUIRED,
	    .zh = "市级通过后自动通过",
	    .en = "Pass the rest automatically",
	    INTO(switch_change, automatic) },
	VERSION_FIELD(switch_change, 0),
};
const struct form switch_form = FORM_INTO("review_switch_change",
    "自动通过设置", "Automatic passing", fields, switch_change);

static const struct column columns[] = {
	COLUMN_WITH(switch_row, area, .flags = COLUMN_PRIVATE),
	COLUMN(switch_row, division),
	COLUMN(switch_row, division_name),
	COLUMN_WITH(switch_row, kind, .words = &kind_words),
	COLUMN(switch_row, automatic),
	COLUMN(switch_row, version),
	COLUMN(switch_row, may_change),
	COLUMN_WITH(switch_row, changed_at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(switch_row, changed_by, .flags = COLUMN_NULLABLE),
};
const struct shape switch_shape = { "review_switch", columns,
	sizeof(columns) / sizeof(columns[0]), sizeof(struct switch_row) };

struct switch_list {
	struct list items;
};

static const struct column list_columns[] = {
	COLUMN_WITH(switch_list, items, .shape = &switch_shape),
};
const struct shape switch_list_shape = { "review_switch_list", list_columns,
	sizeof(list_columns) / sizeof(list_columns[0]),
	sizeof(struct switch_list) };

/* Nobody lets an order pass the desks above one's own (USER-4). */
static bool
may_change(const struct request *r)
{
	const struct desk_row *desk = desk_row((enum desk)r->actor.seat);

	return desk != NULL && desk->kind == ORGANISATION_BUREAU &&
	       desk->width > desk_row(DESK_CITY)->width;
}

static enum err
switch_load(struct request *r, struct scope *out)
{
	struct switch_row *row = arena_alloc(r->mem, sizeof(*row));
	int64_t division = request_number(r, 0);
	const struct word *kind = words_find(&kind_words, r->args[1]);

	if (!may_change(r))
		return ERR_FORBIDDEN;
	if (kind == NULL ||
	    !switch_find(r, &switch_shape, division, kind->value, row))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	out->division = division;
	out->desks = ~0U;
	r->object = row;
	return OK;
}
const struct object switch_object = { "review_switch", switch_load, false,
	NULL };

enum err
switch_list_http(struct request *r)
{
	struct switch_list *list = arena_alloc(r->mem, sizeof(*list));
	struct switch_row *rows;

	list->items = switch_select(r, &switch_shape);
	rows = (struct switch_row *)(uintptr_t)list->items.items;
	for (size_t i = 0; i < list->items.n; i++)
		rows[i].may_change = may_change(r);
	r->result = list;
	return db_error(r->db);
}

enum err
switch_set_http(struct request *r)
{
	const struct switch_change *form = r->form;
	const struct switch_row *old = r->object;
	struct switch_row *row = arena_alloc(r->mem, sizeof(*row));
	enum err e = switch_save(
	    r, old->area, old->kind, form->automatic, form->version);

	if (e != OK)
		return e;
	r->noted_object = arena_printf(r->mem, "%s/%s", r->args[0], r->args[1]);
	r->noted_outcome = form->automatic ? "on" : "off";
	if (!switch_find(r, &switch_shape, old->area, old->kind, row))
		return ERR_INTERNAL;
	row->may_change = true;
	r->result = row;
	return db_error(r->db);
}
