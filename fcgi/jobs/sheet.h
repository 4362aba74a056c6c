/*
 * A table as a file, written line by line, however long it becomes, in constant
 * memory. As .xlsx (ECMA-376, by libxlsxwriter) a full sheet is followed by
 * another of the same heading; as .csv (RFC 4180) it is UTF-8 with a mark that
 * spreadsheets know it by, times as "2026-11-22 11:04" or "…:05", amounts as
 * "-1234.56", and a text that a spreadsheet would take for a formula has a ' in
 * front. Not here: what the lines are.
 */
#ifndef LIANGDING_JOBS_SHEET_H
#define LIANGDING_JOBS_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/clock.h"

struct sheet;
enum sheet_format { SHEET_XLSX = 1, SHEET_CSV };

struct heading {
	const char *text;
	double width; /* in characters */
};

/*
 * Begins the file at path; temporary parts go to the directory. Headings must
 * outlive the sheet. NULL when it cannot be begun.
 */
struct sheet *sheet_begin(enum sheet_format format, const char *path,
    const char *directory, const char *name, const struct heading *headings,
    size_t n);
/* The next cell of the line; NULL and moment 0 leave it empty. */
void sheet_text(struct sheet *s, const char *text);
/* Shown in Shanghai's, to the minute or the second. */
void sheet_time(struct sheet *s, struct moment m, bool seconds);
void sheet_fen(struct sheet *s, int64_t fen); /* as yuan */
void sheet_count(struct sheet *s, int64_t n);
void sheet_end_line(struct sheet *s);
/* Writes the file out and ends the sheet; false when it failed. */
bool sheet_end(struct sheet *s);
/* Ends the sheet without a file. */
void sheet_abandon(struct sheet *s);

#endif
