/* The children of a division; without a parent, the provinces. */
#include "app/division/division.h"

struct division_query {
	int64_t parent;
};

static const struct field query_fields[] = {
	{ .name = "parent",
	    .type = FIELD_INTEGER,
	    .min = 110000,
	    .max = 820000,
	    .zh = "上级区划",
	    .en = "Parent",
	    INTO(division_query, parent) },
};
const struct form division_query_form = FORM_INTO("division_query", "区划查询",
    "Division search", query_fields, division_query);

struct division {
	const char *code, *name;
	int64_t level;
	bool leaf;
};

static const struct column columns[] = {
	COLUMN(division, code),
	COLUMN(division, name),
	COLUMN(division, level),
	COLUMN(division, leaf),
};
static const struct shape division_shape = SHAPE(division, columns);

struct division_list {
	struct list items;
};

static const struct column list_columns[] = {
	COLUMN_WITH(division_list, items, .shape = &division_shape),
};
const struct shape division_list_shape = SHAPE(division_list, list_columns);

enum err
division_list_http(struct request *r)
{
	const struct division_query *query = r->query;
	struct division_list *list = arena_alloc(r->mem, sizeof(*list));

	list->items = division_children(r, query->parent, &division_shape);
	r->result = list;
	return db_error(r->db);
}
