/* See paper.h. */
#include "draw/paper.h"

#include <stdio.h>

#include <cairo-pdf.h>
#include <jpeglib.h>
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

static void
draw(cairo_t *cr, const struct paper *p)
{
	double y = margin;

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
}

bool
draw_paper(const struct paper *p, struct buf *out)
{
	cairo_surface_t *surface =
	    cairo_pdf_surface_create_for_stream(append, out, width, height);
	cairo_t *cr = cairo_create(surface);
	bool ok;

	/* The same paper must be the same bytes: no date of its own. */
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-01T00:00:00Z");
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_TITLE, p->title);
	draw(cr, p);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	ok = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	return ok;
}

/* A row of a cairo surface as grey: its pixels are native words, 0x00RRGGBB. */
static void
grey_row(const unsigned char *data, unsigned char out[SCAN_WIDTH])
{
	const uint32_t *pixel = (const uint32_t *)(const void *)data;

	for (int i = 0; i < SCAN_WIDTH; i++)
		out[i] = (unsigned char)(pixel[i] >> 8);
}

static void
compress(cairo_surface_t *surface, struct buf *out)
{
	const unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	unsigned char row[SCAN_WIDTH], *rows[] = { row }, *bytes = NULL;
	unsigned long len = 0;
	struct jpeg_error_mgr errors;
	struct jpeg_compress_struct jpeg;

	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = SCAN_WIDTH;
	jpeg.image_height = SCAN_HEIGHT;
	jpeg.input_components = 1;
	jpeg.in_color_space = JCS_GRAYSCALE;
	jpeg_set_defaults(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	for (int y = 0; y < SCAN_HEIGHT; y++) {
		grey_row(data + (ptrdiff_t)y * stride, row);
		jpeg_write_scanlines(&jpeg, rows, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	buf_add(out, (const char *)bytes, len);
	free(bytes);
}

bool
draw_scan(const struct paper *p, struct buf *out)
{
	const double scale = SCAN_WIDTH / width;
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, SCAN_WIDTH, SCAN_HEIGHT);
	cairo_t *cr = cairo_create(surface);
	bool ok;

	cairo_scale(cr, scale, scale);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_set_source_rgb(cr, 0, 0, 0);
	draw(cr, p);
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	ok = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	if (ok)
		compress(surface, out);
	cairo_surface_destroy(surface);
	return ok;
}
