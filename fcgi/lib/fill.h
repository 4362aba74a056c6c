/*
 * Texts with {names} in them. What is filled in is not looked at again. Not
 * here: what the names stand for.
 */
#ifndef LIANGDING_FILL_H
#define LIANGDING_FILL_H

#include "lib/arena.h"

/* The value of a name, borrowed from mem or longer; NULL leaves {name} as it is
 * written. */
typedef const char *fill_value(
    struct arena *mem, const void *context, const char *name);

/* A name is of a-z and _; any other brace is itself. From mem. */
const char *fill_in(struct arena *mem, const char *text, fill_value *value,
    const void *context);

/* s as it stands in a URL's query or a form's body (RFC 3986: all but the
 * unreserved is %XX). */
const char *fill_percent(struct arena *mem, const char *s);
/* s as it stands between the quotes of a JSON text. */
const char *fill_json(struct arena *mem, const char *s);

#endif
