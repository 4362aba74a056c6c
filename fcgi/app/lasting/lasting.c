/* What a worker remembers; see lasting.h. */
#include "app/lasting/lasting.h"

#include <stdlib.h>
#include <string.h>

enum {
	PLACES = 64,
	KEPT_MAX = 300, /* then all is forgotten: a worker stays small */
	MEMORY = 4 << 20
};

struct kept {
	struct kept *next;
	struct lasting_key key;
	void *what;
};

struct lasting {
	int64_t count, since;
	struct arena *mem;
	struct arena_mark empty;
	struct kept *places[PLACES];
	unsigned n;
};

static void
forget(struct lasting *l)
{
	arena_reset(l->mem, l->empty);
	memset(l->places, 0, sizeof(l->places));
	l->n = 0;
}

void
lasting_at(struct lasting **at, int64_t count, int64_t ticks)
{
	struct lasting *l = *at;

	if (l == NULL) {
		if ((l = *at = calloc(1, sizeof(*l))) == NULL)
			abort();
		l->mem = arena_new(MEMORY);
		l->empty = arena_mark(l->mem);
		l->count = count;
		l->since = ticks;
	}
	if (l->count == count && ticks - l->since < LASTING_MS &&
	    l->n < KEPT_MAX)
		return;
	forget(l);
	l->count = count;
	l->since = ticks;
}

void
lasting_use(struct request *r, int64_t count)
{
	lasting_at(&r->server->lasting, count, clock_ticks());
	r->lasting = r->server->lasting;
}

static size_t
place_of(struct lasting_key key)
{
	return ((uint64_t)key.a * 31 + (uint64_t)key.b * 7 + key.noun) % PLACES;
}

const void *
lasting_find(const struct lasting *l, struct lasting_key key)
{
	const struct kept *k = l == NULL ? NULL : l->places[place_of(key)];

	for (; k != NULL; k = k->next)
		if (k->key.noun == key.noun && k->key.a == key.a &&
		    k->key.b == key.b)
			return k->what;
	return NULL;
}

void
lasting_keep(
    struct lasting *l, struct lasting_key key, const void *p, size_t size)
{
	struct kept *k;

	if (l == NULL)
		return;
	k = arena_alloc(l->mem, sizeof(*k));
	*k = (struct kept){ l->places[place_of(key)], key,
		memcpy(arena_alloc(l->mem, size), p, size) };
	l->places[place_of(key)] = k;
	l->n++;
}

const char *
lasting_text(struct lasting *l, const char *s)
{
	return s == NULL ? NULL : arena_strdup(l->mem, s);
}

void
lasting_free(struct lasting *l)
{
	arena_free(l->mem);
	free(l);
}
