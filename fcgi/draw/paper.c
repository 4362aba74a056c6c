/* See paper.h. */
#include "draw/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

/* Points: A4, and its margins. */
static const double width = 595, height = 842, margin = 72;

static cairo_status_t
append(void *out, const unsigned char *data, unsigned len)
{
	buf_add(out, data, len);
	return CAIRO_STATUS_SUCCESS;
}

/* Writes text at *y and moves *y below it. */
static void
write_text(cairo_t *cr, double *y, const char *text, const char *font,
    PangoAlignment align)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoFontDescription *face = pango_font_description_from_string(font);
	int used;

	pango_layout_set_font_description(layout, face);
	pango_layout_set_width(
	    layout, (int)((width - 2 * margin) * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, align);
	pango_layout_set_line_spacing(layout, 1.6F);
	pango_layout_set_text(layout, text, -1);
	cairo_move_to(cr, margin, *y);
	pango_cairo_show_layout(cr, layout);
	pango_layout_get_pixel_size(layout, NULL, &used);
	*y += used;
	pango_font_description_free(face);
	g_object_unref(layout);
}

bool
draw_paper(const struct paper *p, struct buf *out)
{
	cairo_surface_t *surface =
	    cairo_pdf_surface_create_for_stream(append, out, width, height);
	cairo_t *cr = cairo_create(surface);
	double y = margin;
	bool ok;

	/* The same paper must be the same bytes: no date of its own. */
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-01T00:00:00Z");
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_TITLE, p->title);
	write_text(
	    cr, &y, p->title, "Noto Sans CJK SC Bold 18", PANGO_ALIGN_CENTER);
	y += 6;
	write_text(
	    cr, &y, p->subtitle, "Noto Sans CJK SC 10", PANGO_ALIGN_CENTER);
	y += 24;
	for (size_t i = 0; i < p->n; i++) {
		write_text(cr, &y, p->lines[i], "Noto Sans CJK SC 11",
		    PANGO_ALIGN_LEFT);
		y += 8;
	}
	y = height - margin;
	write_text(cr, &y, p->footer, "Noto Sans CJK SC 9", PANGO_ALIGN_CENTER);
	cairo_show_page(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	ok = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	return ok;
}
