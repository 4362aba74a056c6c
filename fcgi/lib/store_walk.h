/*
 * Going through what lies in the store, for the sweep: what nobody has
 * written to for a while. Nothing is decided or removed here.
 */
#ifndef LIANGDING_STORE_WALK_H
#define LIANGDING_STORE_WALK_H

#include "err.h"

#include <stddef.h>
#include <stdint.h>

enum { STORE_FOLDERS = 256 };

/* name: an upload's id, or a blob's sha256; borrowed for the call. */
typedef void store_visit(void *arg, const void *name);

/* Every upload's part that was last written at least age seconds ago. */
void store_each_upload(
    const char *directory, int64_t age, store_visit *visit, void *arg);
/* Likewise what lies among the exports, parts and all. */
void store_each_export(
    const char *directory, int64_t age, store_visit *visit, void *arg);
/* Likewise the blobs whose digest begins with the byte; how many lie there. */
size_t store_each_blob(const char *directory, unsigned folder, int64_t age,
    store_visit *visit, void *arg);

#endif
