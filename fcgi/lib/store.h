/*
 * Bytes of uploaded files: a spool for those under way and a
 * content-addressed store, on one file system. Not here: who may read what
 * (app/file), what a file must be (lib/sniff.h).
 */
#ifndef LIANGDING_STORE_H
#define LIANGDING_STORE_H

#include "err.h"
#include <stdint.h>

#include "lib/arena.h"

/* Makes spool/ and blobs/ below directory. NULL or what is wrong. */
const char *store_prepare(struct arena *mem, const char *directory);
/*
 * Writes a chunk of upload id at offset; offset 0 begins it anew.
 * ERR_FILE_OFFSET when the earlier part is gone: begin again. ERR_STORE_FULL
 * leaves nothing of the chunk behind that counts: the caller's offset stays.
 */
enum err store_write(const char *directory, const char *id, int64_t offset,
    const void *data, size_t len);
/*
 * Takes a finished upload of size bytes: flushes it, names it by its SHA-256
 * and moves it into the store by rename. A torn one is ERR_INTERNAL.
 */
enum err store_seal(const char *directory, const char *id, int64_t size,
    unsigned char sha256_out[32]);
/* Removes an upload under way; a missing one is fine. */
void store_drop(const char *directory, const char *id);
/* "ab/cdef…", where a blob lies below blobs/. */
const char *store_path(struct arena *mem, const unsigned char sha256[32]);
/* Bytes of an upload under way, from offset, at most len; how many, or -1. */
long store_read(const char *directory, const char *id, int64_t offset,
    void *out, size_t len);

#endif
