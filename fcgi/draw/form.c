/* See form.h. Drawn twice: the first time nowhere, to know how many pages there
 * are. */
#include "draw/form.h"

#include <stdio.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include "draw/type.h"

/* Points. */
static const double width = 595, height = 842, side = 56, top = 46, bottom = 56,
		    label_width = 120, pad = 2, qr_size = 98,
		    tight = 3, /* a label's lines stand wide */
    foot = 112;

/* In few sizes: each is a font of its own in the file. */
#define TEXT "Noto Sans CJK SC "
#define CODE "Noto Sans Mono CJK SC "

struct pen {
	cairo_t *cr;
	struct type *type;
	const struct form_drawn *form;
	double y;
	int page, pages; /* pages 0: not known yet */
	char date[48];   /* "2026 年 11 月 27 日" */
};

struct text {
	const char *words, *font;
	double x, width, grey;
	double bold; /* how thick it is traced around, or 0 */
	PangoAlignment align;
};

static PangoLayout *
lay_out(cairo_t *cr, const struct text *t)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoFontDescription *font =
	    pango_font_description_from_string(t->font);

	/* A point is a point here. */
	pango_cairo_context_set_resolution(
	    pango_layout_get_context(layout), 72);
	pango_context_set_round_glyph_positions(
	    pango_layout_get_context(layout), FALSE);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (int)(t->width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, t->align);
	pango_layout_set_text(layout, t->words, -1);
	pango_font_description_free(font);
	return layout;
}

static double
height_of(cairo_t *cr, const struct text *t)
{
	PangoLayout *layout = lay_out(cr, t);
	PangoRectangle used;

	pango_layout_get_extents(layout, NULL, &used);
	g_object_unref(layout);
	return (double)used.height / PANGO_SCALE;
}

/* How high it was. tag: what it is to who has it read aloud. */
static double
write_at(struct pen *p, double y, const struct text *t, const char *tag)
{
	PangoLayout *layout = lay_out(p->cr, t);
	PangoRectangle used;

	cairo_set_source_rgb(p->cr, t->grey, t->grey, t->grey);
	if (t->bold > 0) {
		cairo_move_to(p->cr, t->x, y);
		pango_cairo_layout_path(p->cr, layout);
		cairo_set_line_width(p->cr, t->bold);
		cairo_stroke(p->cr);
	}
	if (tag != NULL)
		cairo_tag_begin(p->cr, tag, NULL);
	type_show(p->type, p->cr, layout, t->x, y);
	if (tag != NULL)
		cairo_tag_end(p->cr, tag);
	pango_layout_get_extents(layout, NULL, &used);
	g_object_unref(layout);
	return (double)used.height / PANGO_SCALE;
}

static void
rule(cairo_t *cr, double y, double line_width)
{
	cairo_set_source_rgb(cr, 0.35, 0.35, 0.35);
	cairo_set_line_width(cr, line_width);
	cairo_move_to(cr, side, y);
	cairo_line_to(cr, width - side, y);
	cairo_stroke(cr);
}

static void
end_page(struct pen *p)
{
	struct text t = { .font = TEXT "8.5",
		.x = side,
		.width = width - 2 * side,
		.grey = 0.35,
		.align = PANGO_ALIGN_LEFT };
	char words[160];

	rule(p->cr, height - bottom + 18, 0.5);
	t.words = p->form->number;
	write_at(p, height - bottom + 24, &t, NULL);
	g_snprintf(words, sizeof(words), "第 %d 页 共 %d 页  Page %d of %d",
	    p->page, p->pages, p->page, p->pages);
	t.words = words;
	t.align = PANGO_ALIGN_CENTER; /* at the right lies the seal */
	write_at(p, height - bottom + 24, &t, NULL);
	cairo_show_page(p->cr);
}

/* So much room below, on the next page if it is not on this one. */
static void
need(struct pen *p, double room)
{
	if (p->y + room <= height - bottom)
		return;
	end_page(p);
	p->page++;
	p->y = top;
}

static void
write_title(struct pen *p)
{
	struct text t = { .words = p->form->title_zh,
		.font = TEXT "20",
		.bold = 0.7,
		.x = side,
		.width = width - 2 * side,
		.align = PANGO_ALIGN_CENTER };

	p->y += write_at(p, p->y, &t, "H1") + 2;
	t.words = p->form->title_en;
	t.font = TEXT "8.5";
	t.grey = 0.35;
	t.bold = 0;
	p->y += write_at(p, p->y, &t, "P") + 16;
	t.font = TEXT "8.5";
	t.align = PANGO_ALIGN_LEFT;
	t.words = p->form->number;
	write_at(p, p->y, &t, "P");
	t.align = PANGO_ALIGN_RIGHT;
	t.words = p->date;
	p->y += write_at(p, p->y, &t, "P") + 6;
	rule(p->cr, p->y, 1.2);
}

