/*
 * An organisation's round red seal as a PDF draws it: a ring, a star, the name
 * on an arc and lines below the star, all as outlines, so that no font is asked
 * for. Not here: what makes it valid (fcgi/seal).
 */
#ifndef LIANGDING_DRAW_ROUND_SEAL_H
#define LIANGDING_DRAW_ROUND_SEAL_H

#include <stdbool.h>

#include "lib/buf.h"

struct round_seal {
	const char *name;
	const char *lines[2]; /* below the star, the first one larger */
};

/*
 * Adds a content stream that draws it into a square of side units, with the
 * graphics state /Ink; false when cairo could not make it.
 */
bool draw_round_seal(const struct round_seal *s, int side, struct buf *out);

#endif
