/* Closed vocabularies; see words.h. */
#include "lib/words.h"

#include <string.h>

const struct word *
words_find(const struct words *w, const char *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->list[i].word, word) == 0)
			return &w->list[i];
	return NULL;
}

const struct word *
words_at(const struct words *w, long long value)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->list[i].value == value)
			return &w->list[i];
	return NULL;
}
