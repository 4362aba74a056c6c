/*
 * Text in a PDF as a font of its own, made of outlines: each glyph once,
 * whatever face and size it is of, and text that can be searched and copied.
 *
 * Why not as cairo embeds a face itself: of a CFF font, as Chinese ones are, it
 * takes apart wrongly what glyphs share. A character is missing now and then,
 * or all that the face's glyphs share goes into the file, close to a megabyte.
 */
#ifndef LIANGDING_DRAW_TYPE_H
#define LIANGDING_DRAW_TYPE_H

#include <pango/pangocairo.h>

struct type;

/* Owned by the caller, who frees it when its surfaces are finished. */
struct type *type_new(void);
void type_free(struct type *t);

/* Shows the layout, its top left at x, y, in the source's colour. */
void type_show(
    struct type *t, cairo_t *cr, PangoLayout *layout, double x, double y);

#endif
