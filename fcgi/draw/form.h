/*
 * Forms that are given out: an official A4 paper with a title, rows of what it
 * says, a code to verify it by and room for a seal, in Chinese with the English
 * beside it. Not here: what it says (fcgi/jobs), its seal.
 */
#ifndef LIANGDING_DRAW_FORM_H
#define LIANGDING_DRAW_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"
#include "lib/clock.h"

struct form_row {
	const char *zh, *en;
	const char *value; /* NULL: the row heads those that follow */
	bool code;         /* to be copied by hand: figures of one width */
};

struct form_drawn {
	const char *title_zh, *title_en;
	const char *number;
	struct moment at; /* its date */
	const struct form_row *rows;
	size_t n;
	const char *const *notes; /* a paragraph each */
	size_t n_notes;
	const char *issuer; /* who seals it */
	/* What its code leads to; NULL: it has none, and no room for a seal */
	const char *address;
};

/* Adds the PDF to out; false when it could not be drawn. */
bool draw_form(const struct form_drawn *f, struct buf *out);

#endif
