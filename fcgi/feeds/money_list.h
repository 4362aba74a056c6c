/*
 * What lists of the feeds' rows have in common (MONEY-2, MONEY-3): whose they
 * are, an order by time and id, pages by cursors, and the walk that writes them
 * into a file. Not here: what each is asked and consists of (payment_list.h,
 * settlement_list.h).
 */
#ifndef LIANGDING_FEEDS_MONEY_LIST_H
#define LIANGDING_FEEDS_MONEY_LIST_H

#include "app/page.h"
#include "feeds/whose.h"
#include "lib/filter.h"

/* Bureaus' roles that see money (MAY_SEE_MONEY). */
#define BUREAUS (MAY_SEE_MONEY & ~(MAY(OPERATOR) | MAY(FINANCE)))

/* What each of them is asked: the first member, "asked", of its query. */
struct money_asked {
	int64_t division, sort, page, page_size;
	const char *institution, *after, *before;
	struct whose of; /* filled in */
};
/* Its fields, for a form into a struct that begins with it. */
#define MONEY_ASKED_FIELDS                          \
	{ .name = "institution",                    \
		.type = FIELD_TEXT,                 \
		.max = 12,                          \
		.format = &format_institution_code, \
		.zh = "机构编码",                   \
		.en = "Institution code",           \
		.help_zh = "完整的编码",            \
		.help_en = "The whole code",        \
		INTO(money_asked, institution) },   \
	    { .name = "division",                   \
		    .type = FIELD_INTEGER,          \
		    .min = 110000,                  \
		    .max = 829999,                  \
		    .zh = "医保区划",               \
		    .en = "Division",               \
		    .help_zh = "六位代码",          \
		    .help_en = "Six digits",        \
		    INTO(money_asked, division) },  \
	    { .name = "sort",                       \
		    .type = FIELD_CHOICE,           \
		    .words = &sort_words,           \
		    .zh = "排序",                   \
		    .en = "Sort",                   \
		    INTO(money_asked, sort) },      \
	    PAGE_FIELDS(money_asked), CURSOR_FIELDS(money_asked)

/* How one is read: rows of its table as p. */
struct money_list {
	const struct form *query;
	const struct shape *item;
	/* The index of the query's rows, "FROM …" and the joins of what is
	 * shown of a page's. */
	const char *(*index)(const void *query);
	const char *table, *joins;
	const struct filter *filters;
	size_t n_filters;
	const char *when, *bound; /* the column it is in order of, and what a
				   * moment is there, as "DATE(?)" */
	const char *(*cursor)(struct arena *mem, const void *item);
};

/* Finds whose they are; false, and it is noted, when that is not the actor's.
 */
bool money_list_check(
    struct request *r, const struct money_list *l, struct money_asked *asked);
/* A bureau's question goes on record: whose it is about. */
void money_list_note(struct request *r, const void *query);
/* Adds "FROM … WHERE …" for the query's rows; and binds it, in step. */
void money_list_add(
    struct buf *sql, const struct money_list *l, const void *query);
void money_list_bind(struct query *q, struct arena *mem,
    const struct money_list *l, const void *query);
/* The page that the query asks for, of so many rows in all. */
enum err money_list_page(struct request *r, const struct money_list *l,
    const void *query, const struct total *total, struct cursor_page *paging);
/* The next rows of the whole list, at most take, from a cursor on ("": the
 * beginning); *next_out is where to go on, NULL at the end. */
struct list money_list_walk(struct request *r, const struct money_list *l,
    const void *query, const char *from, int64_t take, const char **next_out);
/* The rows of a slice, in its order, as structs of the item. */
struct list money_list_select(struct request *r, const struct money_list *l,
    const void *query, const struct slice *slice);

#endif
