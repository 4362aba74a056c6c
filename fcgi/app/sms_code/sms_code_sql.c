/* Statements about codes; see sms_code.h. */
#include "app/sms_code/sms_code_sql.h"

static const char sql_insert[] =
    "INSERT INTO sms_codes (ticket, purpose, phone_mac, subject_id, code_mac, "
    "tries, spent, created_at, expires_at) VALUES (?, ?, ?, ?, ?, 0, 0, "
    "UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND)";
/* Counted before it is looked at, so that parallel tries are no more; each is
 * told its own count, so that the first is not taken for the last. */
static const char sql_try[] =
    "UPDATE sms_codes SET tries = LAST_INSERT_ID(tries + 1) WHERE ticket = ?";
static const char sql_find[] =
    "SELECT ticket, purpose, subject_id, phone_mac, code_mac, "
    "spent = 0 AND expires_at > UTC_TIMESTAMP(3) AS live "
    "FROM sms_codes WHERE ticket = ?";
static const char sql_spend[] =
    "UPDATE sms_codes SET spent = 1 WHERE ticket = ? AND spent = 0";

void
sms_code_insert(struct db *db, const struct sms_code_row *row)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_text(q, row->ticket);
	db_bind_int(q, row->purpose);
	db_bind_bytes(q, row->phone_mac, DIGEST_BYTES);
	db_bind_int(q, row->subject_id);
	db_bind_bytes(q, row->code_mac, DIGEST_BYTES);
	db_bind_int(q, SMS_CODE_SECONDS);
	db_run(q);
}

bool
sms_code_try(struct db *db, struct arena *mem, const char *ticket,
    struct sms_code_row *out)
{
	struct query *q = db_query(db, sql_try);
	size_t len;

	db_bind_text(q, ticket);
	if (db_run(q) != OK || db_affected(q) != 1)
		return false;
	out->tries = db_inserted_id(q);
	q = db_query(db, sql_find);
	db_bind_text(q, ticket);
	if (db_step(q) != DB_ROW)
		return false;
	out->ticket = db_text(q, mem, 0);
	out->purpose = db_int(q, 1);
	out->subject_id = db_int(q, 2);
	out->phone_mac = db_bytes(q, mem, 3, &len);
	out->code_mac = db_bytes(q, mem, 4, &len);
	out->live = out->tries <= SMS_CODE_TRIES && db_int(q, 5) != 0;
	return true;
}

bool
sms_code_spend(struct db *db, const char *ticket)
{
	struct query *q = db_query(db, sql_spend);

	db_bind_text(q, ticket);
	return db_run(q) == OK && db_affected(q) == 1;
}
