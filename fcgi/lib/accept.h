/* Which of the kinds of file a field takes a file's name claims. */
#ifndef LIANGDING_ACCEPT_H
#define LIANGDING_ACCEPT_H

#include "lib/form.h"

/* The row of accept (NULL-terminated) that has name's extension, or NULL. */
const struct accept *accept_by_name(
    const struct accept *const *accept, const char *name);

#endif
