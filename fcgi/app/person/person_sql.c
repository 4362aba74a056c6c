/* Statements about persons and the accounts that stand for them. */
#include "app/account/account.h"
#include "app/person/person_sql.h"

#include "app/name/name.h"
#include "app/person/person.h"

static const char sql_accounts[] =
    "SELECT a.id AS account_id, a.kind, a.state, p.subject FROM persons p "
    "JOIN accounts a ON a.id = p.account_id WHERE p.id_mac = ? ORDER BY a.id";

/* Kind 1: an institution's. */
static const char sql_grants[] =
    "SELECT g.id AS grant_id, g.account_id, g.role, "
    "o.name AS organisation_name FROM persons p "
    "JOIN accounts a ON a.id = p.account_id AND a.state = 1 "
    "JOIN grants g ON g.account_id = a.id AND g.state = 1 "
    "JOIN organisations o ON o.id = g.organisation_id "
    "WHERE p.id_mac = ? AND (? = 1 OR a.kind NOT IN (1, 2)) ORDER BY g.id";

static const char sql_insert[] =
    "INSERT INTO persons (account_id, id_mac, unified_mac, id_sealed, "
    "phone_mac, phone_sealed, mail_sealed, subject, updated_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char sql_mail_update[] =
    "INSERT INTO persons (account_id, mail_sealed, updated_at) "
    "VALUES (?, ?, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE "
    "mail_sealed = VALUES(mail_sealed), updated_at = VALUES(updated_at)";
static const char sql_mail[] =
    "SELECT mail_sealed FROM persons WHERE account_id = ?";

static const char sql_update[] =
    "UPDATE persons SET subject = ?, phone_mac = ?, phone_sealed = ?, "
    "updated_at = UTC_TIMESTAMP(3) WHERE account_id = ?";

static const char sql_by_phone[] =
    "SELECT account_id FROM persons WHERE phone_mac = ? "
    "AND unified_mac IS NOT NULL ORDER BY updated_at DESC LIMIT 1";
static const char sql_by_phone_and_id[] =
    "SELECT account_id FROM persons WHERE phone_mac = ? AND unified_mac = ?";
/* Kind 1: an institution's; state 1: open. */
static const char sql_operator[] =
    "SELECT a.id FROM accounts a JOIN persons p ON p.account_id = a.id "
    "WHERE a.name = ? AND a.kind = 1 AND a.state = 1 AND p.phone_mac = ?";
static const char sql_institutions[] =
    "SELECT DISTINCT o.id AS organisation_id, a.name AS account, "
    "o.name AS organisation_name FROM persons p "
    "JOIN accounts a ON a.id = p.account_id AND a.kind = 1 AND a.state = 1 "
    "JOIN grants g ON g.account_id = a.id AND g.state = 1 "
    "JOIN organisations o ON o.id = g.organisation_id "
    "WHERE p.phone_mac = ? AND o.uscc = ? ORDER BY o.id, a.name";
static const char sql_phone[] =
    "SELECT account_id, unified_mac IS NOT NULL, id_mac, phone_sealed "
    "FROM persons WHERE account_id = ?";
static const char sql_phone_update[] =
    "UPDATE persons SET phone_mac = ?, phone_sealed = ?, "
    "updated_at = UTC_TIMESTAMP(3) WHERE account_id = ?";

static const struct column institution_columns[] = {
	COLUMN(person_institution, organisation_id),
	COLUMN(person_institution, account),
	COLUMN(person_institution, organisation_name),
};
static const struct shape institution_shape =
    SHAPE(person_institution, institution_columns);

static const struct column account_columns[] = {
	COLUMN(person_account, account_id),
	COLUMN(person_account, kind),
	COLUMN(person_account, state),
	COLUMN(person_account, subject),
};
static const struct shape account_shape =
    SHAPE(person_account, account_columns);

static const struct column grant_columns[] = {
	COLUMN(person_grant, grant_id),
	COLUMN(person_grant, account_id),
	COLUMN(person_grant, role),
	COLUMN(person_grant, organisation_name),
};
static const struct shape grant_shape = SHAPE(person_grant, grant_columns);

struct list
person_accounts(struct request *r, const unsigned char *mac)
{
	struct query *q = db_query(r->db, sql_accounts);

	db_bind_bytes(q, mac, DIGEST_BYTES);
	return db_rows(q, r->mem, &account_shape, PERSON_ACCOUNTS_MAX);
}

