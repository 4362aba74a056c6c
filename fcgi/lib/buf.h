/* A growing string in an arena. Not for binary streams larger than memory. */
#ifndef LIANGDING_BUF_H
#define LIANGDING_BUF_H

#include "lib/arena.h"

struct buf {
	struct arena *mem;
	char *data; /* always NUL-terminated once anything was added */
	size_t len, cap;
};

struct buf buf_new(struct arena *mem);
void buf_add(struct buf *b, const void *data, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The text so far, "" when nothing was added. Borrowed from the arena. */
const char *buf_text(const struct buf *b);

#endif
