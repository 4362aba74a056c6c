/* Names in parts; see name.h. */
#include "app/name/name.h"

#include <string.h>

#include "lib/text.h"

const char *
name_key(struct arena *mem, const char *name)
{
	const char *key = name == NULL ? NULL : text_fold(mem, name);

	return key == NULL
		   ? NULL
		   : arena_strndup(mem, key, text_bytes(key, NAME_KEY_MAX));
}

bool
name_is_same(struct arena *mem, const char *a, const char *b)
{
	return strcmp(name_key(mem, a), name_key(mem, b)) == 0;
}

static void
add(struct name_parts *out, const char *part)
{
	if (out->n == NAME_PARTS_MAX)
		return;
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->items[i], part) == 0)
			return;
	out->items[out->n++] = part;
}

/* The pairs of text; *last_out is its last character, NULL when empty. */
static void
add_pairs(struct arena *mem, const char *text, struct name_parts *out,
    const char **last_out)
{
	const char *first = NULL, *at = text;

	*last_out = NULL;
	while (*at != '\0') {
		const char *next = at;
		text_next(&next);
		if (first != NULL)
			add(out,
			    arena_strndup(mem, first, (size_t)(next - first)));
		*last_out = first = at;
		at = next;
	}
}

void
name_split(struct arena *mem, const char *name, struct name_parts *out)
{
	const char *last;

	out->n = 0;
	add_pairs(mem, name_key(mem, name), out, &last);
	if (last != NULL)
		add(out, last);
}

/* The first and the last, and some between them. */
static void
thin_out(struct name_parts *parts)
{
	size_t n = parts->n;

	if (n <= NAME_CLUES_MAX)
		return;
	for (size_t i = 0; i < NAME_CLUES_MAX; i++)
		parts->items[i] =
		    parts->items[i * (n - 1) / (NAME_CLUES_MAX - 1)];
	parts->n = NAME_CLUES_MAX;
}

void
name_clues(struct arena *mem, const char *text, struct name_parts *out)
{
	const char *last;

	out->n = 0;
	add_pairs(mem, name_key(mem, text), out, &last);
	out->single = out->n == 0;
	if (out->single && last != NULL)
		add(out, last);
	thin_out(out);
}
