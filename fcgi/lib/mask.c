/* See mask.h. */
#include "lib/mask.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/text.h"

enum { LONG_NUMBER = 11 };

/* A mail address shows whose house it is of. */
static size_t
tail_of(const char *s)
{
	const char *at = strrchr(s, '@');

	return at == NULL ? 0 : text_length(at);
}

/* A number shows enough to be told from others; a name its first character. */
const char *
mask_text(struct arena *mem, const char *s)
{
	bool number = s[strspn(s, "0123456789-+() Xx")] == '\0';
	size_t n = text_length(s), i = 0;
	size_t head = !number ? 1 : n >= LONG_NUMBER ? 3 : n / 4;
	size_t tail = !number ? tail_of(s) : n >= LONG_NUMBER ? 4 : n / 4;
	struct buf b = buf_new(mem);

	if (!number && tail > 0 && n - tail == head) /* "a@b.cn" */
		head = 0;
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
