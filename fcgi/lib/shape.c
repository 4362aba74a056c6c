/* Structs as JSON; see shape.h. */
#include "lib/shape.h"

static bool
is_none(const struct column *c, const char *at)
{
	switch (c->type) {
	case COLUMN_INT:
		return *(const int64_t *)(const void *)at == 0;
	case COLUMN_BOOL:
		return false;
	case COLUMN_TIME:
		return ((const struct moment *)(const void *)at)->ms == 0;
	case COLUMN_LIST:
		return ((const struct list *)(const void *)at)->items == NULL;
	default:
		return *(const void *const *)(const void *)at == NULL;
	}
}

static void
write_list(struct json_out *o, const struct column *c, const struct list *l)
{
	const char *item = l->items;

	json_array(o);
	for (size_t i = 0; i < l->n; i++, item += c->shape->size)
		shape_write(o, c->shape, item);
	json_array_end(o);
}

static void
write_int(struct json_out *o, const struct column *c, int64_t i)
{
	const struct word *w;

	if (c->words == NULL) {
		json_int(o, i);
		return;
	}
	w = words_at(c->words, i);
	json_text(o, w == NULL ? NULL : w->word);
}

static void
write_column(struct json_out *o, const struct column *c, const void *at)
{
	const struct moment *m = at;

	if (is_none(c, at) && (c->flags & COLUMN_NULLABLE) != 0) {
		json_null(o);
		return;
	}
	switch (c->type) {
	case COLUMN_INT:
		write_int(o, c, *(const int64_t *)at);
		break;
	case COLUMN_BOOL:
		json_bool(o, *(const bool *)at);
		break;
	case COLUMN_TEXT:
		json_text(o, *(const char *const *)at);
		break;
	case COLUMN_TIME:
		json_text(o, clock_text(o->text.mem, *m));
		break;
	case COLUMN_TREE:
		json_tree(o, *(const struct json *const *)at);
		break;
	case COLUMN_LIST:
		write_list(o, c, at);
		break;
	case COLUMN_OBJECT:
		shape_write(o, c->shape, *(const void *const *)at);
		break;
	}
}

void
shape_write(struct json_out *o, const struct shape *shape, const void *p)
{
	json_object(o);
	for (size_t i = 0; i < shape->n; i++) {
		const struct column *c = &shape->columns[i];
		const char *at = (const char *)p + c->offset;

		if ((c->flags & COLUMN_PRIVATE) != 0 ||
		    ((c->flags & COLUMN_OPTIONAL) != 0 && is_none(c, at)))
			continue;
		json_name(o, c->name);
		write_column(o, c, at);
	}
	json_object_end(o);
}
