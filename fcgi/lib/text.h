/*
 * What text may hold: strict UTF-8 and the characters a form accepts. Not
 * here: the check digits of numbers (lib/checks.h).
 */
#ifndef LIANGDING_TEXT_H
#define LIANGDING_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_class {
	TEXT_LINE,  /* one line: names, titles */
	TEXT_PROSE, /* several lines: notes, opinions */
	TEXT_SECRET /* passwords: anything but control characters */
};

/*
 * True when data is well-formed UTF-8 (no overlong forms, surrogates or
 * values past U+10FFFF; RFC 3629) without NUL bytes.
 */
bool text_is_utf8(const char *data, size_t len);

/* Takes the next code point off *s (valid UTF-8); 0 at the end. */
uint32_t text_next(const char **s);

/* Length in code points of valid UTF-8. */
size_t text_length(const char *s);

/* How many bytes the first n code points of valid UTF-8 take. */
size_t text_bytes(const char *s, size_t n);

/*
 * True when every character of s may stand in text of class c. Refused are
 * control and bidirectional formatting characters, invisible ones, private
 * use, emoji, and the ASCII signs < > ' " ` \ (and ; in a line): their
 * full-width forms say the same in Chinese prose and mean nothing to a
 * program that reads exported data.
 */
bool text_is_allowed(const char *s, enum text_class c);

/* s (UTF-8) without blanks of any script at both ends; cuts in place. */
char *text_trim(char *s);

#endif
