/* Statements about permissions to review. */
#include "app/desk/desk.h"
#include "app/permission/permission.h"

static const char sql_grant[] =
    "INSERT IGNORE INTO review_permissions (organisation_id, list, order_id, "
    "granted_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))";
static const char sql_held[] =
    "SELECT IFNULL(BIT_OR(1 << list), 0) FROM review_permissions "
    "WHERE organisation_id = ?";

#define OF_GRANT "g.account_id = ? AND g.organisation_id = ? AND g.role = ? "
static const char sql_of[] =
    "SELECT IFNULL(BIT_OR(1 << p.list), 0) FROM grants g "
    "JOIN grant_permissions p ON p.grant_id = g.id WHERE " OF_GRANT
    "AND g.state = 1";
static const char sql_give[] =
    "INSERT INTO grant_permissions (grant_id, list) "
    "SELECT g.id, ? FROM grants g WHERE " OF_GRANT "AND g.state = 1";
static const char sql_take[] =
    "DELETE p FROM grant_permissions p JOIN grants g ON g.id = p.grant_id "
    "WHERE p.list = ? AND " OF_GRANT;
static const char sql_move[] =
    "INSERT IGNORE INTO grant_permissions (grant_id, list) "
    "SELECT n.id, p.list FROM grants g "
    "JOIN grant_permissions p ON p.grant_id = g.id "
    "JOIN grants n ON n.account_id = ? AND n.state = 1 "
    "AND n.organisation_id = g.organisation_id AND n.role = g.role "
    "WHERE " OF_GRANT;
static const char sql_facts[] =
    "UPDATE accounts SET facts = facts + 1 WHERE id = ?";

void
permission_grant(struct request *r, const struct order *o, int64_t list)
{
	struct query *q = db_query(r->db, sql_grant);

	db_bind_int(q, o->organisation_id);
	db_bind_int(q, list);
	db_bind_int(q, o->id);
	db_run(q);
}

int64_t
permission_held(struct request *r, int64_t organisation_id, enum desk seat)
{
	int64_t all = kind_permits_at(seat);
	struct query *q;

	if (all == 0 || desk_is_top(seat))
		return all;
	q = db_query(r->db, sql_held);
	db_bind_int(q, organisation_id);
	return db_step(q) == DB_ROW ? db_int(q, 0) & all : 0;
}

static void
bind_grant(
    struct query *q, int64_t account_id, int64_t organisation_id, int64_t role)
{
	db_bind_int(q, account_id);
	db_bind_int(q, organisation_id);
	db_bind_int(q, role);
}

int64_t
permission_of(struct request *r, int64_t account_id, int64_t organisation_id,
    int64_t role)
{
	struct query *q = db_query(r->db, sql_of);

	bind_grant(q, account_id, organisation_id, role);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

static void
count_facts(struct request *r, int64_t account_id)
{
	struct query *q = db_query(r->db, sql_facts);

	db_bind_int(q, account_id);
	db_run(q);
}

void
permission_hand(struct request *r, int64_t account_id, int64_t organisation_id,
    int64_t role, int64_t lists)
{
	int64_t now;

	/* First: of two at once the second sees what the first has done. */
	count_facts(r, account_id);
	now = permission_of(r, account_id, organisation_id, role);
	for (int list = 1; list < 63; list++) {
		struct query *q;
		if (((now ^ lists) >> list & 1) == 0)
			continue;
		q = db_query(
		    r->db, (lists >> list & 1) != 0 ? sql_give : sql_take);
		db_bind_int(q, list);
		bind_grant(q, account_id, organisation_id, role);
		db_run(q);
	}
}

void
permission_move(struct request *r, int64_t from, int64_t to,
    int64_t organisation_id, int64_t role)
{
	struct query *q = db_query(r->db, sql_move);

	db_bind_int(q, to);
	bind_grant(q, from, organisation_id, role);
	db_run(q);
}
