/* Growing strings; see buf.h. */
#include "lib/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buf
buf_new(struct arena *mem)
{
	return (struct buf){ .mem = mem };
}

static void
reserve(struct buf *b, size_t more)
{
	size_t cap = b->cap == 0 ? 256 : b->cap;
	char *data;

	while (cap < b->len + more + 1)
		cap *= 4; /* few copies on the way to a page */
	if (cap == b->cap)
		return;
	data = arena_alloc(b->mem, cap);
	if (b->len > 0)
		memcpy(data, b->data, b->len);
	b->data = data;
	b->cap = cap;
}

void
buf_add(struct buf *b, const void *data, size_t len)
{
	reserve(b, len);
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		abort();
	reserve(b, (size_t)n);
	va_start(ap, format);
	vsnprintf(b->data + b->len, (size_t)n + 1, format, ap);
	va_end(ap);
	b->len += (size_t)n;
}

const char *
buf_text(const struct buf *b)
{
	return b->data == NULL ? "" : b->data;
}
