/*
 * An .xlsx file written line by line, however long it becomes (ECMA-376, by
 * libxlsxwriter in constant memory). A full sheet is followed by another of
 * the same heading. Not here: what the lines are.
 */
#ifndef LIANGDING_JOBS_SHEET_H
#define LIANGDING_JOBS_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/clock.h"

struct sheet;

struct heading {
	const char *text;
	double width; /* in characters */
};

/*
 * Begins the file at path; temporary parts go to the directory. Headings must
 * outlive the sheet. NULL when it cannot be begun.
 */
struct sheet *sheet_begin(const char *path, const char *directory,
    const char *name, const struct heading *headings, size_t n);
/* The next cell of the line; NULL and moment 0 leave it empty. */
void sheet_text(struct sheet *s, const char *text);
void sheet_time(struct sheet *s, struct moment m); /* shown in Shanghai's */
void sheet_end_line(struct sheet *s);
/* Writes the file out and ends the sheet; false when it failed. */
bool sheet_end(struct sheet *s);
/* Ends the sheet without a file. */
void sheet_abandon(struct sheet *s);

#endif
