/* Plain A4 papers as PDF: a title and lines, in Chinese type. */
#ifndef LIANGDING_DRAW_PAPER_H
#define LIANGDING_DRAW_PAPER_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"

struct paper {
	const char *title, *subtitle;
	const char *const *lines;
	size_t n;
	const char *footer;
};

/* Adds the PDF to out; false when cairo could not make it. */
bool draw_paper(const struct paper *p, struct buf *out);

#endif
