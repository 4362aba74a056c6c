/* See round_seal.h. */
#include "draw/round_seal.h"

#include <math.h>
#include <string.h>

#include <pango/pangocairo.h>

/* Everything below is in parts of the seal's radius. */
static const double ring_outer = 0.985, ring_inner = 0.925, star = 0.34,
		    star_up = 0.08;
/* The name's characters stand between these circles, on an arc of at most so
 * many degrees; so wide each when there is room. */
static const double name_top = 0.87, name_foot = 0.54, name_width = 0.30,
		    arc_most = 250, gap_most = 32;
static const double line_height[] = { 0.155, 0.105 },
		    line_middle[] = { -0.40, -0.575 },
		    line_most[] = { 1.25, 1.05 };

/* A point of cairo's, whose y goes down, in the stream's units. */
static void
add_point(struct buf *out, const cairo_path_data_t *p, double side)
{
	buf_printf(
	    out, "%ld %ld ", lround(p->point.x), lround(side - p->point.y));
}

/* What cairo holds as its path, and no path any more. */
static void
add_path(cairo_t *cr, double side, struct buf *out)
{
	static const char *const names[] = { [CAIRO_PATH_MOVE_TO] = "m",
		[CAIRO_PATH_LINE_TO] = "l",
		[CAIRO_PATH_CURVE_TO] = "c",
		[CAIRO_PATH_CLOSE_PATH] = "h" };
	cairo_path_t *path;

	cairo_save(cr);
	cairo_identity_matrix(cr); /* in units of the square */
	path = cairo_copy_path(cr);
	for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
		const cairo_path_data_t *d = &path->data[i];
		for (int n = 1; n < d->header.length; n++)
			add_point(out, &d[n], side);
		buf_printf(out, "%s\n", names[d->header.type]);
	}
	cairo_path_destroy(path);
	cairo_restore(cr);
	cairo_new_path(cr);
}

/* A text at EM units a line, and how wide it runs. */
enum { EM = 1000 };
/* Where the middle of a character of Chinese stands above its baseline. */
static const double middle = 0.38 * EM;

static PangoLayout *
set_text(cairo_t *cr, const char *text, size_t len, double *width_out)
{
	PangoFontDescription *face =
	    pango_font_description_from_string("Noto Sans CJK SC");
	PangoLayout *layout;
	PangoRectangle line;

	/* At its own size: it is stretched when it is drawn. */
	cairo_save(cr);
	cairo_identity_matrix(cr);
	layout = pango_cairo_create_layout(cr);
	cairo_restore(cr);
	pango_font_description_set_absolute_size(face, EM * PANGO_SCALE);
	pango_layout_set_font_description(layout, face);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_text(layout, text, (int)len);
	pango_layout_get_extents(layout, NULL, &line);
	*width_out = (double)line.width / PANGO_SCALE;
	pango_font_description_free(face);
	return layout;
}

/* The text's outline around the origin: so wide a unit of it, and so high. */
static void
outline(
    cairo_t *cr, PangoLayout *layout, double width, double wide, double high)
{
	double baseline =
	    (double)pango_layout_get_baseline(layout) / PANGO_SCALE;

	cairo_save(cr);
	cairo_scale(cr, wide / EM, high / EM);
	cairo_move_to(cr, -width / 2, middle - baseline);
	pango_cairo_layout_path(cr, layout);
	cairo_restore(cr);
}

static void
add_ring(cairo_t *cr)
{
	cairo_arc(cr, 0, 0, ring_outer, 0, 2 * M_PI);
	cairo_close_path(cr);
	cairo_new_sub_path(cr);
	cairo_arc_negative(cr, 0, 0, ring_inner, 2 * M_PI, 0);
	cairo_close_path(cr);
}

/* Five points, whose inner corners lie where its own lines cross. */
static void
add_star(cairo_t *cr)
{
	const double inner = star * cos(2 * M_PI / 5) / cos(M_PI / 5);

	for (int i = 0; i < 10; i++) {
		double r = i % 2 == 0 ? star : inner, a = i * M_PI / 5;
		cairo_line_to(cr, r * sin(a), -star_up - r * cos(a));
	}
	cairo_close_path(cr);
}

/* Where the text's next character, as people count them, begins. */
static size_t
next_character(const PangoLogAttr *marks, int n, const char *text, int *at)
{
	const char *p = text;

	do {
		p = g_utf8_next_char(p);
		++*at;
	} while (*p != '\0' && *at < n && !marks[*at].is_cursor_position);
	return (size_t)(p - text);
}

/*
 * Around the star, from left to right: evenly, no further apart than reads
 * well; where there are many, narrower.
 */
static void
add_name(cairo_t *cr, const char *name, double side, struct buf *out)
{
	const double high = name_top - name_foot;
	const double radius = (name_top + name_foot) / 2;
	double all, gap, wide, width;
	PangoLayout *whole = set_text(cr, name, strlen(name), &all), *one;
	int n_marks, at = 0, i = 0, n = 0;
	const PangoLogAttr *marks =
	    pango_layout_get_log_attrs_readonly(whole, &n_marks);

	for (const char *p = name; *p != '\0'; n++)
		p += next_character(marks, n_marks, p, &at);
	gap = n > 1 ? arc_most / (n - 1) : 0;
	if (gap > gap_most)
		gap = gap_most;
	wide = name_width;
	if (n > 1 && wide > 0.92 * name_foot * gap * M_PI / 180)
		wide = 0.92 * name_foot * gap * M_PI / 180;
	at = 0;
	for (const char *p = name; *p != '\0'; i++) {
		size_t len = next_character(marks, n_marks, p, &at);
		one = set_text(cr, p, len, &width);
		cairo_save(cr);
		cairo_rotate(cr, (i - (n - 1) / 2.0) * gap * M_PI / 180);
		cairo_translate(cr, 0, -radius);
		outline(cr, one, width, wide, high);
		cairo_restore(cr);
		add_path(cr, side, out);
		g_object_unref(one);
		p += len;
	}
	g_object_unref(whole);
}

static void
add_line(cairo_t *cr, const char *text, int i, double side, struct buf *out)
{
	double high = line_height[i], width, wide = high;
	PangoLayout *layout = set_text(cr, text, strlen(text), &width);

	if (width * wide / EM > line_most[i])
		wide = line_most[i] * EM / width;
	cairo_save(cr);
	cairo_translate(cr, 0, -line_middle[i]);
	outline(cr, layout, width, wide, high);
	cairo_restore(cr);
	add_path(cr, side, out);
	g_object_unref(layout);
}

bool
draw_round_seal(const struct round_seal *s, int side, struct buf *out)
{
	/* Nothing is painted: only paths are made. */
	cairo_surface_t *surface =
	    cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, NULL);
	cairo_t *cr = cairo_create(surface);
	cairo_font_options_t *plain = cairo_font_options_create();
	bool ok;

	cairo_font_options_set_hint_style(plain, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(plain, CAIRO_HINT_METRICS_OFF);
	cairo_set_font_options(cr, plain);
	/* Curves as they are drawn, to a unit. */
	cairo_translate(cr, side / 2.0, side / 2.0);
	cairo_scale(cr, side / 2.0, side / 2.0);
	buf_puts(out, "/Ink gs 0.84 0.06 0.09 rg\n");
	add_ring(cr);
	add_path(cr, side, out);
	add_star(cr);
	add_path(cr, side, out);
	add_name(cr, s->name, side, out);
	for (int i = 0; i < 2; i++)
		add_line(cr, s->lines[i], i, side, out);
	buf_puts(out, "f\n");
	ok = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
	cairo_font_options_destroy(plain);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return ok;
}
