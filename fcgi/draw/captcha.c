/* See captcha.h. */
#include "draw/captcha.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

#include "lib/crypt.h"

/* Between low and high. */
static double
dice(double low, double high)
{
	unsigned char bytes[2];

	crypt_random(bytes, sizeof(bytes));
	return low + (high - low) * (bytes[0] * 256 + bytes[1]) / 65535.0;
}

static void
draw_letter(cairo_t *cr, char letter, double x)
{
	static const char *const faces[] = { "sans", "serif", "monospace" };
	const char text[2] = { letter, '\0' };
	cairo_text_extents_t size;

	cairo_save(cr);
	cairo_select_font_face(cr, faces[(int)dice(0, 2.99)],
	    CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
	cairo_set_font_size(cr, dice(30, 38));
	cairo_text_extents(cr, text, &size);
	cairo_translate(cr, x, CAPTCHA_HEIGHT / 2.0 + dice(-4, 4));
	cairo_rotate(cr, dice(-0.35, 0.35));
	cairo_move_to(cr, -size.width / 2 - size.x_bearing,
	    -size.height / 2 - size.y_bearing);
	cairo_text_path(cr, text);
	cairo_set_source_rgb(
	    cr, dice(0.05, 0.3), dice(0.15, 0.4), dice(0.3, 0.55));
	cairo_fill(cr);
	cairo_restore(cr);
}

static void
draw_noise(cairo_t *cr)
{
	for (int i = 0; i < 4; i++) {
		cairo_set_source_rgba(
		    cr, dice(0, 0.5), dice(0.2, 0.6), dice(0.4, 0.7), 0.55);
		cairo_set_line_width(cr, dice(1, 2));
		cairo_move_to(cr, 0, dice(0, CAPTCHA_HEIGHT));
		cairo_curve_to(cr, CAPTCHA_WIDTH * 0.3, dice(0, CAPTCHA_HEIGHT),
		    CAPTCHA_WIDTH * 0.6, dice(0, CAPTCHA_HEIGHT), CAPTCHA_WIDTH,
		    dice(0, CAPTCHA_HEIGHT));
		cairo_stroke(cr);
	}
	for (int i = 0; i < 60; i++) {
		cairo_set_source_rgba(cr, 0.2, 0.35, 0.5, dice(0.1, 0.5));
		cairo_arc(cr, dice(0, CAPTCHA_WIDTH), dice(0, CAPTCHA_HEIGHT),
		    dice(0.5, 1.3), 0, 2 * M_PI);
		cairo_fill(cr);
	}
}

static cairo_status_t
append(void *out, const unsigned char *data, unsigned len)
{
	buf_add(out, data, len);
	return CAIRO_STATUS_SUCCESS;
}

bool
draw_captcha(const char *answer, struct buf *out)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, CAPTCHA_WIDTH, CAPTCHA_HEIGHT);
	cairo_t *cr = cairo_create(surface);
	size_t n = strlen(answer);
	bool ok;

	cairo_set_source_rgb(cr, 0.95, 0.97, 0.98);
	cairo_paint(cr);
	draw_noise(cr);
	for (size_t i = 0; i < n; i++)
		draw_letter(cr, answer[i],
		    CAPTCHA_WIDTH * ((double)i + 0.5) / (double)n);
	ok = cairo_surface_write_to_png_stream(surface, append, out) ==
	     CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return ok;
}
