/* Statements about files, for this folder. */
#ifndef LIANGDING_APP_FILE_SQL_H
#define LIANGDING_APP_FILE_SQL_H

#include "app/file/file.h"

bool file_by_id(
    struct db *db, struct arena *mem, const char *file_id, struct file *out);
enum err file_insert(struct request *r, const struct file *f);
/* Moves received from `from` by len; ERR_FILE_OFFSET when it is elsewhere. */
enum err file_advance(
    struct db *db, const struct file *f, int64_t from, int64_t len);
/* Back to the beginning: the spooled part is gone. */
void file_restart(struct db *db, int64_t id);
void file_finish(struct db *db, const struct file *f, const char *media_type,
    const unsigned char sha256[DIGEST_BYTES]);
bool file_is_submitted(struct db *db, int64_t id);
/* How many files, finished or not, the order holds. */
int64_t file_count(struct db *db, int64_t order_id);
/* Unless a submission names it. */
void file_delete(struct db *db, int64_t id);

#endif
