/* See sheet_csv.h. */
#include "jobs/sheet_csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct csv {
	FILE *file;
	bool begun; /* the line has a cell */
};

enum { SHANGHAI_SECONDS = 8 * 3600, FEN_A_YUAN = 100 };

struct csv *
csv_begin(const char *path)
{
	FILE *file = fopen(path, "wbe");
	struct csv *c;

	if (file == NULL)
		return NULL;
	c = calloc(1, sizeof(*c));
	if (c == NULL)
		abort();
	c->file = file;
	fputs("\xEF\xBB\xBF", file);
	return c;
}

static void
begin_cell(struct csv *c)
{
	if (c->begun)
		putc(',', c->file);
	c->begun = true;
}

/* What begins so a spreadsheet takes for a formula (OWASP, CSV injection), also
 * in full width. */
static bool
is_formula(const char *text)
{
	static const char *const begins[] = { "=", "+", "-", "@", "\t", "\r",
		"\n", "＝", "＋", "－", "＠" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncmp(text, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

void
csv_text(struct csv *c, const char *text)
{
	begin_cell(c);
	if (text == NULL)
		return;
	if (strpbrk(text, ",\"\r\n") == NULL && !is_formula(text)) {
		fputs(text, c->file);
		return;
	}
	putc('"', c->file);
	if (is_formula(text))
		putc('\'', c->file);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putc('"', c->file);
		putc(*text, c->file);
	}
	putc('"', c->file);
}

void
csv_number(struct csv *c, int64_t n)
{
	begin_cell(c);
	fprintf(c->file, "%" PRId64, n);
}

void
csv_fen(struct csv *c, int64_t fen)
{
	uint64_t n = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;

	begin_cell(c);
	fprintf(c->file, "%s%" PRIu64 ".%02" PRIu64, fen < 0 ? "-" : "",
	    n / FEN_A_YUAN, n % FEN_A_YUAN);
}

void
csv_time(struct csv *c, struct moment m, bool seconds)
{
	time_t at = (time_t)(m.ms / 1000 + SHANGHAI_SECONDS);
	char text[sizeof("2026-11-22 11:04:05")];
	struct tm tm;

	begin_cell(c);
	if (m.ms == 0 || gmtime_r(&at, &tm) == NULL ||
	    strftime(text, sizeof(text),
		seconds ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M", &tm) == 0)
		return;
	fputs(text, c->file);
}

void
csv_end_line(struct csv *c)
{
	fputs("\r\n", c->file);
	c->begun = false;
}

bool
csv_end(struct csv *c)
{
	bool ok = ferror(c->file) == 0;

	ok = fclose(c->file) == 0 && ok;
	free(c);
	return ok;
}
