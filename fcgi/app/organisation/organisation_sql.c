/* Statements about organisations. */
#include "app/organisation/organisation.h"

#include "app/name/name.h"

static const char sql_has_code[] = "SELECT 1 FROM organisations WHERE code = ?";
static const char sql_code[] = "SELECT code FROM organisations WHERE id = ?";
static const char sql_uscc[] = "SELECT uscc FROM organisations WHERE id = ?";
static const char sql_division[] =
    "SELECT division FROM organisations WHERE id = ?";
static const char sql_take[] =
    "UPDATE organisations SET code = ?, name = ?, name_key = ?, uscc = ? "
    "WHERE id = ?";
/* Whoever works for it: app/account/account.h says why. */
static const char sql_facts[] =
    "UPDATE accounts a JOIN grants g ON g.account_id = a.id "
    "SET a.facts = a.facts + 1 WHERE g.organisation_id = ?";

static const char sql_touch[] =
    "UPDATE organisations SET touched = touched + 1 WHERE id = ?";

void
organisation_touch(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_touch);

	db_bind_int(q, id);
	db_run(q);
}

const char *
organisation_code(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_code);

	db_bind_int(q, id);
	return db_step(q) == DB_ROW ? db_text(q, r->mem, 0) : NULL;
}

const char *
organisation_uscc(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_uscc);

	db_bind_int(q, id);
	return db_step(q) == DB_ROW ? db_text(q, r->mem, 0) : NULL;
}

bool
organisation_has_code(struct request *r, const char *code)
{
	struct query *q = db_query(r->db, sql_has_code);

	db_bind_text(q, code);
	return db_step(q) == DB_ROW;
}

enum err
organisation_take(struct request *r, int64_t id, const char *code,
    const char *name, const char *uscc)
{
	struct query *q = db_query(r->db, sql_division);
	int64_t division;

	db_bind_int(q, id);
	division = db_step(q) == DB_ROW ? db_int(q, 0) : 0;
	q = db_query(r->db, sql_take);
	db_bind_text(q, code);
	db_bind_text(q, name);
	db_bind_text(q, name_key(r->mem, name));
	db_bind_text(q, uscc);
	db_bind_int(q, id);
	switch (db_step(q)) {
	case DB_DONE:
		break;
	case DB_DUPLICATE:
		return ERR_RECORD_TAKEN;
	default:
		return db_error(r->db);
	}
	name_add(r->db, r->mem, NOUN_ORGANISATION, id, division, name);
	q = db_query(r->db, sql_facts);
	db_bind_int(q, id);
	return db_run(q);
}
