/* Statements about links. */
#include "app/activation/activation_sql.h"

static const char sql_insert[] =
    "INSERT INTO activations (digest, account_id, spent, created_at, "
    "expires_at) VALUES (?, ?, 0, UTC_TIMESTAMP(3), "
    "UTC_TIMESTAMP(3) + INTERVAL ? HOUR)";
static const char sql_end[] =
    "UPDATE activations SET spent = 1 WHERE account_id = ? AND spent = 0";
static const char sql_find[] =
    "SELECT account_id, expires_at FROM activations WHERE digest = ? "
    "AND spent = 0 AND expires_at > UTC_TIMESTAMP(3)";
static const char sql_spend[] =
    "UPDATE activations SET spent = 2 WHERE digest = ? AND spent = 0 "
    "AND expires_at > UTC_TIMESTAMP(3)";
/* spent: 1 ended by another, 2 used. */
static const char sql_used[] =
    "SELECT 1 FROM activations WHERE account_id = ? AND spent = 2 LIMIT 1";
static const char sql_open[] =
    "SELECT MAX(expires_at) FROM activations WHERE account_id = ? "
    "AND spent = 0 AND expires_at > UTC_TIMESTAMP(3)";

void
activation_insert(
    struct db *db, int64_t account_id, const unsigned char digest[DIGEST_BYTES])
{
	struct query *q = db_query(db, sql_insert);

	db_bind_bytes(q, digest, DIGEST_BYTES);
	db_bind_int(q, account_id);
	db_bind_int(q, ACTIVATION_HOURS);
	db_run(q);
}

void
activation_end(struct db *db, int64_t account_id)
{
	struct query *q = db_query(db, sql_end);

	db_bind_int(q, account_id);
	db_run(q);
}

int64_t
activation_find(struct db *db, const unsigned char digest[DIGEST_BYTES],
    struct moment *expires_out)
{
	struct query *q = db_query(db, sql_find);

	db_bind_bytes(q, digest, DIGEST_BYTES);
	if (db_step(q) != DB_ROW)
		return 0;
	*expires_out = db_time(q, 1);
	return db_int(q, 0);
}

bool
activation_spend(struct db *db, const unsigned char digest[DIGEST_BYTES])
{
	struct query *q = db_query(db, sql_spend);

	db_bind_bytes(q, digest, DIGEST_BYTES);
	return db_run(q) == OK && db_affected(q) == 1;
}

struct moment
activation_open(struct request *r, int64_t account_id)
{
	struct query *q = db_query(r->db, sql_open);

	db_bind_int(q, account_id);
	return db_step(q) == DB_ROW ? db_time(q, 0) : (struct moment){ 0 };
}

bool
activation_was_used(struct request *r, int64_t account_id)
{
	struct query *q = db_query(r->db, sql_used);

	db_bind_int(q, account_id);
	return db_step(q) == DB_ROW;
}
