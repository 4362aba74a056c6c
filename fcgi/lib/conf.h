/*
 * A configuration file of "key = value" lines, checked against a table. Not
 * here: which keys there are (app/server.c).
 */
#ifndef LIANGDING_CONF_H
#define LIANGDING_CONF_H

#include "lib/shape.h"

struct setting {
	const char *name;
	enum column_type type; /* INT, BOOL (yes, no) or TEXT */
	size_t offset;
	bool required;
	const char *standard; /* the value when absent, or NULL */
	long min, max;        /* of INT; both 0: anything */
	const char *one_of;   /* of TEXT: "production|demo", or NULL */
};

#define SETTING(s, member, ...)                                                \
	{                                                                      \
		.name = #member, .type = COLUMN_TYPE(((struct s *)0)->member), \
		.offset = offsetof(struct s, member), __VA_ARGS__              \
	}

/*
 * Fills the struct at into. Each mistake is one line of faults ("FILE:LINE:
 * what"); returns how many there were. Texts are borrowed from faults->mem.
 */
int conf_read(const char *path, const struct setting *settings, size_t n,
    void *into, struct buf *faults);

#endif
