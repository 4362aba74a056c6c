/* List filters; see filter.h. */
#include "lib/filter.h"

#include <stdlib.h>
#include <string.h>

#include "lib/text.h"

bool
filter_is_set(const struct filter *f, const void *p)
{
	const void *at = (const char *)p + f->offset;

	switch (f->type) {
	case COLUMN_INT:
		return *(const int64_t *)at != 0;
	case COLUMN_TEXT:
		return *(const char *const *)at != NULL;
	case COLUMN_TIME:
		return ((const struct moment *)at)->ms != 0;
	default:
		abort(); /* nothing else is filtered by */
	}
}

void
filter_add(
    struct buf *sql, const struct filter *filters, size_t n, const void *p)
{
	for (size_t i = 0; i < n; i++)
		if (filter_is_set(&filters[i], p))
			buf_puts(sql, filters[i].sql);
}

const char *
filter_like(struct arena *mem, const char *text, enum filter_match match)
{
	struct buf b = buf_new(mem);

	if (match == FILTER_CONTAINS) {
		buf_puts(&b, "%");
		text = text_fold(mem, text);
	}
	for (; *text != '\0'; text++) {
		if (strchr("%_\\", *text) != NULL)
			buf_puts(&b, "\\");
		buf_add(&b, text, 1);
	}
	buf_puts(&b, "%");
	return buf_text(&b);
}

void
filter_bind(struct query *q, struct arena *mem, const struct filter *filters,
    size_t n, const void *p)
{
	for (size_t i = 0; i < n; i++) {
		const struct filter *f = &filters[i];
		const void *at = (const char *)p + f->offset;
		struct moment m;

		if (!filter_is_set(f, p))
			continue;
		if (f->type == COLUMN_INT) {
			db_bind_int(q, *(const int64_t *)at);
		} else if (f->type == COLUMN_TIME) {
			m = *(const struct moment *)at;
			if (f->match == FILTER_DAY_AFTER)
				m.ms += CLOCK_DAY_MS;
			if (f->match == FILTER_SECOND_AFTER)
				m.ms += CLOCK_SECOND_MS;
			db_bind_time(q, m);
		} else if (f->match == FILTER_EQUAL) {
			db_bind_text(q, *(const char *const *)at);
		} else {
			db_bind_text(
			    q, filter_like(
				   mem, *(const char *const *)at, f->match));
		}
	}
}
