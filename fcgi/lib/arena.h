/*
 * Memory that lives for one request: allocated here, never freed singly,
 * given back whole by arena_reset(). Not for anything that outlives a request.
 */
#ifndef LIANGDING_ARENA_H
#define LIANGDING_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A point to go back to; see arena_reset(). */
struct arena_mark {
	void *block;
	size_t used;
	void *closer;
};

/*
 * A new arena that may grow to limit bytes. Passing the limit, or the
 * machine's memory, is a programmer's fault and aborts: every input is capped
 * before it gets here. Owned by the caller: arena_free().
 */
struct arena *arena_new(size_t limit);
void arena_free(struct arena *a);

/* size zeroed bytes, aligned for any type; never NULL. */
void *arena_alloc(struct arena *a, size_t size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list ap);

struct arena_mark arena_mark(struct arena *a);
/* Forgets all that was allocated since mark, running the closers set since. */
void arena_reset(struct arena *a, struct arena_mark mark);
/* Calls fn(arg) when the arena is reset past this point or freed. */
void arena_on_reset(struct arena *a, void (*fn)(void *), void *arg);

#endif
