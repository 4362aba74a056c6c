/* The statements that lists of the feeds' rows have in common; see
 * money_list.h. What is shown of a page comes by a deferred join. */
#include "app/list/columns.h"
#include "feeds/money_list.h"

void
money_list_add(struct buf *sql, const struct money_list *l, const void *query)
{
	const struct money_asked *asked = query;

	buf_printf(sql, "FROM %s p FORCE INDEX (%s) WHERE TRUE %s", l->table,
	    l->index(query), asked->of.where);
	filter_add(sql, l->filters, l->n_filters, query);
}

void
money_list_bind(struct query *q, struct arena *mem, const struct money_list *l,
    const void *query)
{
	const struct money_asked *asked = query;

	if (asked->of.where[0] != '\0')
		db_bind_int(q, asked->of.is);
	filter_bind(q, mem, l->filters, l->n_filters, query);
}

/* Behind a cursor: by time and, within that, by id. */
static void
add_from(struct buf *sql, const struct money_list *l, bool oldest_first)
{
	const char *behind = oldest_first ? ">" : "<";

	buf_printf(sql, "AND %s %s= %s AND (%s %s %s OR p.id %s ?) ", l->when,
	    behind, l->bound, l->when, behind, l->bound, behind);
}

struct list
money_list_select(struct request *r, const struct money_list *l,
    const void *query, const struct slice *slice)
{
	const char *falls = slice->oldest_first ? "" : " DESC";
	const char *order = arena_printf(
	    r->mem, "ORDER BY %s%s, p.id%s ", l->when, falls, falls);
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT ");
	list_columns_add(&sql, l->item, false);
	buf_puts(&sql, "FROM (SELECT p.id ");
	money_list_add(&sql, l, query);
	if (slice->from.set)
		add_from(&sql, l, slice->oldest_first);
	buf_printf(&sql,
	    "%sLIMIT ? OFFSET ?) AS page JOIN %s p ON p.id = page.id %s%s",
	    order, l->table, l->joins, order);
	q = db_query(r->db, buf_text(&sql));
	money_list_bind(q, r->mem, l, query);
	if (slice->from.set) {
		db_bind_time(q, slice->from.at);
		db_bind_time(q, slice->from.at);
		db_bind_text(q, slice->from.order_no);
	}
	db_bind_int(q, slice->take);
	db_bind_int(q, slice->skip);
	return list_rows(r, q, l->item, (size_t)slice->take, NULL, NULL);
}
