/* See page.h. */
#include "app/page.h"

#include <stdlib.h>
#include <string.h>

enum { CURSOR_TIME_MAX = 15, CURSOR_NO_MAX = 24 };

static const struct word page_sizes[] = {
	{ 10, "10", "10 条/页", "10 a page", NULL, NULL },
	{ 20, "20", "20 条/页", "20 a page", NULL, NULL },
	{ 50, "50", "50 条/页", "50 a page", NULL, NULL },
};
const struct words page_size_words = WORDS("page_size", page_sizes);

static const struct column total_columns[] = {
	COLUMN(total, count),
	COLUMN(total, exact),
};
const struct shape total_shape = SHAPE(total, total_columns);

struct total
total_capped(int64_t n)
{
	bool exact = n <= COUNT_CAP;

	return (struct total){ exact ? n : COUNT_CAP, exact };
}

struct portion
portion_of(
    int64_t past, int64_t page, int64_t page_size, const struct total *total)
{
	struct portion p = { .past = past, .take = page_size + 1 };
	int64_t left;

	if (past != 0)
		return p;
	p.skip = (page - 1) * page_size;
	left = total->count - p.skip;
	if (total->exact && left < p.take)
		p.take = left > 0 ? left : 0;
	return p;
}

bool
page_is_too_deep(int64_t page, int64_t after)
{
	return page > PAGE_JUMP_MAX && after == 0;
}

struct portion
page_begin(struct page *p, int64_t page, int64_t page_size, int64_t after,
    const struct total *total)
{
	p->page = page == 0 ? 1 : page;
	p->page_size = page_size == 0 ? PAGE_SIZE_STANDARD : page_size;
	p->total = total;
	return portion_of(after, p->page, p->page_size, total);
}

void
page_end(struct page *p, struct list items, size_t item_size, size_t id)
{
	const char *last;

	p->items = items;
	if ((int64_t)items.n <= p->page_size)
		return;
	p->items.n = (size_t)p->page_size;
	last = (const char *)items.items + (p->items.n - 1) * item_size;
	memcpy(&p->next, last + id, sizeof(p->next));
}

static bool
is_cursor(const char *text)
{
	size_t time = strspn(text, "0123456789");
	size_t no =
	    text[time] == '-' ? strspn(text + time + 1, "0123456789") : 0;

	return time > 0 && time <= CURSOR_TIME_MAX && no > 0 &&
	       no <= CURSOR_NO_MAX && text[time + 1 + no] == '\0';
}

const struct format format_cursor = { "cursor", NULL, is_cursor,
	"原样使用返回的 next 或 previous",
	"Use next or previous as it was answered" };

struct cursor
cursor_read(struct arena *mem, const char *text)
{
	char *end;
	int64_t ms = strtoll(text, &end, 10);

	return (struct cursor){ { ms }, arena_strdup(mem, end + 1), true };
}

const char *
cursor_text(struct arena *mem, struct moment at, const char *order_no)
{
	return arena_printf(mem, "%lld-%s", (long long)at.ms, order_no);
}

struct page_asked
page_asked_of(
    int64_t page, int64_t page_size, const char *after, const char *before)
{
	return (struct page_asked){ page == 0 ? 1 : page,
		page_size == 0 ? PAGE_SIZE_STANDARD : page_size, after,
		before };
}

bool
slice_find(struct arena *mem, const struct page_asked *p,
    const struct total *total, bool oldest, struct slice *out,
    bool *reversed_out)
{
	int64_t size = p->page_size;
	int64_t skip = (p->page - 1) * size;
	int64_t left = total->count - skip;

	*reversed_out = false;
	*out = (struct slice){ .oldest_first = oldest, .take = size + 1 };
	if (p->after != NULL) {
		out->from = cursor_read(mem, p->after);
	} else if (p->before != NULL) {
		out->from = cursor_read(mem, p->before);
		*reversed_out = true;
	} else if (total->exact && left <= 0) {
		out->take = 0; /* beyond the end: nothing to look for */
	} else if (p->page <= PAGE_JUMP_MAX) {
		out->skip = skip;
		/* Known to be the last: no looking for one more. */
		if (total->exact && left < out->take)
			out->take = left;
	} else if (total->exact && left <= PAGE_JUMP_MAX * size) {
		out->skip = left > size ? left - size : 0;
		out->take = left > size ? size : left;
		*reversed_out = true;
	} else {
		return false;
	}
	if (*reversed_out)
		out->oldest_first = !oldest;
	return true;
}

void
slice_turn(struct list *items, size_t size)
{
	char *all = (char *)items->items;

	for (size_t i = 0; i < items->n / 2; i++) {
		char *one = all + i * size;
		char *other = all + (items->n - 1 - i) * size;
		for (size_t at = 0; at < size; at++) {
			char kept = one[at];
			one[at] = other[at];
			other[at] = kept;
		}
	}
}

bool
slice_has_previous(const struct page_asked *p, bool more)
{
	return p->before != NULL ? more : p->after != NULL || p->page > 1;
}

bool
slice_has_next(const struct page_asked *p, const struct slice *slice,
    bool reversed, bool more)
{
	return p->before != NULL || (reversed ? slice->skip > 0 : more);
}

bool
cursor_page_begin(struct arena *mem, struct cursor_page *p,
    struct page_asked place, const struct total *total, bool oldest,
    struct slice *out)
{
	p->place = place;
	p->page = place.page;
	p->page_size = place.page_size;
	p->total = total;
	return slice_find(mem, &place, total, oldest, out, &p->reversed);
}

void
cursor_page_end(struct arena *mem, struct cursor_page *p,
    const struct slice *slice, struct list items, size_t size,
    const char *(*cursor)(struct arena *mem, const void *item))
{
	bool more = items.n > (size_t)p->page_size;
	const char *first;

	if (more)
		items.n = (size_t)p->page_size;
	p->items = items;
	if (items.n == 0)
		return;
	if (p->reversed)
		slice_turn(&p->items, size);
	first = p->items.items;
	if (slice_has_previous(&p->place, more))
		p->previous = cursor(mem, first);
	if (slice_has_next(&p->place, slice, p->reversed, more))
		p->next = cursor(mem, first + (items.n - 1) * size);
}
