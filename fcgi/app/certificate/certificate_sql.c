/* Statements about registered certificates. */
#include "app/certificate/certificate.h"

static const char sql_account[] =
    "SELECT account_id FROM certificates WHERE id_digest = ?";
static const char sql_select[] =
    "SELECT id AS certificate_id, subject, issuer, serial, not_after, "
    "registered_at "
    "FROM certificates WHERE account_id = ? ORDER BY id";
static const char sql_insert[] =
    "INSERT INTO certificates (account_id, id_digest, subject, issuer, serial, "
    " not_after, registered_at) "
    "VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char sql_delete[] =
    "DELETE FROM certificates WHERE id = ? AND account_id = ?";

bool
certificate_account(
    struct db *db, const unsigned char id[DIGEST_BYTES], int64_t *account_id)
{
	struct query *q = db_query(db, sql_account);
	bool found;

	db_bind_bytes(q, id, DIGEST_BYTES);
	found = db_step(q) == DB_ROW;
	if (found)
		*account_id = db_int(q, 0);
	return found;
}

struct list
certificate_select(struct db *db, struct arena *mem, int64_t account_id)
{
	struct query *q = db_query(db, sql_select);

	db_bind_int(q, account_id);
	return db_rows(q, mem, &certificate_row_shape, CERTIFICATES_MAX);
}

int64_t
certificate_insert(
    struct db *db, int64_t account_id, const struct certificate *c)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_int(q, account_id);
	db_bind_bytes(q, c->id, DIGEST_BYTES);
	db_bind_text(q, c->subject);
	db_bind_text(q, c->issuer);
	db_bind_text(q, c->serial);
	db_bind_time(q, c->not_after);
	return db_step(q) == DB_DONE ? db_inserted_id(q) : 0;
}

bool
certificate_delete(struct db *db, int64_t account_id, int64_t id)
{
	struct query *q = db_query(db, sql_delete);

	db_bind_int(q, id);
	db_bind_int(q, account_id);
	return db_run(q) == OK && db_affected(q) == 1;
}
