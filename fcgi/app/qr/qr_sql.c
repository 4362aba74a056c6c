/* Statements about codes to scan. */
#include "app/qr/qr_sql.h"

#include "app/qr/qr.h"

static const char sql_insert[] =
    "INSERT INTO qr_codes (id, secret_digest, state, device, address, "
    "created_at, expires_at) VALUES (?, ?, 1, ?, ?, UTC_TIMESTAMP(3), "
    "UTC_TIMESTAMP(3) + INTERVAL ? SECOND)";

#define CODE                                                                 \
	"SELECT id, state, reason, number, tries, credential, reattached, "  \
	"TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), expires_at) DIV 1000 " \
	"AS left_ms, device, address, app, subject, who, claims, "           \
	"created_at, id_mac FROM qr_codes WHERE id = ? "
static const char sql_find[] = CODE "AND secret_digest = ?";
static const char sql_lock[] = CODE "FOR UPDATE";

static const char sql_scanned[] =
    "UPDATE qr_codes SET state = 2, number = ?, credential = ?, app = ?, "
    "subject = ?, who = ?, claims = ?, id_mac = ? "
    "WHERE id = ? AND state = 1";
static const char sql_confirmed[] =
    "UPDATE qr_codes SET state = 3, claims = NULL, "
    "reattached = ?, "
    "expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND "
    "WHERE id = ? AND state = 2";
static const char sql_consumed[] =
    "UPDATE qr_codes SET state = 4 WHERE id = ? AND state = 3";
static const char sql_over[] =
    "UPDATE qr_codes SET state = ?, reason = ?, claims = NULL "
    "WHERE id = ? AND state = ?";
static const char sql_try[] = "UPDATE qr_codes SET tries = tries + 1 "
			      "WHERE id = ? AND state = 2 AND tries = ?";

static const struct column columns[] = {
	COLUMN(qr_code, id),
	COLUMN(qr_code, state),
	COLUMN(qr_code, reason),
	COLUMN(qr_code, number),
	COLUMN(qr_code, tries),
	COLUMN(qr_code, credential),
	COLUMN(qr_code, reattached),
	COLUMN(qr_code, left_ms),
	COLUMN(qr_code, device),
	COLUMN(qr_code, address),
	COLUMN(qr_code, app),
	COLUMN(qr_code, subject),
	COLUMN(qr_code, who),
	COLUMN(qr_code, claims),
	COLUMN(qr_code, created_at),
};
static const struct shape code_shape = SHAPE(qr_code, columns);
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

void
qr_insert(struct db *db, const char *id, const unsigned char *digest,
    const char *device, const char *address)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_text(q, id);
	db_bind_bytes(q, digest, DIGEST_BYTES);
	db_bind_text(q, device);
	db_bind_text(q, address);
	db_bind_int(q, QR_SECONDS);
	db_run(q);
}

static bool
read_code(struct query *q, struct arena *mem, struct qr_code *out)
{
	size_t len;

	if (db_step(q) != DB_ROW)
		return false;
	db_row_part(q, mem, &code_shape, out, COLUMNS);
	out->id_mac = db_bytes(q, mem, COLUMNS, &len);
	if (out->left_ms <= 0 && out->state <= QR_CONFIRMED)
		out->state = QR_EXPIRED;
	return true;
}

bool
qr_find(struct db *db, struct arena *mem, const char *id,
    const unsigned char *digest, struct qr_code *out)
{
	struct query *q = db_query(db, sql_find);

	db_bind_text(q, id);
	db_bind_bytes(q, digest, DIGEST_BYTES);
	return read_code(q, mem, out);
}

bool
qr_lock(struct db *db, struct arena *mem, const char *id, struct qr_code *out)
{
	struct query *q = db_query(db, sql_lock);

	db_bind_text(q, id);
	return read_code(q, mem, out);
}

static bool
changed_one(struct query *q)
{
	return db_run(q) == OK && db_affected(q) == 1;
}

bool
qr_set_scanned(struct db *db, const char *id, const struct qr_scan *scan)
{
	struct query *q = db_query(db, sql_scanned);

	db_bind_int(q, scan->number);
	db_bind_int(q, scan->credential);
	db_bind_text(q, scan->app);
	db_bind_text(q, scan->subject);
	db_bind_text(q, scan->who);
	db_bind_text(q, scan->claims);
	db_bind_bytes(q, scan->id_mac, DIGEST_BYTES);
	db_bind_text(q, id);
	return changed_one(q);
}

bool
qr_set_confirmed(struct db *db, const char *id, bool reattached)
{
	struct query *q = db_query(db, sql_confirmed);

	db_bind_int(q, reattached);
	db_bind_int(q, QR_SESSION_SECONDS);
	db_bind_text(q, id);
	return changed_one(q);
}

bool
qr_set_consumed(struct db *db, const char *id)
{
	struct query *q = db_query(db, sql_consumed);

	db_bind_text(q, id);
	return changed_one(q);
}

bool
qr_set_over(
    struct db *db, const struct qr_code *code, int64_t state, int64_t reason)
{
	struct query *q = db_query(db, sql_over);

	db_bind_int(q, state);
	db_bind_int(q, reason);
	db_bind_text(q, code->id);
	db_bind_int(q, code->state);
	return changed_one(q);
}

bool
qr_count_try(struct db *db, const struct qr_code *code)
{
	struct query *q = db_query(db, sql_try);

	db_bind_text(q, code->id);
	db_bind_int(q, code->tries);
	return changed_one(q);
}
