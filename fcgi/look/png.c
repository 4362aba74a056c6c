/* PNG by libpng: every row is decoded, one at a time, up to the end mark. */
#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <string.h>

#include "look/look.h"

enum { ROW_BYTES = SIDE_MAX * 8 };

struct source {
	const unsigned char *data;
	size_t len, at;
};

static void
take(png_structp png, png_bytep out, png_size_t n)
{
	struct source *s = png_get_io_ptr(png);

	if (n > s->len - s->at)
		png_error(png, "short");
	memcpy(out, s->data + s->at, n);
	s->at += n;
}

static void
on_error(png_structp png, png_const_charp text)
{
	(void)text;
	png_longjmp(png, 1);
}

static void
on_warning(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

/* Words and profiles packed inside are not unpacked: nobody reads them. */
static void
ignore_words(png_structp png)
{
	static const png_byte names[] = "iCCP\0zTXt\0iTXt\0tEXt\0eXIf";

	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, names, 5);
}

static void
decode(png_structp png, png_infop info)
{
	static png_byte row[ROW_BYTES];
	png_uint_32 height = png_get_image_height(png, info);
	int passes = png_set_interlace_handling(png);

	png_read_update_info(png, info);
	if (png_get_rowbytes(png, info) > sizeof(row))
		png_error(png, "row");
	for (int pass = 0; pass < passes; pass++)
		for (png_uint_32 y = 0; y < height; y++)
			png_read_row(png, row, NULL);
	png_read_end(png, NULL);
}

struct sight
look_png(unsigned char *data, size_t len)
{
	struct source source = { data, len, 0 };
	png_structp png = png_create_read_struct(
	    PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
	png_infop info = png == NULL ? NULL : png_create_info_struct(png);
	png_uint_32 width, height;

	if (info == NULL)
		return (struct sight){ .fault = "complex" };
	if (setjmp(png_jmpbuf(png)) != 0)
		return (struct sight){ .fault = "damaged" };
	ignore_words(png);
	png_set_read_fn(png, &source, take);
	/* The caps are ours, told apart from damage below. */
	png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	png_read_info(png, info);
	width = png_get_image_width(png, info);
	height = png_get_image_height(png, info);
	if (width > SIDE_MAX || height > SIDE_MAX ||
	    picture_is_large((long)width, (long)height,
		png_get_bit_depth(png, info) * png_get_channels(png, info)))
		return (struct sight){ .fault = "pixels" };
	decode(png, info);
	return (struct sight){ NULL, (long)width, (long)height, 0 };
}
