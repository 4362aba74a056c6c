/* See columns.h. */
#include "app/list/columns.h"

#include <stdlib.h>
#include <string.h>

void
list_columns_add(struct buf *sql, const struct shape *item, bool other)
{
	const char *between = "";

	for (size_t i = 0; i < item->n; i++) {
		const struct column *c = &item->columns[i];
		const char *text =
		    other && c->sql_other != NULL ? c->sql_other : c->sql;
		if (text == NULL)
			continue;
		buf_puts(sql, between);
		buf_puts(sql, text);
		buf_puts(sql, " AS ");
		buf_puts(sql, c->name);
		between = ", ";
	}
	buf_puts(sql, " ");
}

static bool
sees(const struct column *c, int64_t role)
{
	return c->sees == 0 || (c->sees >> role & 1) != 0;
}

bool
list_column_is_for(const struct column *c, int64_t role)
{
	return c->zh != NULL && sees(c, role);
}

static void
clear(const struct column *c, void *at)
{
	switch (c->type) {
	case COLUMN_INT:
		*(int64_t *)at = 0;
		break;
	case COLUMN_TIME:
		*(struct moment *)at = (struct moment){ 0 };
		break;
	case COLUMN_TEXT:
		*(const char **)at = NULL;
		break;
	case COLUMN_TREE:
		*(const struct json **)at = NULL;
		break;
	default:
		abort(); /* there is no null of it */
	}
}

void
list_columns_hide(const struct shape *item, int64_t role, void *at)
{
	for (size_t i = 0; i < item->n; i++)
		if (!sees(&item->columns[i], role))
			clear(&item->columns[i],
			    (char *)at + item->columns[i].offset);
}

struct list
list_rows(struct request *r, struct query *q, const struct shape *item,
    size_t max, bool (*fill)(struct request *r, void *item, const void *about),
    const void *about)
{
	char *items = arena_alloc(r->mem, max * item->size);
	size_t n = 0;

	while (n < max && db_step(q) == DB_ROW) {
		char *at = items + n * item->size;
		db_row(q, r->mem, item, at);
		if (fill != NULL && !fill(r, at, about)) {
			memset(at, 0, item->size);
			continue;
		}
		n++;
		list_columns_hide(item, r->actor.role, at);
	}
	return (struct list){ items, n };
}
