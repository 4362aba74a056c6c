/* See mime.h. */
#include "lib/mime.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "lib/buf.h"
#include "lib/checks.h"
#include "lib/http_signature.h"

enum {
	WORD_BYTES = 45, /* of UTF-8: 60 of base64, an encoded word has 75 */
	LINE_BYTES = 57  /* 76 of base64 */
};

/* Printable ASCII that does not look like an encoded word. */
static bool
is_plain(const char *s)
{
	if (strstr(s, "=?") != NULL || strlen(s) > WORD_BYTES)
		return false;
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s == 0x7F)
			return false;
	return true;
}

/* How many bytes of s, at most max, are whole characters. */
static size_t
whole(const char *s, size_t max)
{
	size_t n = strnlen(s, max);

	while (n > 0 && s[n] != '\0' && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return n;
}

const char *
mime_words(struct arena *mem, const char *s)
{
	struct buf b = buf_new(mem);

	if (is_plain(s))
		return s;
	while (*s != '\0') {
		size_t n = whole(s, WORD_BYTES);

		if (n == 0) /* no UTF-8, but it ends */
			n = 1;
		buf_printf(&b, "%s=?UTF-8?B?%s?=", b.len > 0 ? "\r\n " : "",
		    base64_text(mem, s, n));
		s += n;
	}
	return buf_text(&b);
}

static bool
is_id(const char *s)
{
	return *s != '\0' &&
	       strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(s);
}

static void
add_date(struct buf *b, struct moment at)
{
	/* Not strftime()'s: those are the locale's. */
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t seconds = (time_t)(at.ms / 1000);
	struct tm t;

	gmtime_r(&seconds, &t);
	buf_printf(b, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n",
	    days[t.tm_wday], t.tm_mday, months[t.tm_mon], t.tm_year + 1900,
	    t.tm_hour, t.tm_min, t.tm_sec);
}

/* Text has lines that end by CRLF (RFC 2049, 4). */
static const char *
with_crlf(struct arena *mem, const char *text)
{
	struct buf b = buf_new(mem);

	for (; *text != '\0'; text++) {
		if (*text == '\n')
			buf_puts(&b, "\r\n");
		else if (*text != '\r')
			buf_add(&b, text, 1);
	}
	return buf_text(&b);
}

const char *
mime_message(struct arena *mem, const struct mime_mail *m)
{
	struct buf b = buf_new(mem);
	const char *text = with_crlf(mem, m->text);
	size_t left = strlen(text);

	if (!is_mail(m->from) || !is_mail(m->to) || !is_id(m->message_id))
		return NULL;
	add_date(&b, m->at);
	buf_printf(&b, "From: %s%s<%s>\r\nTo: <%s>\r\nSubject: %s\r\n",
	    m->from_name == NULL ? "" : mime_words(mem, m->from_name),
	    m->from_name == NULL ? "" : " ", m->from, m->to,
	    mime_words(mem, m->subject));
	buf_printf(
	    &b, "Message-ID: <%s%s>\r\n", m->message_id, strchr(m->from, '@'));
	buf_puts(&b, "MIME-Version: 1.0\r\n"
		     "Content-Type: text/plain; charset=utf-8\r\n"
		     "Content-Transfer-Encoding: base64\r\n"
		     "Auto-Submitted: auto-generated\r\n\r\n");
	for (size_t n; left > 0; text += n, left -= n) {
		n = left < LINE_BYTES ? left : LINE_BYTES;
		buf_printf(&b, "%s\r\n", base64_text(mem, text, n));
	}
	return buf_text(&b);
}
