/*
 * Text as people type it: strict UTF-8, cleaned for keeping, folded for
 * comparing. Unicode's own tables are utf8proc's. Not here: what a number or
 * an address looks like (lib/format.h).
 */
#ifndef LIANGDING_TEXT_H
#define LIANGDING_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"

enum text_class {
	TEXT_LINE,  /* one line: names, titles */
	TEXT_PROSE, /* several lines: notes, opinions */
	TEXT_SECRET /* passwords: as typed */
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

/* A character that text may not hold, and which of its characters it is,
 * counted from 1 as it was typed; at 0 stands for none. */
struct text_bad {
	uint32_t character;
	size_t at;
};

/*
 * s as it is kept (PLAT-21): normalized (NFC, Unicode's UAX #15); invisible
 * and bidirectional formatting characters taken out, but for those that make
 * one emoji of several; a tab becomes a blank, and every kind of line break a
 * line feed, or in a line a blank. Anything printable stays, but for the
 * thirty-first mark and more on one letter. Taken out and
 * told, the first of them, in *bad_out (which may be NULL): other control
 * characters, noncharacters, and U+202E, which makes text read as what it is
 * not. Secrets have neither blanks nor invisible characters changed, nor are
 * they normalized. Borrowed from mem.
 */
char *text_clean(struct arena *mem, const char *s, enum text_class c,
    struct text_bad *bad_out);

/*
 * s as it is compared, looked up and made a key of, never shown: NFKC without
 * case (UAX #15, Unicode's full case folding), every middle dot one and the
 * same, blanks one at most and none beside a character that is written without
 * (PLAT-21). Borrowed from mem.
 */
const char *text_fold(struct arena *mem, const char *s);

/*
 * s with full-width letters, digits and signs as ASCII has them, any dash as
 * "-" and without blanks: what codes and numbers are typed as. From mem.
 */
char *text_narrow(struct arena *mem, const char *s);

/*
 * s for a record that people read line by line: what cannot be seen, or would
 * change how the rest is seen, and the backslash stand as \u{202E}. From mem.
 */
const char *text_escape(struct arena *mem, const char *s);

/* s (UTF-8) without blanks of any script at both ends; cuts in place. */
char *text_trim(char *s);

#endif
