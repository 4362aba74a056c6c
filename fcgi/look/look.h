/*
 * Looking into one hostile file: what each kind of file must be, and the
 * sandbox all of it happens in. Nothing here knows the product; the worker's
 * side is lib/look.h.
 */
#ifndef LIANGDING_LOOK_LOOK_H
#define LIANGDING_LOOK_LOOK_H

#include <magic.h>
#include <stddef.h>

enum {
	PIXELS_MAX = 50 * 1000 * 1000, /* a picture's, or one inside a PDF */
	SIDE_MAX = 30000,
	PAGES_MAX = 500
};

/* What was found: fault is a code of faults.def, or NULL and the facts. */
struct sight {
	const char *fault;
	long width, height, pages; /* 0 where they do not apply */
};

typedef struct sight look(const unsigned char *data, size_t len);
look look_jpeg, look_png, look_pdf;

/*
 * Limits memory, time and files, then forbids every system call but those for
 * memory, writing to standard output and ending. Any other kills the process.
 * Returns false when that cannot be done: then nothing may be looked at.
 */
bool seal(void);
/* Tries one forbidden thing in the sealed process; see main.c. */
int prove(const char *what);

#endif
