/* How a query asks for a list and its facets, whatever they are there. */
#ifndef LIANGDING_APP_FACETS_H
#define LIANGDING_APP_FACETS_H

#include "app/kind/kind.h"
#include "app/request.h"

struct facets {
	int64_t list;                  /* 0: every list */
	const char *facet_a, *facet_b; /* words of that list's facets */
	int64_t value_a, value_b;      /* by kind_facets_check(); 0: any */
};

#define FACET_FIELDS(s)                                                       \
	{ .name = "list",                                                     \
		.type = FIELD_CHOICE,                                         \
		.words = &order_list_words,                                   \
		.zh = "业务",                                                 \
		.en = "List",                                                 \
		INTO(s, facets.list) },                                       \
	    { .name = "facet_a",                                              \
		    .type = FIELD_TEXT,                                       \
		    .max = 40,                                                \
		    .format = &format_code,                                   \
		    .zh = "类别一",                                           \
		    .en = "First facet",                                      \
		    INTO(s, facets.facet_a) },                                \
	{                                                                     \
		.name = "facet_b", .type = FIELD_TEXT, .max = 40,             \
		.format = &format_code, .zh = "类别二", .en = "Second facet", \
		INTO(s, facets.facet_b)                                       \
	}

/*
 * Fills in the values of f's words, and, if it names no list, the first whose
 * facets have them. Words that the list does not have are faults of form.
 */
void kind_facets_check(
    struct request *r, const struct form *form, struct facets *f);

#endif