static void
write_heading(struct pen *p, const struct form_row *row)
{
	struct text t = { .words = row->zh,
		.font = TEXT "10.5",
		.bold = 0.35,
		.x = side,
		.width = label_width,
		.align = PANGO_ALIGN_LEFT };

	need(p, 90); /* and something below it */
	p->y += 9;
	write_at(p, p->y, &t, "H2");
	t = (struct text){ .words = row->en,
		.font = TEXT "8.5",
		.x = side + label_width,
		.width = width - 2 * side - label_width,
		.grey = 0.35,
		.align = PANGO_ALIGN_LEFT };
	write_at(p, p->y + 3.5, &t, "P");
	p->y += 18;
	rule(p->cr, p->y, 0.8);
}

/* How many bytes of it are in the lines that fit into so much room. */
static size_t
fitting(cairo_t *cr, const struct text *t, double room)
{
	PangoLayout *layout = lay_out(cr, t);
	PangoLayoutIter *at = pango_layout_get_iter(layout);
	PangoRectangle used;
	size_t bytes = 0;

	do {
		const PangoLayoutLine *line =
		    pango_layout_iter_get_line_readonly(at);
		pango_layout_iter_get_line_extents(at, NULL, &used);
		if ((double)(used.y + used.height) / PANGO_SCALE > room)
			break;
		bytes = (size_t)(line->start_index + line->length);
	} while (pango_layout_iter_next_line(at));
	pango_layout_iter_free(at);
	g_object_unref(layout);
	return bytes;
}

static void write_row(struct pen *p, const struct form_row *row);

/* What is longer than a page: as much of it as this one takes, then the rest.
 */
static void
break_row(struct pen *p, const struct form_row *row, const struct text *value)
{
	struct form_row begun = *row, rest = *row;
	char *words;
	size_t bytes;

	need(p, 90); /* some lines of it at least */
	bytes = fitting(p->cr, value, height - bottom - p->y - 2 * pad);
	words = g_strndup(row->value, bytes);
	begun.value = words;
	write_row(p, &begun);
	g_free(words);
	rest.zh = rest.en = "";
	rest.value = row->value + bytes;
	if (*rest.value == '\n')
		rest.value++;
	if (*rest.value != '\0')
		write_row(p, &rest);
}

/* A row breaks over pages only if it is longer than one. */
static void
write_row(struct pen *p, const struct form_row *row)
{
	double value_x = side + label_width;
	struct text zh = { .words = row->zh,
		.font = TEXT "10.5",
		.x = side,
		.width = label_width - pad,
		.align = PANGO_ALIGN_LEFT };
	struct text en = { .words = row->en,
		.font = TEXT "8.5",
		.x = side,
		.width = label_width - pad,
		.grey = 0.35,
		.align = PANGO_ALIGN_LEFT };
	struct text value = { .words = row->value,
		.font = row->code ? CODE "10.5" : TEXT "10.5",
		.x = value_x,
		.width = width - side - value_x,
		.align = PANGO_ALIGN_LEFT };
	double zh_height = height_of(p->cr, &zh) - tight;
	double labels = zh_height + height_of(p->cr, &en);
	double room = height_of(p->cr, &value);

	room = (labels > room ? labels : room) + 2 * pad;
	if (room > height - bottom - top) {
		break_row(p, row, &value);
		return;
	}
	need(p, room);
	cairo_tag_begin(p->cr, "TR", NULL);
	write_at(p, p->y + pad, &zh, "TH");
	write_at(p, p->y + pad + zh_height, &en, NULL);
	write_at(p, p->y + pad, &value, "TD");
	cairo_tag_end(p->cr, "TR");
	p->y += room;
	rule(p->cr, p->y, 0.4);
}

static void
write_notes(struct pen *p)
{
	struct text t = { .font = TEXT "8.5",
		.x = side,
		.width = width - 2 * side,
		.grey = 0.2,
		.align = PANGO_ALIGN_LEFT };

	p->y += 8;
	for (size_t i = 0; i < p->form->n_notes; i++) {
		t.words = p->form->notes[i];
		need(p, height_of(p->cr, &t) + 4);
		p->y += write_at(p, p->y, &t, "P") + 4;
	}
}

