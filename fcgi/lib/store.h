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

/* An upload under way, held by this process alone until store_close(). */
struct upload {
	const char *directory, *id;
	int fd;
};

/*
 * Takes hold of upload id to write at offset; offset 0 begins it anew.
 * ERR_FILE_OFFSET when another request holds it, or when its earlier part is
 * gone; ERR_STORE_FULL. On OK the caller owns u: store_close(). Whoever
 * checks the bytes and seals them does so under one hold, so that nothing is
 * written in between.
 */
enum err store_open(
    struct upload *u, const char *directory, const char *id, int64_t offset);
void store_close(struct upload *u);
/* ERR_STORE_FULL leaves nothing behind that counts. */
enum err store_write(
    struct upload *u, int64_t offset, const void *data, size_t len);
/* Bytes from offset, at most len; how many, or -1. */
long store_read(const struct upload *u, int64_t offset, void *out, size_t len);
/*
 * Finishes an upload of size bytes: flushes it, names it by its SHA-256 and
 * moves it into the store by rename. Another length is ERR_FILE_OFFSET, and
 * the upload is gone.
 */
enum err store_seal(
    struct upload *u, int64_t size, unsigned char sha256_out[32]);

/* True while upload id has a spooled part. */
bool store_has(const char *directory, const char *id);
/* Removes an upload under way; a missing one is fine. */
void store_drop(const char *directory, const char *id);
/* "ab/cdef…", where a blob lies below blobs/. */
const char *store_path(struct arena *mem, const unsigned char sha256[32]);

#endif
