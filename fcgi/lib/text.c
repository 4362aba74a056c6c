/* What text may hold; see text.h. */
#include "lib/text.h"

#include <string.h>

static int
sequence_length(const unsigned char *p, size_t left)
{
	static const unsigned char low[] = { 0, 0, 0xC2, 0xE0, 0xF0 };
	int n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;

	if (n == 1)
		return p[0] == 0 ? 0 : 1;
	if (p[0] < low[n] || p[0] > 0xF4 || left < (size_t)n)
		return 0;
	for (int i = 1; i < n; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) ||
	    (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F))
		return 0;
	return n;
}

bool
text_is_utf8(const char *data, size_t len)
{
	const unsigned char *p = (const unsigned char *)data;

	while (len > 0) {
		int n = sequence_length(p, len);
		if (n == 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

uint32_t
text_next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t c = p[0];
	int more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;

	if (c == 0)
		return 0;
	if (more > 0)
		c &= 0x3FU >> more;
	for (int i = 1; i <= more && p[i] != 0; i++)
		c = c << 6 | (p[i] & 0x3FU);
	*s += more + 1;
	return c;
}

size_t
text_bytes(const char *s, size_t n)
{
	const char *end = s;

	while (n-- > 0 && text_next(&end) != 0)
		;
	return (size_t)(end - s);
}

size_t
text_length(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

struct range {
	uint32_t first, last;
};

/* Never in text that people read and programs carry on. */
static const struct range refused[] = {
	{ 0x0000, 0x001F },
	{ 0x007F, 0x009F },
	{ 0x00AD, 0x00AD },
	{ 0x061C, 0x061C },
	{ 0x180B, 0x180E },
	{ 0x200B, 0x200F },
	{ 0x2028, 0x202E },
	{ 0x2060, 0x206F },
	{ 0x20D0, 0x20FF },
	{ 0x2300, 0x23FF },
	{ 0x2600, 0x27BF },
	{ 0x2B00, 0x2BFF },
	{ 0xE000, 0xF8FF },
	{ 0xFDD0, 0xFDEF },
	{ 0xFE00, 0xFE0F },
	{ 0xFEFF, 0xFEFF },
	{ 0xFFF0, 0xFFFB },
	{ 0xFFFE, 0xFFFF },
	{ 0x1D000, 0x1FFFF },
	{ 0xE0000, 0x10FFFF },
};

static bool
is_refused(uint32_t c)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (c >= refused[i].first && c <= refused[i].last)
			return true;
	return false;
}

bool
text_is_allowed(const char *s, enum text_class class)
{
	uint32_t c;

	while ((c = text_next(&s)) != 0) {
		if (class == TEXT_SECRET) {
			if (c < 0x20 || c == 0x7F)
				return false;
			continue;
		}
		if (class == TEXT_PROSE && c == '\n')
			continue;
		if (c < 0x80 && strchr("<>'\"`\\", (int)c) != NULL)
			return false;
		if (class == TEXT_LINE && c == ';')
			return false;
		if (is_refused(c))
			return false;
	}
	return true;
}

/* Blank in any script: ASCII's own, no-break, en to hair, ideographic. */
static bool
is_blank(uint32_t c)
{
	return (c < 0x80 && strchr(" \t\r\n", (int)c) != NULL) || c == 0xA0 ||
	       (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
	       c == 0x3000;
}

char *
text_trim(char *s)
{
	const char *at = s, *end = s;
	char *first = NULL;
	uint32_t c;

	for (const char *before = at; (c = text_next(&at)) != 0; before = at) {
		if (is_blank(c))
			continue;
		if (first == NULL)
			first = s + (before - s);
		end = at;
	}
	s[end - s] = '\0';
	return first == NULL ? s : first;
}
