/*
 * Bytes of uploaded files: a spool for those under way and a
 * content-addressed store, on one file system. Not here: who may read what
 * (app/file), what a file must be (fcgi/look).
 */
#ifndef LIANGDING_STORE_H
#define LIANGDING_STORE_H

#include "err.h"

#include <stdint.h>

#include "lib/arena.h"

/*
 * Whatever the file system refuses is ERR_STORE_FULL for want of room, else
 * ERR_STORE_DOWN.
 */

/* Makes spool/, blobs/ and exports/ below directory. NULL or what is wrong. */
const char *store_prepare(struct arena *mem, const char *directory);

/* An upload under way, held by this process alone until store_close(). */
struct upload {
	const char *directory, *id;
	int fd;
	struct evp_md_ctx_st *md; /* of the first bytes, so many */
	int64_t digested;
};

/*
 * Takes hold of upload id to write at offset, and forgets what lies behind it.
 * ERR_BUSY while another request holds it; ERR_FILE_OFFSET when it was sealed
 * or swept meanwhile, or when its earlier part is not all there: then it is
 * gone. ERR_STORE_FULL. On OK the caller owns u: store_close(). Whoever checks
 * the bytes and seals them does so under one hold, so that nothing is written
 * in between.
 */
enum err store_open(
    struct upload *u, const char *directory, const char *id, int64_t offset);
void store_close(struct upload *u);
/* ERR_STORE_FULL leaves nothing behind that counts. */
enum err store_write(
    struct upload *u, int64_t offset, const void *data, size_t len);
/*
 * The SHA-256 of a whole upload of size bytes, once, after which nothing is
 * written. Another length is ERR_FILE_OFFSET, and the upload is gone.
 */
enum err store_digest(
    struct upload *u, int64_t size, unsigned char sha256_out[32]);
/* Ends the writing: flushes it, and makes ready where it is to lie. */
enum err store_finish(struct upload *u, const unsigned char sha256[32]);
/*
 * Moves a finished upload into the store, by rename, to the name its digest
 * gives; done already is OK. The caller holds the blob's lock, so that no
 * sweep runs across it. ERR_FILE_OFFSET: swept meanwhile, begin again.
 */
enum err store_seal(struct upload *u, const unsigned char sha256[32]);

/* False when size more bytes cannot fit. */
bool store_has_room(const char *directory, int64_t size);
/* False when nothing can be written: it is read-only, failing or not there. */
bool store_is_ready(const char *directory);
/* True while upload id has a spooled part. */
bool store_has(const char *directory, const char *id);
/* Removes an upload under way; a missing one is fine. */
void store_drop(const char *directory, const char *id);
/* Seconds since upload id was last written to; -1 when it has no part. */
int64_t store_idle(const char *directory, const char *id);
/*
 * An export is written into a part of its own by each who tries, and lies at
 * its id once it is whole. Where the part lies:
 */
const char *store_part(
    struct arena *mem, const char *directory, const char *id, int64_t attempt);
/* Puts the part in its place, safe on the disk; size_out is its size. */
enum err store_finish_export(
    const char *directory, const char *id, const char *part, int64_t *size_out);
/* Removes an export or a part; a missing one is fine. */
void store_drop_export(const char *directory, const char *name);
/* Opens a blob for reading; -1 when it cannot be, which is told in the log. */
int store_open_blob(const char *directory, const unsigned char sha256[32]);
/* The same of a digest in hexadecimal; NULL or a wrong one: -1. */
int store_open_named(const char *directory, const char *digest);
/* Removes a blob that the caller has doomed; a missing one is fine. */
bool store_remove(const char *directory, const unsigned char sha256[32]);

#endif
