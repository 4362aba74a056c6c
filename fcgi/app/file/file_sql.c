/* Statements about files. */
#include "app/file/file_sql.h"

#include "app/organisation/organisation.h"
#include "lib/store.h"

#define FILE_COLUMNS                                                   \
	"f.id, f.organisation_id, f.order_id, f.size, f.received, "    \
	"f.state, f.file_id, f.field, f.name, f.media_type, f.width, " \
	"f.height, f.pages, o.order_no, o.kind AS order_kind, "        \
	"o.division, o.addressee_id, LOWER(HEX(f.sha256)) AS sha256"
static const char sql_by_id[] =
    "SELECT " FILE_COLUMNS " FROM files f "
    "JOIN orders o ON o.id = f.order_id WHERE f.file_id = ?";

static const char sql_insert[] =
    "INSERT INTO files (file_id, organisation_id, order_id, field, name, "
    "size, received, state, created_by, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, 0, 1, ?, UTC_TIMESTAMP(3))";

static const char sql_advance[] = "UPDATE files SET received = received + ? "
				  "WHERE id = ? AND received = ? AND state = 1";

static const char sql_restart[] =
    "UPDATE files SET received = 0 WHERE id = ? AND state = 1";

static const char sql_finish[] =
    "UPDATE files SET received = size, state = 2, media_type = ?, sha256 = ?, "
    "width = ?, height = ?, pages = ? "
    "WHERE id = ? AND received = ? AND state = 1";

static const char sql_blob[] =
    "INSERT INTO blobs (sha256, size, created_at) "
    "VALUES (?, ?, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE "
    "size = VALUES(size), touched = touched + 1, "
    "doomed_at = IF(doomed_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND, NULL, "
    "doomed_at)";
static const char sql_is_doomed[] =
    "SELECT 1 FROM blobs WHERE sha256 = ? AND doomed_at IS NOT NULL";

static const char sql_kills[] =
    "SELECT kills FROM heavy_files WHERE sha256 = ?";

static const char sql_note_kills[] =
    "INSERT INTO heavy_files (sha256, kills, created_at) "
    "VALUES (?, ?, UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE kills = kills + VALUES(kills)";

static const char sql_delete[] =
    "DELETE FROM files WHERE id = ? AND NOT EXISTS "
    "(SELECT 1 FROM order_version_files v WHERE v.file_id = files.id)";

static const char sql_submitted[] = "SELECT MIN(no) FROM order_version_files "
				    "WHERE file_id = ? AND order_id = ?";

static const char sql_on_record[] =
    "SELECT 1 FROM order_version_files n JOIN record_versions v "
    "ON v.order_id = n.order_id AND v.submission_no = n.no "
    "JOIN records r ON r.id = v.record_id "
    "WHERE n.file_id = ? AND (? = 0 OR r.addressee_id = ?) LIMIT 1";
static const char sql_sent[] =
    "SELECT 1 FROM order_version_files n JOIN order_desks l "
    "ON l.order_id = n.order_id AND n.no <= l.submission_no "
    "WHERE n.file_id = ? AND l.desk = ? AND l.addressee_id = ? "
    "AND l.state <> 0 LIMIT 1";

static const char sql_count[] = "SELECT COUNT(*) FROM files WHERE order_id = ?";

static const char sql_bytes[] =
    "SELECT CAST(COALESCE(SUM(size), 0) AS SIGNED) FROM files "
    "WHERE organisation_id = ?";

static const char sql_uploads[] =
    "SELECT file_id, field, name, size, received, state, media_type, "
    "width, height, pages FROM files f WHERE order_id = ? "
    "AND NOT EXISTS (SELECT 1 FROM order_version_files v "
    "WHERE v.file_id = f.id) ORDER BY id LIMIT 100";

static const struct column columns[] = {
	COLUMN(file, id),
	COLUMN(file, organisation_id),
	COLUMN(file, order_id),
	COLUMN(file, size),
	COLUMN(file, received),
	COLUMN(file, state),
	COLUMN(file, file_id),
	COLUMN(file, field),
	COLUMN(file, name),
	COLUMN(file, media_type),
	COLUMN(file, width),
	COLUMN(file, height),
	COLUMN(file, pages),
	COLUMN(file, order_no),
	COLUMN(file, order_kind),
	COLUMN(file, addressee_id),
	COLUMN(file, division),
	COLUMN(file, sha256),
};
static const struct shape row_shape = SHAPE(file, columns);

const struct beside file_beside = { FILE_COLUMNS,
	"LEFT JOIN files f ON f.file_id = ? "
	"LEFT JOIN orders o ON o.id = f.order_id ",
	&row_shape, sizeof(columns) / sizeof(columns[0]) };

