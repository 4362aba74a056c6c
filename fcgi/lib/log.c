/* Log lines; see log.h. */
#include "lib/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/clock.h"

static void
put(struct log *l, char c)
{
	if (l->len < LOG_BYTES - 2)
		l->text[l->len++] = c;
}

static void
puts_raw(struct log *l, const char *s)
{
	while (*s != '\0')
		put(l, *s++);
}

static void
put_escaped(struct log *l, const char *s)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char c;

	for (; (c = (unsigned char)*s) != '\0'; s++) {
		if (c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=') {
			put(l, (char)c);
			continue;
		}
		put(l, '\\');
		put(l, 'x');
		put(l, hex[c >> 4]);
		put(l, hex[c & 15]);
	}
}

void
log_begin(struct log *l, const char *event)
{
	int64_t ms = clock_now().ms;
	char at[32];

	l->len = 0;
	snprintf(at, sizeof(at), "at=%lld.%03d", (long long)(ms / 1000),
	    (int)(ms % 1000));
	puts_raw(l, at);
	log_word(l, "event", event);
}

void
log_word(struct log *l, const char *key, const char *value)
{
	put(l, ' ');
	puts_raw(l, key);
	put(l, '=');
	put_escaped(l, value == NULL ? "-" : value);
}

void
log_number(struct log *l, const char *key, int64_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%lld", (long long)value);
	log_word(l, key, digits);
}

void
log_end(struct log *l)
{
	l->text[l->len++] = '\n';
	/* A log that cannot be written must not stop the service. */
	if (write(STDERR_FILENO, l->text, (size_t)l->len) < 0)
		return;
}

void
log_note(const char *event, const char *format, ...)
{
	char detail[1024];
	struct log l;
	va_list ap;

	va_start(ap, format);
	vsnprintf(detail, sizeof(detail), format, ap);
	va_end(ap);
	for (char *p = detail; *p != '\0'; p++)
		if (*p == ' ')
			*p = '_';
	log_begin(&l, event);
	log_word(&l, "detail", detail);
	log_end(&l);
}
