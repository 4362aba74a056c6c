/* Whose store it is: a word in the file store.id of its directory. */
#ifndef LIANGDING_STORE_ID_H
#define LIANGDING_STORE_ID_H

#include <stdbool.h>

#include "lib/arena.h"

/* NULL when it has none. */
const char *store_id_read(struct arena *mem, const char *directory);
/* Whole or not at all. False: not written, or there is one and it stays. */
bool store_id_write(const char *directory, const char *id, bool replace);
/* No upload and no blob lies in it. */
bool store_is_empty(const char *directory);

#endif
