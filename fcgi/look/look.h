/*
 * Looking into one hostile file: what each kind of file must be, and the
 * sandbox all of it happens in. Nothing here knows the product; the worker's
 * side is lib/look.h.
 */
#ifndef LIANGDING_LOOK_LOOK_H
#define LIANGDING_LOOK_LOOK_H

#include <magic.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Pixels of a picture, or of one inside a PDF: what they weigh in a reader
 * goes by their colours. An A3 page at 600 dpi, grey or black and white, is
 * 70 million; three such are as heavy as 50 million in colour.
 */
enum {
	PIXELS_MAX = 50 * 1000 * 1000,
	PLAIN_PIXELS_MAX = 3 * PIXELS_MAX,
	PLAIN_BITS = 8, /* a pixel's, up to which it is plain */
	SIDE_MAX = 30000,
	PAGES_MAX = 500
};

/* What was found: fault is a code of faults.def, or NULL and the facts. */
struct sight {
	const char *fault;
	long width, height, pages; /* 0 where they do not apply */
};

/* data is this process' own copy, to be changed at will. */
typedef struct sight look(unsigned char *data, size_t len);
look look_jpeg, look_png, look_pdf;

/* True when pixels of so many bits are too many. */
bool picture_is_large(long width, long height, long bits);

/*
 * Before the first file: compiles the seal, and takes from the template what it
 * does not need for hearing of files and making a child for each. False when
 * that cannot be done: then nothing may be looked at.
 */
bool seal_template(void);
/*
 * For one file, in a child of the template: limits memory, time and files, then
 * forbids every system call but those for memory, dice, writing to standard
 * output and ending. Any other kills the process. False as above.
 */
bool seal(void);
/* Tries one forbidden thing in the sealed process; see main.c. */
int prove(const char *what);

#endif
