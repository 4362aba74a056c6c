/* See type.h. */
#include "draw/type.h"

#include <stdbool.h>
#include <stdlib.h>

enum { GLYPHS_MAX = 4096, EM = 1000 };

/* One that is used, by its number in the font. */
struct glyph {
	cairo_font_face_t *face; /* that has it */
	unsigned long index;
	cairo_path_t *outline; /* EM units high */
	double advance;        /* of an em */
};

struct type {
	cairo_font_face_t *font;
	struct glyph glyphs[GLYPHS_MAX];
	size_t n;
};

static const cairo_user_data_key_t key;

static cairo_status_t
render(cairo_scaled_font_t *font, unsigned long index, cairo_t *cr,
    cairo_text_extents_t *extents)
{
	const struct type *t = cairo_font_face_get_user_data(
	    cairo_scaled_font_get_font_face(font), &key);

	if (t == NULL || index >= t->n)
		return CAIRO_STATUS_USER_FONT_ERROR;
	extents->x_advance = t->glyphs[index].advance;
	cairo_scale(cr, 1.0 / EM, 1.0 / EM);
	cairo_append_path(cr, t->glyphs[index].outline);
	cairo_fill(cr);
	return CAIRO_STATUS_SUCCESS;
}

struct type *
type_new(void)
{
	struct type *t = calloc(1, sizeof(*t));

	if (t == NULL)
		abort();
	t->font = cairo_user_font_face_create();
	cairo_user_font_face_set_render_glyph_func(t->font, render);
	cairo_font_face_set_user_data(t->font, &key, t, NULL);
	return t;
}

void
type_free(struct type *t)
{
	for (size_t i = 0; i < t->n; i++) {
		cairo_path_destroy(t->glyphs[i].outline);
		cairo_font_face_destroy(t->glyphs[i].face);
	}
	cairo_font_face_set_user_data(t->font, &key, NULL, NULL);
	cairo_font_face_destroy(t->font);
	free(t);
}

/* As it is, not as pixels would have it. */
static cairo_path_t *
outline_of(cairo_font_face_t *face, unsigned long index)
{
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_t *cr = cairo_create(surface);
	cairo_glyph_t glyph = { .index = index };
	cairo_path_t *path;

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_set_font_options(cr, options);
	cairo_set_font_face(cr, face);
	cairo_set_font_size(cr, EM);
	cairo_glyph_path(cr, &glyph, 1);
	path = cairo_copy_path(cr);
	cairo_font_options_destroy(options);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return path;
}

/* Its number; GLYPHS_MAX when there is no room for another. */
static unsigned long
number_of(struct type *t, cairo_font_face_t *face, unsigned long index,
    double advance)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->glyphs[i].face == face && t->glyphs[i].index == index)
			return i;
	if (t->n == GLYPHS_MAX)
		return GLYPHS_MAX;
	t->glyphs[t->n] =
	    (struct glyph){ .face = cairo_font_face_reference(face),
		    .index = index,
		    .outline = outline_of(face, index),
		    .advance = advance };
	return t->n++;
}

/* The glyphs of some characters that are drawn as one; where the next begins.
 */
static double
show_cluster(struct type *t, cairo_t *cr, const char *text,
    const PangoGlyphItemIter *at, cairo_font_face_t *face, double size,
    double x, double y)
{
	for (int i = at->start_glyph; i < at->end_glyph; i++) {
		const PangoGlyphInfo *info = &at->glyph_item->glyphs->glyphs[i];
		double width = (double)info->geometry.width / PANGO_SCALE;
		cairo_glyph_t glyph = {
			.x = x + (double)info->geometry.x_offset / PANGO_SCALE,
			.y = y + (double)info->geometry.y_offset / PANGO_SCALE
		};
		/* The first of them stands for all the characters. */
		bool first = i == at->start_glyph;
		cairo_text_cluster_t cluster = {
			.num_bytes =
			    first ? at->end_index - at->start_index : 0,
			.num_glyphs = 1
		};
		x += width;
		if (info->glyph == PANGO_GLYPH_EMPTY ||
		    (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
			continue;
		glyph.index = number_of(t, face, info->glyph, width / size);
		if (glyph.index < GLYPHS_MAX)
			cairo_show_text_glyphs(cr, text + at->start_index,
			    cluster.num_bytes, &glyph, 1, &cluster, 1, 0);
	}
	return x;
}

static void
show_run(struct type *t, cairo_t *cr, const char *text, PangoGlyphItem *run,
    double x, double y)
{
	PangoFont *font = run->item->analysis.font;
	cairo_scaled_font_t *scaled =
	    pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
	cairo_font_face_t *face = cairo_scaled_font_get_font_face(scaled);
	PangoGlyphItemIter at;
	cairo_matrix_t matrix;

	cairo_scaled_font_get_font_matrix(scaled, &matrix);
	cairo_set_font_face(cr, t->font);
	cairo_set_font_size(cr, matrix.xx);
	for (bool more = pango_glyph_item_iter_init_start(&at, run, text); more;
	     more = pango_glyph_item_iter_next_cluster(&at))
		x = show_cluster(t, cr, text, &at, face, matrix.xx, x, y);
}

void
type_show(struct type *t, cairo_t *cr, PangoLayout *layout, double x, double y)
{
	PangoLayoutIter *at = pango_layout_get_iter(layout);

	do {
		PangoLayoutRun *run = pango_layout_iter_get_run_readonly(at);
		PangoRectangle logical;
		if (run == NULL)
			continue; /* a line's end */
		pango_layout_iter_get_run_extents(at, NULL, &logical);
		show_run(t, cr, pango_layout_get_text(layout), run,
		    x + (double)logical.x / PANGO_SCALE,
		    y + (double)pango_layout_iter_get_baseline(at) /
			    PANGO_SCALE);
	} while (pango_layout_iter_next_run(at));
	pango_layout_iter_free(at);
}
