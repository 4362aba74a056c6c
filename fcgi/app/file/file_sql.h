/* Statements about files, for this folder. */
#ifndef LIANGDING_APP_FILE_SQL_H
#define LIANGDING_APP_FILE_SQL_H

#include "app/file/file.h"

enum { UPLOADS_MAX = 100, FILE_KILLS_MAX = 3 };

extern const struct beside file_beside;
bool file_by_id(
    struct db *db, struct arena *mem, const char *file_id, struct file *out);
enum err file_insert(struct request *r, const struct file *f);
/* Moves received from `from` by len; ERR_FILE_OFFSET when it is elsewhere. */
enum err file_advance(
    struct db *db, const struct file *f, int64_t from, int64_t len);
/* Back to the beginning: the spooled part is gone. */
void file_restart(struct db *db, int64_t id);
/*
 * Makes sure of the blob's row and changes it, so that nobody else does until
 * the transaction's end. Only then is a blob put into the store. ERR_RETRY: a
 * sweep is just taking these bytes away (jobs/sweep_files.c); a doom older than
 * DOOM_SECONDS is of one that died at it.
 */
enum { DOOM_SECONDS = 600 };
enum err file_lock_blob(
    struct db *db, const unsigned char sha256[DIGEST_BYTES], int64_t size);
/*
 * The rest of f has come behind the first from bytes, and its media type and
 * facts are kept; its blob is locked. ERR_FILE_OFFSET: it stands elsewhere.
 */
enum err file_finish(struct db *db, const struct file *f, int64_t from,
    const unsigned char sha256[DIGEST_BYTES]);
/*
 * How often a look at these bytes has not come to an end, whoever sent them.
 * At FILE_KILLS_MAX they are too complex, and are not looked at again.
 */
int64_t file_kills(struct db *db, const unsigned char sha256[DIGEST_BYTES]);
void file_note_kills(
    struct db *db, const unsigned char sha256[DIGEST_BYTES], int64_t n);
/* True when a version of what is on file names it; addressee: of what is with
 * that organisation, 0: of any. */
bool file_is_on_record(struct db *db, const struct file *f, int64_t addressee);
/* True when an order that the desk of the addressee has in its lists names it.
 */
bool file_is_sent(
    struct db *db, const struct file *f, enum desk desk, int64_t addressee);
/* The first submission of its order that names it; 0 when there is none. */
int64_t file_submitted(struct db *db, const struct file *f);
/* How many files, finished or not, the order holds. */
int64_t file_count(struct db *db, int64_t order_id);
/*
 * What the organisation's files hold, unfinished ones by their announced
 * size. Its row is changed and so held until the transaction's end, so that of
 * many who begin at once each counts those before it.
 */
int64_t file_bytes_locked(struct db *db, int64_t organisation_id);
/*
 * The order's files that no submission names, unfinished ones and those that
 * came whole, as struct file.
 */
struct list file_uploads(struct db *db, struct arena *mem, int64_t order_id);
/* Unless a submission names it. */
void file_delete(struct db *db, int64_t id);

#endif
