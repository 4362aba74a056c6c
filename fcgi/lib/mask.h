/* Personal data made unreadable for those who needn't see it (PLAT-10). */
#ifndef LIANGDING_MASK_H
#define LIANGDING_MASK_H

#include "lib/arena.h"

/*
 * Keeps the first character of a short text (a name), and of a long one (a
 * number) the first three and the last four characters.
 */
const char *mask_text(struct arena *mem, const char *s);

#endif
