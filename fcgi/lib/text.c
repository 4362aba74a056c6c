/* Text as people type it; see text.h. */
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "lib/buf.h"

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

enum {
	ZERO_WIDTH_JOINER = 0x200D,
	RIGHT_TO_LEFT_OVERRIDE = 0x202E,
	/* UAX #15, Stream-Safe Text Format; sorting more takes its time */
	MARKS_MAX = 30
};

static const utf8proc_property_t *
property(uint32_t c)
{
	return utf8proc_get_property((utf8proc_int32_t)c);
}

static bool
is_pictograph(uint32_t c)
{
	return property(c)->boundclass ==
	       UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* They choose the shape of the character before them. */
static bool
is_variation(uint32_t c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/* Nothing is seen where it stands: what Unicode says may be ignored, marks of
 * annotations, and the empty Braille pattern. */
static bool
is_invisible(uint32_t c)
{
	return property(c)->ignorable || (c >= 0xFFF9 && c <= 0xFFFB) ||
	       c == 0x2800;
}

static bool
is_line_break(uint32_t c)
{
	return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 ||
	       c == 0x2029;
}

static bool
is_refused(uint32_t c)
{
	return property(c)->category == UTF8PROC_CATEGORY_CC ||
	       (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE ||
	       c == RIGHT_TO_LEFT_OVERRIDE;
}

static void
put(struct buf *b, uint32_t c)
{
	utf8proc_uint8_t bytes[4];

	buf_add(b, (const char *)bytes,
	    (size_t)utf8proc_encode_char((utf8proc_int32_t)c, bytes));
}

/* The text of b, which its caller may write to. */
static char *
own_text(struct buf *b)
{
	return b->data == NULL ? arena_strdup(b->mem, "") : b->data;
}

/* s in one of Unicode's normal forms. */
static char *
normalize(struct arena *mem, const char *s, utf8proc_option_t form)
{
	const utf8proc_uint8_t *in = (const utf8proc_uint8_t *)s;
	utf8proc_ssize_t len = (utf8proc_ssize_t)strlen(s);
	utf8proc_ssize_t n = utf8proc_decompose(in, len, NULL, 0, form);
	utf8proc_int32_t *out;

	/* Text of a form is short, and valid UTF-8 decomposes. */
	if (n < 0)
		abort();
	/* Encoded in place: at most four bytes a character, and a NUL. */
	out = arena_alloc(mem, ((size_t)n + 1) * sizeof(*out));
	utf8proc_decompose(in, len, out, n, form);
	if (utf8proc_reencode(out, n, form) < 0)
		abort();
	return (char *)out;
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

const char *
text_escape(struct arena *mem, const char *s)
{
	struct buf b = buf_new(mem);
	uint32_t c;

	while ((c = text_next(&s)) != 0) {
		if (is_refused(c) || is_invisible(c) || is_line_break(c) ||
		    c == '\\')
			buf_printf(&b, "\\u{%X}", (unsigned)c);
		else
			put(&b, c);
	}
	return buf_text(&b);
}

/* One emoji's parts: pictures, their skin's colour, and letters of a flag. */
static bool
is_emoji_part(uint32_t c)
{
	return is_pictograph(c) || (c >= 0x1F3FB && c <= 0x1F3FF) ||
	       (c >= 0xE0020 && c <= 0xE007F);
}

/* What becomes of c, which stands between two others; 0: nothing. */
static uint32_t
cleaned(uint32_t c, uint32_t before, uint32_t after, enum text_class class)
{
	if (c == '\t')
		return ' ';
	if (is_line_break(c))
		return class == TEXT_PROSE ? '\n' : ' ';
	if (c == ZERO_WIDTH_JOINER)
		return is_pictograph(after) &&
			       (is_emoji_part(before) || is_variation(before))
			   ? c
			   : 0;
	if (is_variation(c))
		return before != 0 && before != ' ' && before != '\n' &&
			       !is_variation(before)
			   ? c
			   : 0;
	if (c >= 0xE0020 && c <= 0xE007F)
		return is_emoji_part(before) ? c : 0;
	return is_invisible(c) ? 0 : c;
}

char *
text_clean(struct arena *mem, const char *s, enum text_class class,
    struct text_bad *bad_out)
{
	struct text_bad bad = { 0 };
	struct buf b = buf_new(mem);
	uint32_t before = 0, c;
	size_t at = 0, marks = 0;

	if (bad_out != NULL)
		*bad_out = bad;
	while ((c = text_next(&s)) != 0) {
		const char *ahead = s;
		uint32_t after = text_next(&ahead);
		bool space =
		    class != TEXT_SECRET && (is_line_break(c) || c == '\t');

		at++;
		if (!space && is_refused(c)) {
			if (bad.at == 0)
				bad = (struct text_bad){ c, at };
			continue;
		}
		if (c == '\r' && after == '\n')
			continue;
		if (class != TEXT_SECRET)
			c = cleaned(c, before, after, class);
		if (c == 0)
			continue;
		marks = property(c)->combining_class == 0 ? 0 : marks + 1;
		if (marks > MARKS_MAX && class != TEXT_SECRET)
			continue;
		put(&b, c);
		before = c;
	}
	if (bad_out != NULL)
		*bad_out = bad;
	if (class == TEXT_SECRET || is_ascii(buf_text(&b)))
		return own_text(&b);
	return normalize(mem, buf_text(&b), UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

/* Blank in any script: ASCII's own, no-break, en to hair, ideographic. */
static bool
is_blank(uint32_t c)
{
	return (c < 0x80 && strchr(" \t\r\n", (int)c) != NULL) || c == 0xA0 ||
	       (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
	       c == 0x3000;
}

static bool
is_middle_dot(uint32_t c)
{
	return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x2219 ||
	       c == 0x22C5 || c == 0x30FB;
}

/* Written without blanks: they only pad it. */
static bool
is_wide(uint32_t c)
{
	return utf8proc_charwidth((utf8proc_int32_t)c) == 2;
}

const char *
text_fold(struct arena *mem, const char *s)
{
	const char *at = normalize(mem, s,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
		UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	struct buf b = buf_new(mem);
	uint32_t before = 0, c;
	bool gap = false;

	while ((c = text_next(&at)) != 0) {
		if (is_blank(c)) {
			gap = true;
			continue;
		}
		if (is_middle_dot(c))
			c = 0xB7;
		if (gap && before != 0 && !is_wide(before) && !is_wide(c))
			put(&b, ' ');
		put(&b, c);
		before = c;
		gap = false;
	}
	return buf_text(&b);
}

static bool
is_dash(uint32_t c)
{
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 ||
	       c == 0xFE63;
}

char *
text_narrow(struct arena *mem, const char *s)
{
	struct buf b = buf_new(mem);
	uint32_t c;

	while ((c = text_next(&s)) != 0) {
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFF01 - '!';
		if (is_dash(c))
			c = '-';
		if (!is_blank(c))
			put(&b, c);
	}
	return own_text(&b);
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