bool
file_by_id(
    struct db *db, struct arena *mem, const char *file_id, struct file *out)
{
	struct query *q = db_query(db, sql_by_id);

	db_bind_text(q, file_id);
	return db_one(q, mem, &row_shape, out);
}

enum err
file_insert(struct request *r, const struct file *f)
{
	struct query *q = db_query(r->db, sql_insert);

	db_bind_text(q, f->file_id);
	db_bind_int(q, f->organisation_id);
	db_bind_int(q, f->order_id);
	db_bind_text(q, f->field);
	db_bind_text(q, f->name);
	db_bind_int(q, f->size);
	db_bind_int(q, r->actor.account_id);
	return db_run(q);
}

enum err
file_advance(struct db *db, const struct file *f, int64_t from, int64_t len)
{
	struct query *q = db_query(db, sql_advance);

	db_bind_int(q, len);
	db_bind_int(q, f->id);
	db_bind_int(q, from);
	if (db_run(q) != OK)
		return db_error(db);
	return db_affected(q) == 1 ? OK : ERR_FILE_OFFSET;
}

void
file_restart(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_restart);

	db_bind_int(q, id);
	db_run(q);
}

enum err
file_lock_blob(
    struct db *db, const unsigned char sha256[DIGEST_BYTES], int64_t size)
{
	struct query *q = db_query(db, sql_blob);

	db_bind_bytes(q, sha256, DIGEST_BYTES);
	db_bind_int(q, size);
	db_bind_int(q, DOOM_SECONDS);
	if (db_run(q) != OK)
		return db_error(db);
	if (db_affected(q) == 1) /* a new row */
		return OK;
	q = db_query(db, sql_is_doomed);
	db_bind_bytes(q, sha256, DIGEST_BYTES);
	/* Soon gone, row and all: then it can come again. */
	return db_step(q) == DB_ROW ? ERR_RETRY : db_error(db);
}

enum err
file_finish(struct db *db, const struct file *f, int64_t from,
    const unsigned char sha256[DIGEST_BYTES])
{
	struct query *q = db_query(db, sql_finish);

	db_bind_text(q, f->media_type);
	db_bind_bytes(q, sha256, DIGEST_BYTES);
	db_bind_int(q, f->width);
	db_bind_int(q, f->height);
	db_bind_int(q, f->pages);
	db_bind_int(q, f->id);
	db_bind_int(q, from);
	if (db_run(q) != OK)
		return db_error(db);
	return db_affected(q) == 1 ? OK : ERR_FILE_OFFSET;
}

int64_t
file_kills(struct db *db, const unsigned char sha256[DIGEST_BYTES])
{
	struct query *q = db_query(db, sql_kills);

	db_bind_bytes(q, sha256, DIGEST_BYTES);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

void
file_note_kills(
    struct db *db, const unsigned char sha256[DIGEST_BYTES], int64_t n)
{
	struct query *q = db_query(db, sql_note_kills);

	db_bind_bytes(q, sha256, DIGEST_BYTES);
	db_bind_int(q, n);
	db_run(q);
}

void
file_delete(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_delete);

	db_bind_int(q, id);
	db_run(q);
}

int64_t
file_submitted(struct db *db, const struct file *f)
{
	struct query *q = db_query(db, sql_submitted);

	db_bind_int(q, f->id);
	db_bind_int(q, f->order_id);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

bool
file_is_on_record(struct db *db, const struct file *f, int64_t addressee)
{
	struct query *q = db_query(db, sql_on_record);

	db_bind_int(q, f->id);
	db_bind_int(q, addressee);
	db_bind_int(q, addressee);
	return db_step(q) == DB_ROW;
}

bool
file_is_sent(
    struct db *db, const struct file *f, enum desk desk, int64_t addressee)
{
	struct query *q = db_query(db, sql_sent);

	db_bind_int(q, f->id);
	db_bind_int(q, desk);
	db_bind_int(q, addressee);
	return db_step(q) == DB_ROW;
}

int64_t
file_count(struct db *db, int64_t order_id)
{
	struct query *q = db_query(db, sql_count);

	db_bind_int(q, order_id);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

int64_t
file_bytes_locked(struct db *db, int64_t organisation_id)
{
	struct query *q;

	organisation_touch(db, organisation_id);
	q = db_query(db, sql_bytes);
	db_bind_int(q, organisation_id);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

struct list
file_uploads(struct db *db, struct arena *mem, int64_t order_id)
{
	struct query *q = db_query(db, sql_uploads);

	db_bind_int(q, order_id);
	return db_rows(q, mem, &row_shape, UPLOADS_MAX);
}
