/* Statements about accounts and their tries. */
#include "app/account/account.h"

#include <string.h>

#include "app/name/name.h"

static const struct column account_columns[] = {
	COLUMN(account, id),
	COLUMN(account, kind),
	COLUMN(account, state),
	COLUMN(account, must_change_password),
	COLUMN(account, name),
	COLUMN(account, display_name),
	COLUMN(account, password_hash),
};
static const struct shape account_shape = SHAPE(account, account_columns);

#define ACCOUNT                                                              \
	"SELECT id, kind, state, must_change_password, name, display_name, " \
	"password_hash FROM accounts "

static const char sql_by_name[] = ACCOUNT "WHERE name = ?";
static const char sql_by_id[] = ACCOUNT "WHERE id = ?";

static const char sql_insert[] =
    "INSERT INTO accounts (name, kind, display_name, name_key, password_hash, "
    "must_change_password, state, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(3))";
static const char sql_set_password[] =
    "UPDATE accounts SET password_hash = ?, must_change_password = ?, "
    "facts = facts + 1 WHERE id = ?";

/* A link that would set another (app/activation) is of no use any more. */
static const char sql_end_links[] =
    "UPDATE activations SET spent = 1 WHERE account_id = ? AND spent = 0";

/*
 * A count that ended its lock, or is a day old, begins again. Assignments see
 * the new value of failures, left to right.
 */
static const char sql_count_try[] =
    "INSERT INTO login_tries "
    "(name_mac, account_id, failures, locked_until, updated_at) "
    "VALUES (?, ?, 1, NULL, UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE account_id = VALUES(account_id), "
    "failures = IF(locked_until <= UTC_TIMESTAMP(3) "
    "OR updated_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY, 1, failures + 1), "
    "locked_until = IF(failures < ?, NULL, IF(failures = ?, "
    "UTC_TIMESTAMP(3) + INTERVAL ? SECOND, locked_until)), "
    "updated_at = UTC_TIMESTAMP(3)";

static const char sql_tries[] =
    "SELECT failures, IFNULL(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), "
    "locked_until), 0) FROM login_tries WHERE name_mac = ?";

static const char sql_forgive[] = "DELETE FROM login_tries WHERE name_mac = ?";

bool
account_by_name(
    struct db *db, struct arena *mem, const char *name, struct account *out)
{
	struct query *q = db_query(db, sql_by_name);

	db_bind_text(q, name);
	return db_one(q, mem, &account_shape, out);
}

bool
account_by_id(struct db *db, struct arena *mem, int64_t id, struct account *out)
{
	struct query *q = db_query(db, sql_by_id);

	db_bind_int(q, id);
	return db_one(q, mem, &account_shape, out);
}

bool
account_insert(struct db *db, struct arena *mem, struct account *a)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_text(q, a->name);
	db_bind_int(q, a->kind);
	db_bind_text(q, a->display_name);
	/* Found by either; what is searched for never has a line's end. */
	db_bind_text(q, arena_printf(mem, "%s\n%s", name_key(mem, a->name),
			    name_key(mem, a->display_name)));
	db_bind_text(q, a->password_hash);
	db_bind_int(q, a->must_change_password);
	if (db_step(q) != DB_DONE)
		return false;
	a->id = db_inserted_id(q);
	return true;
}

void
account_set_password(
    struct db *db, int64_t id, const char *hash, bool must_change)
{
	struct query *q = db_query(db, sql_set_password);

	db_bind_text(q, hash);
	db_bind_int(q, must_change);
	db_bind_int(q, id);
	db_run(q);
	q = db_query(db, sql_end_links);
	db_bind_int(q, id);
	db_run(q);
}

/* Names are never stored as typed: half of them are passwords. */
static void
bind_name(struct query *q, struct request *r, const char *name)
{
	unsigned char *mac = arena_alloc(r->mem, DIGEST_BYTES);

	crypt_hmac(keyring_newest(&r->server->keyring, KEY_MAC), name,
	    strlen(name), mac);
	db_bind_bytes(q, mac, DIGEST_BYTES);
}

struct login_tries
account_count_try(
    struct request *r, const char *name, const struct account *account)
{
	struct login_tries tries = { LOGIN_TRIES_MAX + 1, LOGIN_LOCK_SECONDS };
	struct query *q = db_query(r->db, sql_count_try);

	bind_name(q, r, name);
	if (account == NULL)
		db_bind_null(q);
	else
		db_bind_int(q, account->id);
	db_bind_int(q, LOGIN_TRIES_MAX);
	db_bind_int(q, LOGIN_TRIES_MAX);
	db_bind_int(q, LOGIN_LOCK_SECONDS);
	db_run(q);
	q = db_query(r->db, sql_tries);
	bind_name(q, r, name);
	switch (db_step(q)) {
	case DB_ROW:
		tries.failures = db_int(q, 0);
		tries.locked_seconds = db_int(q, 1);
		break;
	case DB_DONE: /* forgiven since: counts alone */
		tries = (struct login_tries){ 1, 0 };
		break;
	default: /* unknown is as good as locked */
		break;
	}
	return tries;
}

void
account_forgive_tries(struct request *r, const char *name)
{
	struct query *q = db_query(r->db, sql_forgive);

	bind_name(q, r, name);
	db_run(q);
}
