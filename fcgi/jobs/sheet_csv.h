/*
 * A .csv file line by line (RFC 4180); see sheet.h for what it looks like.
 */
#ifndef LIANGDING_JOBS_SHEET_CSV_H
#define LIANGDING_JOBS_SHEET_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/clock.h"

struct csv;

/* NULL when the file at path cannot be begun. */
struct csv *csv_begin(const char *path);
/* The next cell of the line; NULL and moment 0 leave it empty. */
void csv_text(struct csv *c, const char *text);
void csv_number(struct csv *c, int64_t n);
void csv_fen(struct csv *c, int64_t fen);
void csv_time(struct csv *c, struct moment m, bool seconds);
void csv_end_line(struct csv *c);
/* Ends the file; false when something could not be written. */
bool csv_end(struct csv *c);

#endif
