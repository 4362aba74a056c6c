/*
 * Closed vocabularies: the number a table stores, the word the API speaks,
 * and what people read in both languages. One table a vocabulary.
 */
#ifndef LIANGDING_WORDS_H
#define LIANGDING_WORDS_H

#include <stddef.h>

struct word {
	int value; /* what the database stores; never 0, never reused,
		    * never taken away while rows have it */
	const char *word, *zh, *en;
	const char *help_zh, *help_en; /* a definition, or NULL */
};

struct words {
	const char *name;
	const struct word *list;
	size_t n;
};

#define WORDS(name, list)                                    \
	{                                                    \
		name, list, sizeof(list) / sizeof((list)[0]) \
	}

/* The entry, or NULL when there is none. */
const struct word *words_find(const struct words *w, const char *word);
const struct word *words_at(const struct words *w, long long value);

#endif
