/*
 * JPEG by libjpeg-turbo: every row is decoded, one at a time, so that what a
 * browser will meet later was met here first.
 */
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>

#include <jpeglib.h>
#include <jerror.h>

#include "look/look.h"

/* A progressive picture repaints itself a few times; a bomb, thousands. */
enum { SCANS_MAX = 64, ROW_BYTES = SIDE_MAX * 4 };

struct reading {
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	const char *fault;
};

static struct reading *
reading_of(j_common_ptr c)
{
	return (struct reading *)c->err;
}

static void
give_up(j_common_ptr c, const char *fault)
{
	struct reading *r = reading_of(c);

	r->fault = fault;
	longjmp(r->out, 1);
}

static void
on_error(j_common_ptr c)
{
	give_up(
	    c, c->err->msg_code == JERR_OUT_OF_MEMORY ? "complex" : "damaged");
}

/* What cameras do wrong without harm passes; missing picture does not. */
static void
on_message(j_common_ptr c, int level)
{
	if (level >= 0)
		return;
	switch (c->err->msg_code) {
	case JWRN_JPEG_EOF:
	case JWRN_HIT_MARKER:
	case JWRN_HUFF_BAD_CODE:
	case JWRN_ARITH_BAD_CODE:
	case JWRN_MUST_RESYNC:
	case JWRN_NOT_SEQUENTIAL:
		give_up(c, "damaged");
	}
}

static void
on_progress(j_common_ptr c)
{
	if (((j_decompress_ptr)c)->input_scan_number > SCANS_MAX)
		give_up(c, "complex");
}

/* In the file's own colours, unpolished: the picture itself is not kept. */
static void
decode(j_decompress_ptr d)
{
	static JSAMPLE row[ROW_BYTES];
	JSAMPROW rows[] = { row };

	d->out_color_space = d->jpeg_color_space;
	d->dct_method = JDCT_IFAST;
	d->do_fancy_upsampling = FALSE;
	d->do_block_smoothing = FALSE;
	jpeg_start_decompress(d);
	while (d->output_scanline < d->output_height)
		jpeg_read_scanlines(d, rows, 1);
	jpeg_finish_decompress(d);
}

struct sight
look_jpeg(unsigned char *data, size_t len)
{
	struct jpeg_decompress_struct d;
	struct reading r = { .progress.progress_monitor = on_progress };

	d.err = jpeg_std_error(&r.errors);
	r.errors.error_exit = on_error;
	r.errors.emit_message = on_message;
	if (setjmp(r.out) != 0)
		return (struct sight){ .fault = r.fault };
	jpeg_create_decompress(&d);
	d.progress = &r.progress;
	jpeg_mem_src(&d, data, len);
	jpeg_read_header(&d, TRUE);
	if (d.image_width > SIDE_MAX || d.image_height > SIDE_MAX ||
	    picture_is_large((long)d.image_width, (long)d.image_height,
		d.num_components * d.data_precision))
		return (struct sight){ .fault = "pixels" };
	if (d.num_components > 4)
		return (struct sight){ .fault = "damaged" };
	decode(&d);
	return (
	    struct sight){ NULL, (long)d.image_width, (long)d.image_height, 0 };
}