struct list
person_grants(struct request *r, const unsigned char *mac, bool credential)
{
	struct query *q = db_query(r->db, sql_grants);

	db_bind_bytes(q, mac, DIGEST_BYTES);
	db_bind_int(q, credential);
	return db_rows(q, r->mem, &grant_shape, PERSON_ACCOUNTS_MAX);
}

static void
bind_mac(struct query *q, const unsigned char *mac)
{
	if (mac == NULL)
		db_bind_null(q);
	else
		db_bind_bytes(q, mac, DIGEST_BYTES);
}

bool
person_row_insert(struct db *db, const struct person_row *row)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_int(q, row->account_id);
	bind_mac(q, row->id_mac);
	bind_mac(q, row->unified ? row->id_mac : NULL);
	db_bind_text(q, row->id_sealed);
	bind_mac(q, row->phone_mac);
	db_bind_text(q, row->phone_sealed);
	db_bind_text(q, row->mail_sealed);
	db_bind_text(q, row->subject);
	return db_step(q) == DB_DONE;
}

void
person_update(struct db *db, int64_t account_id, const char *subject,
    const unsigned char *phone_mac, const char *phone_sealed)
{
	struct query *q = db_query(db, sql_update);

	db_bind_text(q, subject);
	bind_mac(q, phone_mac);
	db_bind_text(q, phone_sealed);
	db_bind_int(q, account_id);
	db_run(q);
}

int64_t
person_account_insert(
    struct request *r, const char *name, const char *display_name)
{
	struct account a = { .kind = ACCOUNT_UNIFIED,
		.name = name,
		.display_name = display_name,
		.password_hash = ACCOUNT_NO_PASSWORD };

	return account_insert(r->db, r->mem, &a) ? a.id : 0;
}

static int64_t
one_id(struct query *q)
{
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

int64_t
person_by_phone(struct request *r, const char *phone)
{
	struct query *q = db_query(r->db, sql_by_phone);
	unsigned char mac[DIGEST_BYTES];

	person_phone_mac(r, phone, mac);
	db_bind_bytes(q, mac, DIGEST_BYTES);
	return one_id(q);
}

int64_t
person_by_phone_and_id(struct request *r, const char *phone, const char *id_no)
{
	struct query *q = db_query(r->db, sql_by_phone_and_id);
	unsigned char mac[DIGEST_BYTES], id[DIGEST_BYTES];

	person_phone_mac(r, phone, mac);
	person_mac(r, id_no, id);
	db_bind_bytes(q, mac, DIGEST_BYTES);
	db_bind_bytes(q, id, DIGEST_BYTES);
	return one_id(q);
}

int64_t
person_operator(struct request *r, const char *account, const char *phone)
{
	struct query *q = db_query(r->db, sql_operator);
	unsigned char mac[DIGEST_BYTES];

	person_phone_mac(r, phone, mac);
	db_bind_text(q, account);
	db_bind_bytes(q, mac, DIGEST_BYTES);
	return one_id(q);
}

struct list
person_institutions(
    struct request *r, const char *uscc, const unsigned char *phone_mac)
{
	struct query *q = db_query(r->db, sql_institutions);

	db_bind_bytes(q, phone_mac, DIGEST_BYTES);
	db_bind_text(q, uscc);
	return db_rows(q, r->mem, &institution_shape, PERSON_ACCOUNTS_MAX);
}

bool
person_phone(struct request *r, int64_t account_id, struct person_phone *out)
{
	struct query *q = db_query(r->db, sql_phone);
	size_t len;

	db_bind_int(q, account_id);
	if (db_step(q) != DB_ROW)
		return false;
	out->account_id = db_int(q, 0);
	out->unified = db_int(q, 1) != 0;
	out->id_mac = db_bytes(q, r->mem, 2, &len);
	out->phone_sealed = db_text(q, r->mem, 3);
	return true;
}

void
person_phone_update(struct db *db, int64_t account_id,
    const unsigned char *phone_mac, const char *phone_sealed)
{
	struct query *q = db_query(db, sql_phone_update);

	bind_mac(q, phone_mac);
	db_bind_text(q, phone_sealed);
	db_bind_int(q, account_id);
	db_run(q);
}

const char *
person_mail_sealed(struct db *db, struct arena *mem, int64_t account_id)
{
	struct query *q = db_query(db, sql_mail);

	db_bind_int(q, account_id);
	return db_step(q) == DB_ROW ? db_text(q, mem, 0) : NULL;
}

void
person_mail_update(struct db *db, int64_t account_id, const char *mail_sealed)
{
	struct query *q = db_query(db, sql_mail_update);

	db_bind_int(q, account_id);
	db_bind_text(q, mail_sealed);
	db_run(q);
}
