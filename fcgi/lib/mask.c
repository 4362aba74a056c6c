/* See mask.h. */
#include "lib/mask.h"

#include "lib/buf.h"
#include "lib/text.h"

enum { SHORT_TEXT = 8, HEAD = 3, TAIL = 4 };

const char *
mask_text(struct arena *mem, const char *s)
{
	size_t n = text_length(s), i = 0;
	size_t head = n < SHORT_TEXT ? 1 : HEAD;
	size_t tail = n < SHORT_TEXT ? 0 : TAIL;
	struct buf b = buf_new(mem);

	while (*s != '\0') {
		const char *at = s;
		text_next(&s);
		if (i < head || i >= n - tail)
			buf_add(&b, at, (size_t)(s - at));
		else
			buf_puts(&b, "*");
		i++;
	}
	return buf_text(&b);
}
