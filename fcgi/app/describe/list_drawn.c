/* Lists as the browser shows them, out of their tables; see schemas.h. */
#include "app/describe/schemas.h"
#include "app/export/export.h"
#include "app/router.h"

static const char *const cell_names[] = {
	[CELL_PLAIN] = "text",
	[CELL_NUMBER] = "number",
	[CELL_NAME] = "name",
	[CELL_STATUS] = "status",
	[CELL_MONEY] = "money",
	[CELL_SECOND] = "second",
	[CELL_COUNT] = "count",
};

/* What the cell says comes before what it is. */
static const char *
cell_of(const struct column *c)
{
	if (c->cell != CELL_PLAIN)
		return cell_names[c->cell];
	if (c->type == COLUMN_TIME)
		return "time";
	if (c->type == COLUMN_BOOL)
		return "boolean";
	return c->words != NULL ? "word" : cell_names[CELL_PLAIN];
}

static void
draw_column(struct json_out *o, const struct column *c)
{
	json_object(o);
	json_set_text(o, "name", c->name);
	json_set_text(o, "zh", c->zh);
	json_set_text(o, "en", c->en);
	json_set_int(o, "width", c->width);
	json_set_text(o, "cell", cell_of(c));
	if (c->words != NULL)
		json_set_text(o, "enum", c->words->name);
	if ((c->flags & COLUMN_FIXED) != 0)
		json_set_bool(o, "fixed", true);
	if ((c->flags & COLUMN_UNUSUAL) != 0)
		json_set_bool(o, "unusual", true);
	if ((c->flags & COLUMN_PAGE_ONLY) != 0)
		json_set_bool(o, "page_only", true);
	if (c->usual != 0)
		roles_drawn(o, "usual", c->usual);
	if (c->sees != 0)
		roles_drawn(o, "sees", c->sees);
	if (c->opens != NULL)
		json_set_text(o, "opens", c->opens);
	if (c->rises != NULL)
		json_set_text(o, "rises", c->rises);
	if (c->falls != NULL)
		json_set_text(o, "falls", c->falls);
	json_object_end(o);
}

static const char *
key_of(const struct shape *item)
{
	for (size_t i = 0; i < item->n; i++)
		if ((item->columns[i].flags & COLUMN_KEY) != 0)
			return item->columns[i].name;
	return NULL;
}

/* The route that answers it: asked in the address, or, where that may name
 * people, in a body. */
static const struct route *
route_of(const struct export_list *l)
{
	for (size_t i = 0; i < routes_count; i++)
		if (routes[i].query == l->query || routes[i].form == l->query)
			return &routes[i];
	return NULL;
}

static void
draw_list(struct json_out *o, const struct export_list *l)
{
	const struct route *route = route_of(l);

	json_name(o, l->word);
	json_object(o);
	json_set_text(o, "zh", l->zh);
	json_set_text(o, "en", l->en);
	json_set_text(o, "path", route == NULL ? NULL : route->path);
	json_set_bool(o, "posts", route != NULL && route->method == HTTP_POST);
	json_set_text(o, "key", key_of(l->item));
	both_drawn(o, "none", l->none_zh, l->none_en);
	json_set_bool(o, "headings", l->headings);
	json_name(o, "columns");
	json_array(o);
	for (size_t i = 0; i < l->item->n; i++)
		if (l->item->columns[i].zh != NULL)
			draw_column(o, &l->item->columns[i]);
	json_array_end(o);
	json_object_end(o);
}

void
lists_drawn(struct json_out *o)
{
	json_name(o, "x-liangding-lists");
	json_object(o);
	for (const struct export_list *const *l = export_lists; *l != NULL; l++)
		draw_list(o, *l);
	json_object_end(o);
}
