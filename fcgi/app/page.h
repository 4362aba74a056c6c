/* What every list has in common: the page asked for and the total. */
#ifndef LIANGDING_APP_PAGE_H
#define LIANGDING_APP_PAGE_H

#include "lib/form.h"

enum {
	PAGE_SIZE_STANDARD = 20,
	PAGE_MAX = 1000000,  /* a number beyond it is no page */
	PAGE_JUMP_MAX = 500, /* from either end, where rows must be skipped */
	COUNT_CAP = 1000     /* beyond it an inexact total reads "1000+" */
};

struct total {
	int64_t count;
	bool exact;
};
extern const struct shape total_shape;
/* The total of a count that went no further than COUNT_CAP + 1. */
struct total total_capped(int64_t n);

extern const struct words page_size_words;

/*
 * Which rows of a list sorted by id: those past an id, whatever happened
 * before it, or (past is 0) those behind so many.
 */
struct portion {
	int64_t past, skip, take;
};
/* Those of a page, or past an id that is not 0, and one more, which tells that
 * there is a next page; no more than are known to be there. */
struct portion portion_of(
    int64_t past, int64_t page, int64_t page_size, const struct total *total);

/*
 * A place in a list sorted by time: beside the row of order_no, at a moment.
 * As text "1763800000000-20261122350213…"; what a list hands out as next and
 * previous and takes as after and before, whatever happened in between.
 */
struct cursor {
	struct moment at;
	const char *order_no;
	bool set;
};
extern const struct format format_cursor;
struct cursor cursor_read(struct arena *mem, const char *text);
const char *cursor_text(
    struct arena *mem, struct moment at, const char *order_no);

/* The fields page and page_size of a query form, for a struct with both. */
#define PAGE_FIELDS(s)                                       \
	{ .name = "page",                                    \
		.type = FIELD_INTEGER,                       \
		.min = 1,                                    \
		.max = PAGE_MAX,                             \
		.zh = "页码",                                \
		.en = "Page",                                \
		INTO(s, page) },                             \
	{                                                    \
		.name = "page_size", .type = FIELD_CHOICE,   \
		.words = &page_size_words, .zh = "每页条数", \
		.en = "Page size", INTO(s, page_size)        \
	}

#endif
