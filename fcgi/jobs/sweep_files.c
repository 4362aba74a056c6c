/*
 * Sweeps the file store: uploads that nobody goes on with, and bytes that no
 * file names any more or never named.
 *
 * A blob's row is its lock. Whoever puts a blob into the store (app/file) and
 * whoever removes it (here) changes that row: so one waits for the other, and
 * of two on different nodes of a cluster COMMIT refuses one.
 *
 *	upload: change the row (making it); doomed? Then try again. Rename into
 *	        the store, name the blob in the file's row, COMMIT
 *	sweep:  doom the row (making it); does any file's row name the blob? If
 *	        not: COMMIT, then unlink, then delete the row
 *
 * So what is unlinked was named by no file and can be named by none until the
 * row is gone. A crash between rename and COMMIT leaves a blob without a row:
 * walking the folders finds it. One after the doom leaves a doomed row: an
 * upload or a later walk of the rows takes it over once it is DOOM_SECONDS old.
 */
#include <string.h>

#include "app/file/file_sql.h"
#include "jobs/sweep.h"
#include "lib/log.h"
#include "lib/store.h"
#include "lib/store_walk.h"

enum { UPLOADS_A_PASS = 50, BLOBS_A_PASS = 500 };

static const char sql_torn[] =
    "SELECT id, file_id FROM files WHERE state = 1 "
    "AND created_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND "
    "ORDER BY created_at LIMIT 50";
static const char sql_forget[] = "DELETE FROM files WHERE id = ? AND state = 1";
static const char sql_is_uploading[] =
    "SELECT 1 FROM files WHERE file_id = ? AND state = 1";

static const char sql_blobs[] =
    "SELECT b.sha256, b.created_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND "
    "AND NOT EXISTS (SELECT 1 FROM files f WHERE f.sha256 = b.sha256) "
    "AND NOT EXISTS (SELECT 1 FROM sealed_files s WHERE s.sha256 = b.sha256) "
    "FROM blobs b WHERE b.sha256 > ? ORDER BY b.sha256 LIMIT 500";
static const char sql_has_row[] = "SELECT 1 FROM blobs WHERE sha256 = ?";
/* Another's doom is left alone as long as that one may be at it. */
static const char sql_doom[] =
    "INSERT INTO blobs (sha256, size, created_at, doomed_at) "
    "VALUES (?, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE doomed_at = IF(doomed_at >= UTC_TIMESTAMP(3) - "
    "INTERVAL ? SECOND, doomed_at, UTC_TIMESTAMP(3))";
static const char sql_is_named[] =
    "SELECT 1 FROM files WHERE sha256 = ? LIMIT 1";
static const char sql_is_sealed[] =
    "SELECT 1 FROM sealed_files WHERE sha256 = ? LIMIT 1";
static const char sql_remove[] =
    "DELETE FROM blobs WHERE sha256 = ? AND doomed_at IS NOT NULL";

static bool
finds(struct db *db, const char *sql, const unsigned char *sha256)
{
	struct query *q = db_query(db, sql);

	db_bind_bytes(q, sha256, DIGEST_BYTES);
	return db_step(q) == DB_ROW;
}

/* True once it is committed that the blob goes, and that we take it. */
static bool
doom(struct db *db, const unsigned char *sha256)
{
	struct query *q;

	db_begin(db);
	q = db_query(db, sql_doom);
	db_bind_bytes(q, sha256, DIGEST_BYTES);
	db_bind_int(q, DOOM_SECONDS);
	if (db_run(q) != OK || db_affected(q) == 0 ||
	    finds(db, sql_is_named, sha256) ||
	    finds(db, sql_is_sealed, sha256) || db_error(db) != OK) {
		db_rollback(db);
		return false;
	}
	return db_commit(db) == OK;
}

/* Removes a blob, unless a file has come to name it meanwhile. */
static void
remove_blob(struct server *s, const unsigned char *sha256)
{
	struct query *q;

	if (!doom(s->db, sha256) ||
	    !store_remove(s->config.file_directory, sha256))
		return;
	q = db_query(s->db, sql_remove);
	db_bind_bytes(q, sha256, DIGEST_BYTES);
	if (db_run(q) == OK)
		log_note("sweep.blob", "removed one that no file names");
}

static void
sweep_torn(struct server *s, struct arena *mem)
{
	int64_t keep = s->config.upload_keep_seconds;
	struct {
		int64_t id;
		const char *file_id;
	} torn[UPLOADS_A_PASS];
	struct query *q = db_query(s->db, sql_torn);
	int n = 0;

	db_bind_int(q, keep);
	while (n < UPLOADS_A_PASS && db_step(q) == DB_ROW) {
		torn[n].id = db_int(q, 0);
		torn[n++].file_id = db_text(q, mem, 1);
	}
	for (int i = 0; i < n; i++) {
		int64_t idle =
		    store_idle(s->config.file_directory, torn[i].file_id);
		if (idle >= 0 && idle < keep)
			continue; /* someone is at it */
		q = db_query(s->db, sql_forget);
		db_bind_int(q, torn[i].id);
		if (db_run(q) == OK && db_affected(q) == 1)
			store_drop(s->config.file_directory, torn[i].file_id);
	}
}

/* A part whose row is gone: its order was deleted, or its upload ended. */
static void
visit_upload(void *server, const void *file_id)
{
	struct server *s = server;
	struct query *q = db_query(s->db, sql_is_uploading);

	db_bind_text(q, file_id);
	if (db_step(q) == DB_DONE && db_error(s->db) == OK)
		store_drop(s->config.file_directory, file_id);
}

static void
sweep_rows(struct server *s, struct arena *mem, struct sweep *at)
{
	const unsigned char *orphans[BLOBS_A_PASS], *last = NULL;
	struct query *q = db_query(s->db, sql_blobs);
	size_t n = 0, seen = 0, len;

	db_bind_int(q, s->config.orphan_keep_seconds);
	db_bind_bytes(q, at->after, DIGEST_BYTES);
	for (; seen < BLOBS_A_PASS && db_step(q) == DB_ROW; seen++) {
		last = db_bytes(q, mem, 0, &len);
		if (db_int(q, 1) != 0)
			orphans[n++] = last;
	}
	for (size_t i = 0; i < n; i++)
		remove_blob(s, orphans[i]);
	if (seen == BLOBS_A_PASS)
		memcpy(at->after, last, DIGEST_BYTES);
	else
		memset(at->after, 0, DIGEST_BYTES); /* from the beginning */
}

static void
visit_blob(void *server, const void *sha256)
{
	struct server *s = server;

	if (!finds(s->db, sql_has_row, sha256) && db_error(s->db) == OK)
		remove_blob(s, sha256);
}

/* A folder after the other, a bite a pass; one whole round at most. */
static void
sweep_folders(struct server *s, struct sweep *at)
{
	size_t seen = 0;

	for (int i = 0; i < STORE_FOLDERS && seen < BLOBS_A_PASS; i++) {
		seen += store_each_blob(s->config.file_directory, at->folder,
		    s->config.orphan_keep_seconds, visit_blob, s);
		at->folder = (at->folder + 1) % STORE_FOLDERS;
	}
}

void
sweep_files(struct server *s, struct arena *mem, struct sweep *at)
{
	sweep_torn(s, mem);
	store_each_upload(s->config.file_directory,
	    s->config.upload_keep_seconds, visit_upload, s);
	sweep_rows(s, mem, at);
	sweep_folders(s, at);
}
