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

/* A page of a list sorted by id, as its answer has it: the first member of the
 * struct that a list's shape is of. */
struct page {
	struct list items;
	const struct total *total;
	int64_t page, page_size;
	int64_t next; /* the last one's id; 0 (null) at the end */
};
/* Its columns, for a struct with a member of that name; items are of a shape.
 */
#define PAGE_COLUMN(s, member, kind, ...)                         \
	{                                                         \
		.name = #member, .type = (kind),                  \
		.offset = offsetof(s, paging.member), __VA_ARGS__ \
	}
#define PAGE_COLUMNS(s, item)                                            \
	PAGE_COLUMN(s, items, COLUMN_LIST, .shape = (item)),             \
	    PAGE_COLUMN(s, total, COLUMN_OBJECT, .shape = &total_shape), \
	    PAGE_COLUMN(s, page, COLUMN_INT, .flags = 0),                \
	    PAGE_COLUMN(s, page_size, COLUMN_INT, .flags = 0),           \
	    PAGE_COLUMN(s, next, COLUMN_INT, .flags = COLUMN_NULLABLE)
/* True for a page that so many rows would have to be skipped for that its
 * reader must come to it by `after`. */
bool page_is_too_deep(int64_t page, int64_t after);
/*
 * Begins a page of a list with that total, 0 standing for the first and the
 * usual size: which rows to read. Nothing to take: there are none.
 */
struct portion page_begin(struct page *p, int64_t page, int64_t page_size,
    int64_t after, const struct total *total);
/* Leaves out the one row too many, and says where the next page begins: behind
 * the id at that offset of an item. */
void page_end(struct page *p, struct list items, size_t item_size, size_t id);

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

/* What a request for a page of such a list says of where it is. */
struct page_asked {
	int64_t page, page_size;
	const char *after, *before; /* cursors as text, or NULL */
};
/* The place as it is read: 0 stands for the first page and the usual size. */
struct page_asked page_asked_of(
    int64_t page, int64_t page_size, const char *after, const char *before);

/* The rows of a page of such a list, as they are read. */
struct slice {
	bool oldest_first; /* as it is read; the page may be shown reversed */
	struct cursor from;
	int64_t skip, take;
	/* A slow search's: how many rows it looks through, 0: all. */
	int64_t scan;
};
/*
 * Where the page begins: beside a cursor, or so many rows from the nearer
 * end. oldest: the list shows its oldest first; *reversed_out: the slice is to
 * be turned. One row more is taken than the page has where there may be a next
 * one. False for a page so deep that only cursors lead there.
 */
bool slice_find(struct arena *mem, const struct page_asked *p,
    const struct total *total, bool oldest, struct slice *out,
    bool *reversed_out);
/* The items, each so large, in the other order. */
void slice_turn(struct list *items, size_t size);
/* Which neighbours a page with rows has; more: the slice had one too many. */
bool slice_has_previous(const struct page_asked *p, bool more);
bool slice_has_next(const struct page_asked *p, const struct slice *slice,
    bool reversed, bool more);

/* A page of such a list as its answer has it: the first member of the struct
 * that its shape is of. */
struct cursor_page {
	struct list items;
	const struct total *total;
	int64_t page, page_size;
	const char *next, *previous; /* NULL at an end */
	/* of who makes it: */
	struct page_asked place;
	bool reversed;
};
#define CURSOR_PAGE_COLUMNS(s, item)                                     \
	PAGE_COLUMN(s, items, COLUMN_LIST, .shape = (item)),             \
	    PAGE_COLUMN(s, total, COLUMN_OBJECT, .shape = &total_shape), \
	    PAGE_COLUMN(s, page, COLUMN_INT, .flags = 0),                \
	    PAGE_COLUMN(s, page_size, COLUMN_INT, .flags = 0),           \
	    PAGE_COLUMN(s, next, COLUMN_TEXT, .flags = COLUMN_NULLABLE), \
	    PAGE_COLUMN(s, previous, COLUMN_TEXT, .flags = COLUMN_NULLABLE)
/* Begins it: which rows to read. False for one too deep. */
bool cursor_page_begin(struct arena *mem, struct cursor_page *p,
    struct page_asked place, const struct total *total, bool oldest,
    struct slice *out);
/* Ends it with the slice's rows, each so large; cursor: an item's. */
void cursor_page_end(struct arena *mem, struct cursor_page *p,
    const struct slice *slice, struct list items, size_t size,
    const char *(*cursor)(struct arena *mem, const void *item));

/* The fields "after" and "before" of its query form, for a struct with texts of
 * those names. */
#define CURSOR_FIELDS(s)                                              \
	{ .name = "after",                                            \
		.type = FIELD_TEXT,                                   \
		.max = 40,                                            \
		.format = &format_cursor,                             \
		.zh = "上一页的 next",                                \
		.en = "An earlier answer's next",                     \
		INTO(s, after) },                                     \
	{                                                             \
		.name = "before", .type = FIELD_TEXT, .max = 40,      \
		.format = &format_cursor, .zh = "下一页的 previous",  \
		.en = "An earlier answer's previous", INTO(s, before) \
	}

/* The field "after" of a query form, for a struct with an id of that name. */
#define AFTER_FIELD(s)                                            \
	{                                                         \
		.name = "after", .type = FIELD_INTEGER, .min = 1, \
		.max = LONG_MAX, .zh = "上一页的 next",           \
		.en = "An earlier answer's next", INTO(s, after)  \
	}

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