/* Squares of a whole point's fraction, black on white with the quiet zone that
 * readers want (ISO/IEC 18004: four of them). */
static bool
draw_code(struct pen *p, double x, double y)
{
	QRcode *code =
	    QRcode_encodeString8bit(p->form->address, 0, QR_ECLEVEL_M);
	double one;

	if (code == NULL)
		return false;
	one = qr_size / (code->width + 8);
	cairo_set_source_rgb(p->cr, 1, 1, 1);
	cairo_rectangle(p->cr, x, y, qr_size, qr_size);
	cairo_fill(p->cr);
	cairo_set_source_rgb(p->cr, 0, 0, 0);
	for (int row = 0; row < code->width; row++)
		for (int column = 0; column < code->width; column++)
			if (code->data[row * code->width + column] & 1)
				cairo_rectangle(p->cr, x + (column + 4) * one,
				    y + (row + 4) * one, one, one);
	cairo_fill(p->cr);
	QRcode_free(code);
	return true;
}

/* The code at the left; at the right, where the seal comes, who gives it out.
 */
static bool
write_foot(struct pen *p)
{
	struct text t = { .words =
			      "扫码核验本反馈单是否有效\nScan to verify this "
			      "form",
		.font = TEXT "8.5",
		.x = side + qr_size - 4,
		.width = 150,
		.grey = 0.2,
		.align = PANGO_ALIGN_LEFT };
	double y;

	need(p, foot);
	y = height - bottom - foot + 12;
	if (!draw_code(p, side - 9, y))
		return false;
	y += 14 + write_at(p, y + 14, &t, "P");
	t.words = p->form->address;
	t.font = TEXT "8.5";
	write_at(p, y + 4, &t, "P");
	t = (struct text){ .words = p->form->issuer,
		.font = TEXT "10.5",
		.x = width - side - 230,
		.width = 230,
		.align = PANGO_ALIGN_CENTER };
	y = height - bottom - 62;
	y += write_at(p, y, &t, "P") + 6;
	t.words = p->date;
	t.font = TEXT "10.5";
	write_at(p, y, &t, "P");
	return true;
}

/* How many pages it took; 0 when its code could not be drawn. */
static int
draw(cairo_t *cr, struct type *type, const struct form_drawn *f, int pages)
{
	struct pen p = { .cr = cr,
		.type = type,
		.form = f,
		.y = top,
		.page = 1,
		.pages = pages };
	int day = clock_local_day(f->at);

	snprintf(p.date, sizeof(p.date), "%d 年 %d 月 %d 日", day / 10000,
	    day / 100 % 100, day % 100);
	cairo_tag_begin(cr, "Document", NULL);
	write_title(&p);
	cairo_tag_begin(cr, "Table", NULL);
	for (size_t i = 0; i < f->n; i++)
		if (f->rows[i].value == NULL)
			write_heading(&p, &f->rows[i]);
		else
			write_row(&p, &f->rows[i]);
	cairo_tag_end(cr, "Table");
	write_notes(&p);
	if (f->address != NULL && !write_foot(&p))
		return 0;
	end_page(&p);
	cairo_tag_end(cr, "Document");
	return p.page;
}

static cairo_status_t
append(void *out, const unsigned char *data, unsigned len)
{
	buf_add(out, data, len);
	return CAIRO_STATUS_SUCCESS;
}

static int
draw_on(cairo_surface_t *surface, struct type *type, const struct form_drawn *f,
    int pages)
{
	cairo_t *cr = cairo_create(surface);
	int drawn = draw(cr, type, f, pages);

	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		drawn = 0;
	cairo_surface_destroy(surface);
	return drawn;
}

bool
draw_form(const struct form_drawn *f, struct buf *out)
{
	struct type *type = type_new();
	int pages =
	    draw_on(cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL),
		type, f, 0);
	bool drawn;
	cairo_surface_t *surface =
	    cairo_pdf_surface_create_for_stream(append, out, width, height);

	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_TITLE, f->title_zh);
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_SUBJECT, f->number);
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_AUTHOR, f->issuer);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
	    clock_text(out->mem, f->at));
	drawn = draw_on(surface, type, f, pages) > 0 && pages > 0;
	type_free(type);
	return drawn;
}
