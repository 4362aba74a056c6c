/* Personal data made unreadable for those who needn't see it (PLAT-10). */
#ifndef LIANGDING_MASK_H
#define LIANGDING_MASK_H

#include "lib/arena.h"

/*
 * Keeps the first character of a name; of a number with 11 characters or more
 * the first three and the last four, of a shorter one a quarter at each end; of
 * a mail address the first character and whose house it is of.
 */
const char *mask_text(struct arena *mem, const char *s);

#endif
