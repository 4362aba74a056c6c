/* Plain A4 papers, as PDF or as a scan of one: a title and lines, in Chinese
 * type. */
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

/* Pixels of a scan. */
enum { SCAN_WIDTH = 1240, SCAN_HEIGHT = 1754 };

/* Adds the PDF to out; false when cairo could not make it. */
bool draw_paper(const struct paper *p, struct buf *out);
/* The same as a JPEG of 150 dots an inch. */
bool draw_scan(const struct paper *p, struct buf *out);

#endif
