/*
 * The API as OpenAPI 3.1 (PLAT-13), out of the same tables that run it:
 * routes, forms, shapes, words, errors, review routes. The browser's types
 * and forms are made from this.
 */
#ifndef LIANGDING_APP_DESCRIBE_H
#define LIANGDING_APP_DESCRIBE_H

#include "lib/arena.h"

/*
 * The whole document; borrowed from mem. prefix is the path below which the
 * product is served, "" for the root.
 */
const char *describe(struct arena *mem, const char *prefix);

#endif
