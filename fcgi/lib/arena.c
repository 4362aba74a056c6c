/* Arenas: a chain of blocks; see arena.h. */
#include "lib/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024, ALIGNMENT = 16 };

struct block {
	struct block *previous;
	size_t size, used;
	_Alignas(ALIGNMENT) char data[];
};

struct closer {
	struct closer *next;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct block *top;
	struct closer *closers;
	size_t total, limit;
};

static struct block *
block_new(struct arena *a, size_t size)
{
	struct block *b;

	if (size > a->limit - a->total)
		abort();
	b = malloc(sizeof(*b) + size);
	if (b == NULL)
		abort();
	b->previous = a->top;
	b->size = size;
	b->used = 0;
	a->total += size;
	a->top = b;
	return b;
}

struct arena *
arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a == NULL)
		abort();
	a->limit = limit < BLOCK_BYTES ? BLOCK_BYTES : limit;
	block_new(a, BLOCK_BYTES);
	return a;
}

void
arena_free(struct arena *a)
{
	struct block *b;

	if (a == NULL)
		return;
	arena_reset(a, (struct arena_mark){ 0 });
	while ((b = a->top) != NULL) {
		a->top = b->previous;
		free(b);
	}
	free(a);
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct block *b = a->top;
	void *p;

	if (size > a->limit)
		abort();
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (size > b->size - b->used)
		b = block_new(a, size > BLOCK_BYTES ? size : BLOCK_BYTES);
	p = b->data + b->used;
	b->used += size;
	return memset(p, 0, size);
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (n > 0)
		memcpy(copy, s, n);
	return copy;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_vprintf(struct arena *a, const char *format, va_list ap)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		abort();
	s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, format, ap);
	return s;
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap;
	char *s;

	va_start(ap, format);
	s = arena_vprintf(a, format, ap);
	va_end(ap);
	return s;
}

struct arena_mark
arena_mark(struct arena *a)
{
	return (struct arena_mark){ a->top, a->top->used, a->closers };
}

void
arena_reset(struct arena *a, struct arena_mark mark)
{
	struct block *b;

	while (a->closers != mark.closer) {
		struct closer *c = a->closers;
		a->closers = c->next;
		c->fn(c->arg);
	}
	while ((b = a->top) != mark.block && b->previous != NULL) {
		a->top = b->previous;
		a->total -= b->size;
		free(b);
	}
	a->top->used = mark.block == NULL ? 0 : mark.used;
}

void
arena_on_reset(struct arena *a, void (*fn)(void *), void *arg)
{
	struct closer *c = arena_alloc(a, sizeof(*c));

	c->fn = fn;
	c->arg = arg;
	c->next = a->closers;
	a->closers = c;
}
