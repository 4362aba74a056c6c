/* Statements of administering accounts. */
#include "app/account/account_admin.h"
#include "app/division/division.h"

enum { ORGANISATIONS_MAX = 1000, GRANTS_MAX = 200 };

/* Those with a desk: an institution's people are its own administrator's. */
static const char sql_organisations[] =
    "SELECT id, kind, division, name FROM organisations WHERE id = ? "
    "UNION SELECT id, kind, division, name FROM organisations "
    "WHERE ? AND desk <> 0 AND division BETWEEN ? AND ? LIMIT 1000";
static const char sql_grants[] =
    "SELECT g.organisation_id, o.kind AS organisation_kind, o.division, "
    "g.role, o.name AS organisation_name FROM grants g "
    "JOIN organisations o ON o.id = g.organisation_id "
    "WHERE g.account_id = ? AND g.state = 1 "
    "ORDER BY g.organisation_id, g.role LIMIT 200";
static const char sql_other_admin[] =
    "SELECT 1 FROM grants g JOIN accounts a ON a.id = g.account_id "
    "WHERE g.organisation_id = ? AND g.role = ? AND g.state = 1 "
    "AND a.state = 1 AND a.id <> ? LIMIT 1";

static const char sql_give[] =
    "INSERT INTO grants (account_id, organisation_id, role, state, created_at) "
    "VALUES (?, ?, ?, 1, UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE state = 1";
static const char sql_take[] =
    "UPDATE grants SET state = 2 WHERE account_id = ? "
    "AND organisation_id = ? AND role = ?";
/* Given again, it comes without what it might review (app/permission). */
static const char sql_take_permissions[] =
    "DELETE p FROM grant_permissions p JOIN grants g ON g.id = p.grant_id "
    "WHERE g.account_id = ? AND g.organisation_id = ? AND g.role = ?";
static const char sql_facts[] =
    "UPDATE accounts SET facts = facts + 1 WHERE id = ?";
static const char sql_close[] =
    "UPDATE accounts SET state = 2, closed_reason = ?, facts = facts + 1 "
    "WHERE id = ? AND state = 1";
static const char sql_reopen[] =
    "UPDATE accounts SET state = 1, closed_reason = NULL, facts = facts + 1 "
    "WHERE id = ?";
static const char sql_reason[] =
    "SELECT closed_reason FROM accounts WHERE id = ?";
static const char sql_holds[] =
    "SELECT 1 FROM grants g JOIN records r "
    "ON r.organisation_id = g.organisation_id "
    "WHERE g.account_id = ? AND g.state = 1 LIMIT 1";

static const struct column administered_columns[] = {
	COLUMN(administered, id),
	COLUMN(administered, kind),
	COLUMN(administered, division),
	COLUMN(administered, name),
};
static const struct shape administered_shape =
    SHAPE(administered, administered_columns);

static const struct column grant_columns[] = {
	COLUMN(account_grant, organisation_id),
	COLUMN(account_grant, organisation_kind),
	COLUMN(account_grant, division),
	COLUMN(account_grant, role),
	COLUMN(account_grant, organisation_name),
};
static const struct shape grant_shape = SHAPE(account_grant, grant_columns);

struct list
account_organisations(struct request *r)
{
	const struct actor *a = &r->actor;
	struct query *q = db_query(r->db, sql_organisations);

	db_bind_int(q, a->organisation_id);
	db_bind_int(q, a->role == ROLE_PLATFORM_ADMIN &&
			   a->organisation_kind == ORGANISATION_BUREAU);
	db_bind_int(q, a->division);
	db_bind_int(q, a->division + division_width(a->division) - 1);
	return db_rows(q, r->mem, &administered_shape, ORGANISATIONS_MAX);
}

struct list
account_grants(struct request *r, int64_t account_id)
{
	struct query *q = db_query(r->db, sql_grants);

	db_bind_int(q, account_id);
	return db_rows(q, r->mem, &grant_shape, GRANTS_MAX);
}

bool
account_has_other_admin(
    struct request *r, int64_t organisation_id, int64_t but, enum role admin)
{
	struct query *q = db_query(r->db, sql_other_admin);

	db_bind_int(q, organisation_id);
	db_bind_int(q, admin);
	db_bind_int(q, but);
	return db_step(q) == DB_ROW;
}

void
account_set_grant(struct request *r, int64_t account_id,
    int64_t organisation_id, int64_t role, bool given)
{
	struct query *q = db_query(r->db, given ? sql_give : sql_take);

	db_bind_int(q, account_id);
	db_bind_int(q, organisation_id);
	db_bind_int(q, role);
	db_run(q);
	if (!given) {
		q = db_query(r->db, sql_take_permissions);
		db_bind_int(q, account_id);
		db_bind_int(q, organisation_id);
		db_bind_int(q, role);
		db_run(q);
	}
	q = db_query(r->db, sql_facts);
	db_bind_int(q, account_id);
	db_run(q);
}

bool
account_close(struct db *db, int64_t id, const char *reason)
{
	struct query *q = db_query(db, sql_close);

	db_bind_text(q, reason);
	db_bind_int(q, id);
	return db_run(q) == OK && db_affected(q) == 1;
}

void
account_reopen(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_reopen);

	db_bind_int(q, id);
	db_run(q);
}

const char *
account_closed_reason(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_reason);

	db_bind_int(q, id);
	return db_step(q) == DB_ROW ? db_text(q, r->mem, 0) : NULL;
}

bool
account_holds_records(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_holds);

	db_bind_int(q, id);
	return db_step(q) == DB_ROW;
}
