/* Statements about accounts and their tries. */
#include "app/account/account.h"
#include "app/account/account_sql.h"
#include "app/division/division.h"
#include "lib/filter.h"

#include <string.h>

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

static const char sql_set_password[] =
    "UPDATE accounts SET password_hash = ?, must_change_password = ? "
    "WHERE id = ?";

/*
 * A count that ended its lock, or is a day old, begins again. Assignments see
 * the new value of failures, left to right.
 */
static const char sql_count_try[] =
    "INSERT INTO login_tries (name_mac, failures, locked_until, updated_at) "
    "VALUES (?, 1, NULL, UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE "
    "failures = IF(locked_until <= UTC_TIMESTAMP(3) "
    "OR updated_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY, 1, failures + 1), "
    "locked_until = IF(failures < ?, NULL, IF(failures = ?, "
    "UTC_TIMESTAMP(3) + INTERVAL ? SECOND, locked_until)), "
    "updated_at = UTC_TIMESTAMP(3)";

static const char sql_tries[] =
    "SELECT failures, IFNULL(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), "
    "locked_until), 0) FROM login_tries WHERE name_mac = ?";

static const char sql_forgive[] = "DELETE FROM login_tries WHERE name_mac = ?";

/* What an admin oversees: the own organisation, or all of a division. */
#define OVERSEEN                                                           \
	"g.account_id = a.id AND g.state = 1 AND (o.id = ? OR (? = 1 AND " \
	"o.division BETWEEN ? AND ?)) "

static const char sql_list[] =
    "SELECT a.id AS account_id, a.name, a.display_name, a.state, "
    "MIN(o.name) AS organisation_name, "
    "GROUP_CONCAT(DISTINCT g.role ORDER BY g.role) AS role_numbers "
    "FROM accounts a JOIN grants g JOIN organisations o "
    "ON o.id = g.organisation_id AND " OVERSEEN
    "WHERE a.name LIKE ? OR a.display_name LIKE ? "
    "GROUP BY a.id, a.name, a.display_name, a.state "
    "ORDER BY a.name LIMIT ? OFFSET ?";

static const char sql_list_count[] =
    "SELECT COUNT(DISTINCT a.id) FROM accounts a JOIN grants g "
    "JOIN organisations o ON o.id = g.organisation_id AND " OVERSEEN
    "WHERE a.name LIKE ? OR a.display_name LIKE ?";

static const char sql_is_overseen[] =
    "SELECT 1 FROM accounts a JOIN grants g JOIN organisations o "
    "ON o.id = g.organisation_id AND " OVERSEEN "WHERE a.id = ? LIMIT 1";

static const char sql_locked_until[] =
    "SELECT locked_until FROM login_tries WHERE name_mac = ? "
    "AND locked_until > UTC_TIMESTAMP(3)";

static bool
read_account(struct query *q, struct arena *mem, struct account *out)
{
	bool found = db_step(q) == DB_ROW;

	if (found)
		db_row(q, mem, &account_shape, out);
	return found;
}

bool
account_by_name(
    struct db *db, struct arena *mem, const char *name, struct account *out)
{
	struct query *q = db_query(db, sql_by_name);

	db_bind_text(q, name);
	return read_account(q, mem, out);
}

bool
account_by_id(struct db *db, struct arena *mem, int64_t id, struct account *out)
{
	struct query *q = db_query(db, sql_by_id);

	db_bind_int(q, id);
	return read_account(q, mem, out);
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
account_count_try(struct request *r, const char *name)
{
	struct login_tries tries = { LOGIN_TRIES_MAX + 1, LOGIN_LOCK_SECONDS };
	struct query *q = db_query(r->db, sql_count_try);

	bind_name(q, r, name);
	db_bind_int(q, LOGIN_TRIES_MAX);
	db_bind_int(q, LOGIN_TRIES_MAX);
	db_bind_int(q, LOGIN_LOCK_SECONDS);
	db_run(q);
	q = db_query(r->db, sql_tries);
	bind_name(q, r, name);
	if (db_step(q) == DB_ROW) {
		tries.failures = db_int(q, 0);
		tries.locked_seconds = db_int(q, 1);
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

struct moment
account_locked_until(struct request *r, const char *name)
{
	struct query *q = db_query(r->db, sql_locked_until);

	bind_name(q, r, name);
	if (db_step(q) != DB_ROW)
		return (struct moment){ 0 };
	return db_time(q, 0);
}

static void
bind_overseen(struct query *q, const struct request *r)
{
	const struct actor *a = &r->actor;

	db_bind_int(q, a->organisation_id);
	db_bind_int(q, a->organisation_kind == ORGANISATION_BUREAU);
	db_bind_int(q, a->division);
	db_bind_int(q, a->division + division_width(a->division) - 1);
}

static void
bind_search(struct query *q, struct request *r, const char *name)
{
	const char *like =
	    filter_like(r->mem, name == NULL ? "" : name, FILTER_CONTAINS);

	bind_overseen(q, r);
	db_bind_text(q, like);
	db_bind_text(q, like);
}

bool
account_is_overseen(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_is_overseen);

	bind_overseen(q, r);
	db_bind_int(q, id);
	return db_step(q) == DB_ROW;
}

int64_t
account_count(struct request *r, const char *name)
{
	struct query *q = db_query(r->db, sql_list_count);

	bind_search(q, r, name);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

size_t
account_select(struct request *r, const char *name, int64_t page,
    int64_t page_size, const struct shape *shape, void *rows)
{
	struct query *q = db_query(r->db, sql_list);
	size_t n = 0;

	bind_search(q, r, name);
	db_bind_int(q, page_size);
	db_bind_int(q, (page - 1) * page_size);
	while (db_step(q) == DB_ROW && n < (size_t)page_size)
		db_row(q, r->mem, shape, (char *)rows + shape->size * n++);
	return n;
}
