/*
 * What the list of what is on file is asked and answers (PLAT-7): an
 * institution's own, and a desk's in its division or addressed to it. One list
 * of orders at a time has its records in it, so that the mass of one is in no
 * other's way. Shared by its handler, its statements and its export.
 */
#ifndef LIANGDING_APP_RECORD_LIST_H
#define LIANGDING_APP_RECORD_LIST_H

#include "app/kind/facets.h"
#include "app/page.h"
#include "app/record/record.h"

struct record_query {
	int64_t list, state, kind, sort, page, page_size, after;
	const char *code, *title, *uscc;
	struct moment valid_from, valid_to; /* days that valid_until lies in */
};

struct record_item {
#define COL COLUMN_MEMBER
#include "app/record/record_list.def"
};
extern const struct shape record_item_shape;

struct record_counts {
	const struct total *on_file, *changing;
};

/* The query with its list; NULL when faults were noted: another's list, or any,
 * where the actor's desk reads none. */
const void *record_query_check(struct request *r, const void *asked);
/* Up to COUNT_CAP a state. */
void record_list_count(struct request *r, const struct record_query *query,
    struct record_counts *out);
/* How many of them the query's state has. */
struct total record_list_total(
    const struct record_counts *c, const struct record_query *query);
/* Some of them, in order. */
struct list record_list_select(struct request *r,
    const struct record_query *query, struct portion portion);

extern const struct form record_query_form;
extern const struct shape record_list_shape;
handler record_list_http;

#endif
