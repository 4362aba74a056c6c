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

/* Which list of orders: what the fields behind it are. */
#define LIST_FIELD(s)                                                       \
	{                                                                   \
		.name = "list", .type = FIELD_CHOICE,                       \
		.words = &order_list_words, .zh = "业务", .en = "Business", \
		INTO(s, facets.list)                                        \
	}
#define FACET_FIELD(s, which, name_zh, name_en)                       \
	{                                                             \
		.name = #which, .type = FIELD_TEXT, .max = 40,        \
		.format = &format_code, .zh = name_zh, .en = name_en, \
		INTO(s, facets.which)                                 \
	}
#define FACET_A_FIELD(s) FACET_FIELD(s, facet_a, "类别一", "First facet")
#define FACET_B_FIELD(s) FACET_FIELD(s, facet_b, "类别二", "Second facet")

/*
 * Fills in the values of f's words, and, if it names no list, the first whose
 * facets have them. Words that the list does not have are faults of form.
 */
void kind_facets_check(
    struct request *r, const struct form *form, struct facets *f);

#endif
