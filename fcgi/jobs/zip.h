/*
 * A .zip written entry by entry (PKWARE APPNOTE 6.3): stored as it is, names
 * in UTF-8 and said to be (general purpose bit 11), so that Windows and macOS
 * open them right. Less than four gigabytes. Not here: what is in it.
 */
#ifndef LIANGDING_JOBS_ZIP_H
#define LIANGDING_JOBS_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/clock.h"

enum { ZIP_NAME_MAX = 400 }; /* bytes */
#define ZIP_BYTES_MAX UINT32_MAX

struct zip {
	struct arena *mem;
	int fd;
	uint32_t at; /* where the next byte goes */
	uint16_t day, time;
	struct zip_entry *first, *last;
	uint16_t n;
	bool failed;
};

/* Begins the file at path; all entries are of that moment. */
void zip_begin(
    struct zip *z, struct arena *mem, const char *path, struct moment when);
/* The next entry, and what is in it. */
void zip_entry(struct zip *z, const char *name);
void zip_add(struct zip *z, const void *data, size_t len);
void zip_end_entry(struct zip *z);
/* Ends the file; false when something could not be written since
 * zip_begin(). */
bool zip_end(struct zip *z);
/* Ends it as it is. */
void zip_abandon(struct zip *z);

#endif
