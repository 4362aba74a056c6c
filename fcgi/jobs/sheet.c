/* See sheet.h: what both formats have in common, and .xlsx. */
#include "jobs/sheet.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "jobs/sheet_csv.h"
#include "lib/log.h"

enum { LINES_A_SHEET = LXW_ROW_MAX - 1, NAME_BYTES = 64 };
/* Days are counted from 1899-12-30; Shanghai is eight hours ahead. */
#define DAYS_BEFORE_1970 25569.0
#define DAY_MS (24.0 * 3600 * 1000)
#define SHANGHAI_MS (8.0 * 3600 * 1000)

struct sheet {
	struct csv *csv; /* the file, if it is one; else a book */
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *head, *minute, *second, *yuan;
	const char *name;
	const struct heading *headings;
	size_t n;
	lxw_row_t line;
	lxw_col_t column;
	int pages;
	bool failed;
};

static void
note(struct sheet *s, lxw_error e)
{
	if (e == LXW_NO_ERROR || s->failed)
		return;
	s->failed = true;
	log_note("sheet.error", "%s", lxw_strerror(e));
}

static void
begin_page(struct sheet *s)
{
	char name[NAME_BYTES];

	if (++s->pages == 1)
		snprintf(name, sizeof(name), "%s", s->name);
	else
		snprintf(name, sizeof(name), "%s %d", s->name, s->pages);
	s->page = workbook_add_worksheet(s->book, name);
	if (s->page == NULL) {
		note(s, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	worksheet_freeze_panes(s->page, 1, 0);
	for (size_t i = 0; i < s->n; i++) {
		lxw_col_t at = (lxw_col_t)i;
		note(s, worksheet_set_column(
			    s->page, at, at, s->headings[i].width, NULL));
		note(s, worksheet_write_string(
			    s->page, 0, at, s->headings[i].text, s->head));
	}
	s->line = 1;
	s->column = 0;
}

static lxw_format *
number_format(struct sheet *s, const char *format)
{
	lxw_format *made = workbook_add_format(s->book);

	format_set_num_format(made, format);
	return made;
}

struct sheet *
sheet_begin(enum sheet_format format, const char *path, const char *directory,
    const char *name, const struct heading *headings, size_t n)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE,
		.tmpdir = (char *)directory };
	struct sheet *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	*s = (struct sheet){ .name = name, .headings = headings, .n = n };
	if (format == SHEET_CSV) {
		s->csv = csv_begin(path);
		if (s->csv == NULL) {
			free(s);
			return NULL;
		}
		for (size_t i = 0; i < n; i++)
			csv_text(s->csv, headings[i].text);
		csv_end_line(s->csv);
		return s;
	}
	s->book = workbook_new_opt(path, &options);
	if (s->book == NULL) {
		free(s);
		return NULL;
	}
	s->head = workbook_add_format(s->book);
	format_set_bold(s->head);
	s->minute = number_format(s, "yyyy-mm-dd hh:mm");
	s->second = number_format(s, "yyyy-mm-dd hh:mm:ss");
	s->yuan = number_format(s, "#,##0.00");
	begin_page(s);
	return s;
}

/* "_x0041_" is how a sheet says "A" (ECMA-376, ST_Xstring). */
static bool
is_escape(const char *s)
{
	return s[0] == '_' && s[1] == 'x' && isxdigit((unsigned char)s[2]) &&
	       isxdigit((unsigned char)s[3]) && isxdigit((unsigned char)s[4]) &&
	       isxdigit((unsigned char)s[5]) && s[6] == '_';
}

/* text as a cell has it; the caller's to free. */
static char *
escaped(const char *text)
{
	static const char escape[] = "_x005F";
	char *made = malloc(strlen(text) * (sizeof(escape) - 1 + 1) + 1);
	char *to = made;

	if (made == NULL)
		abort();
	for (; *text != '\0'; text++) {
		if (is_escape(text))
			to = stpcpy(to, escape);
		*to++ = *text;
	}
	*to = '\0';
	return made;
}

void
sheet_text(struct sheet *s, const char *text)
{
	char *cell;

	if (s->csv != NULL) {
		csv_text(s->csv, text);
		return;
	}
	if (text != NULL && *text != '\0' && !s->failed) {
		cell = escaped(text);
		/* As a string: what looks like a formula stays what was typed.
		 */
		note(s, worksheet_write_string(
			    s->page, s->line, s->column, cell, NULL));
		free(cell);
	}
	s->column++;
}

static void
write_number(struct sheet *s, double number, lxw_format *format)
{
	if (!s->failed)
		note(s, worksheet_write_number(
			    s->page, s->line, s->column, number, format));
	s->column++;
}

void
sheet_time(struct sheet *s, struct moment m, bool seconds)
{
	if (s->csv != NULL)
		csv_time(s->csv, m, seconds);
	else if (m.ms == 0)
		s->column++;
	else
		/* What is shown to the second is not rounded to the next. */
		write_number(s,
		    DAYS_BEFORE_1970 +
			((double)(m.ms - (seconds ? m.ms % 1000 : 0)) +
			    SHANGHAI_MS) /
			    DAY_MS,
		    seconds ? s->second : s->minute);
}

void
sheet_fen(struct sheet *s, int64_t fen)
{
	if (s->csv != NULL)
		csv_fen(s->csv, fen);
	else
		write_number(s, (double)fen / 100, s->yuan);
}

void
sheet_count(struct sheet *s, int64_t n)
{
	if (s->csv != NULL)
		csv_number(s->csv, n);
	else
		write_number(s, (double)n, NULL);
}

void
sheet_end_line(struct sheet *s)
{
	if (s->csv != NULL) {
		csv_end_line(s->csv);
		return;
	}
	s->column = 0;
	if (s->line++ == LINES_A_SHEET && !s->failed)
		begin_page(s);
}

bool
sheet_end(struct sheet *s)
{
	bool ok;

	if (s->csv != NULL) {
		ok = csv_end(s->csv);
	} else {
		note(s, workbook_close(s->book));
		ok = !s->failed;
	}
	free(s);
	return ok;
}

void
sheet_abandon(struct sheet *s)
{
	if (s->csv != NULL)
		csv_end(s->csv);
	else
		lxw_workbook_free(s->book);
	free(s);
}
