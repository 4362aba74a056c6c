/*
 * List filters as data: each row is a literal piece of SQL and the member
 * that it takes its value from; a member that is not set adds nothing. Text a
 * user typed is only ever bound.
 */
#ifndef LIANGDING_FILTER_H
#define LIANGDING_FILTER_H

#include "lib/db.h"

enum filter_match {
	FILTER_EQUAL,       /* as it is */
	FILTER_PREFIX,      /* LIKE 'text%' */
	FILTER_CONTAINS,    /* LIKE '%text%', folded as the column is */
	FILTER_DAY_AFTER,   /* a date, bound as the following midnight */
	FILTER_SECOND_AFTER /* a time, bound as a second later */
};

struct filter {
	const char *sql; /* "AND l.kind = ? " */
	enum column_type type;
	size_t offset;
	enum filter_match match;
};

#define FILTER(s, member, text, how)                        \
	{                                                   \
		text, COLUMN_TYPE(((struct s *)0)->member), \
		    offsetof(struct s, member), how         \
	}

/* text as a LIKE pattern, its own % and _ taken literally. */
const char *filter_like(
    struct arena *mem, const char *text, enum filter_match match);
/* True when the row's member is set in the struct at p. */
bool filter_is_set(const struct filter *f, const void *p);
/* Adds the pieces of those that are set; filter_bind() binds in step. */
void filter_add(
    struct buf *sql, const struct filter *filters, size_t n, const void *p);
void filter_bind(struct query *q, struct arena *mem,
    const struct filter *filters, size_t n, const void *p);

#endif
