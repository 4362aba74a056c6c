/* See table.h. */
#include "look/table.h"

#include <stdbool.h>
#include <string.h>

enum { TAIL_BYTES = 1054, TABLES_MAX = 64, BLANKS_MAX = 64, DIGITS_MAX = 15 };

static bool
is_blank(unsigned char c)
{
	return c != '\0' && strchr(" \t\r\n\f", c) != NULL;
}

/* Where word stands for the last time in data, or NULL. */
static const unsigned char *
last(const unsigned char *data, size_t len, const char *word)
{
	const unsigned char *at = data, *found = NULL;

	while ((at = memmem(
		    at, len - (size_t)(at - data), word, strlen(word))) != NULL)
		found = at++;
	return found;
}

/* The number at p, behind blanks; len, which is no place, when it is none. */
static size_t
place(const unsigned char *p, const unsigned char *end, size_t len)
{
	size_t n = 0, digits = 0;

	while (p < end && is_blank(*p))
		p++;
	for (; p < end && *p >= '0' && *p <= '9' && digits < DIGITS_MAX; p++) {
		n = n * 10 + (size_t)(*p - '0');
		digits++;
	}
	return digits == 0 || n > len ? len : n;
}

/* The table before this one, as its trailer says. */
static size_t
previous(const unsigned char *data, size_t len, size_t at)
{
	const unsigned char *trailer, *end, *prev;

	trailer = memmem(data + at, len - at, "trailer", 7);
	if (trailer == NULL)
		return len;
	end = memmem(trailer, len - (size_t)(trailer - data), "startxref", 9);
	if (end == NULL)
		end = data + len;
	prev = memmem(trailer, (size_t)(end - trailer), "/Prev", 5);
	return prev == NULL ? len : place(prev + 5, end, len);
}

static void
swap(unsigned char *p, size_t room)
{
	size_t n = 0;

	while (n < room && n < BLANKS_MAX && is_blank(p[n]))
		n++;
	if (n == 0 || room - n < 4 || memcmp(p + n, "xref", 4) != 0)
		return;
	memcpy(p, "xref", 4);
	memset(p + 4, '\n', n);
}

/* The address behind the last "startxref"; len when there is none. */
static size_t
told_last(const unsigned char *data, size_t len)
{
	size_t tail = len > TAIL_BYTES ? len - TAIL_BYTES : 0;
	const unsigned char *told = last(data + tail, len - tail, "startxref");

	return told == NULL ? len : place(told + 9, data + len, len);
}

size_t
table_last(const unsigned char *data, size_t len)
{
	size_t at = told_last(data, len);

	for (int i = 0; i < BLANKS_MAX && at < len && is_blank(data[at]); i++)
		at++;
	return at;
}

void
table_skip_blanks(unsigned char *data, size_t len)
{
	size_t at = told_last(data, len);

	for (int i = 0; i < TABLES_MAX && at < len; i++) {
		swap(data + at, len - at);
		at = previous(data, len, at);
	}
}
