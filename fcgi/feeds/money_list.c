/* Checking, paging and walking; see money_list.h. */
#include "feeds/money_list.h"

bool
money_list_check(
    struct request *r, const struct money_list *l, struct money_asked *asked)
{
	return whose_find(
	    r, l->query, asked->institution, asked->division, &asked->of);
}

void
money_list_note(struct request *r, const void *query)
{
	const struct money_asked *asked = query;

	whose_note(r, asked->institution, asked->division);
}

enum err
money_list_page(struct request *r, const struct money_list *l,
    const void *query, const struct total *total, struct cursor_page *paging)
{
	const struct money_asked *q = query;
	struct slice slice;

	if (!cursor_page_begin(r->mem, paging,
		page_asked_of(q->page, q->page_size, q->after, q->before),
		total, q->sort == SORT_OLDEST, &slice)) {
		request_fault(r, l->query, "page", "too_deep");
		return ERR_INVALID;
	}
	if (slice.take > 0)
		cursor_page_end(r->mem, paging, &slice,
		    money_list_select(r, l, query, &slice), l->item->size,
		    l->cursor);
	money_list_note(r, query);
	return db_error(r->db);
}

struct list
money_list_walk(struct request *r, const struct money_list *l,
    const void *query, const char *from, int64_t take, const char **next_out)
{
	const struct money_asked *q = query;
	struct slice slice = { .oldest_first = q->sort == SORT_OLDEST,
		.take = take };
	struct list items;

	if (*from != '\0')
		slice.from = cursor_read(r->mem, from);
	items = money_list_select(r, l, query, &slice);
	*next_out = (int64_t)items.n == take
			? l->cursor(r->mem, (const char *)items.items +
						(items.n - 1) * l->item->size)
			: NULL;
	return items;
}
