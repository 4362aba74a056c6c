/* See people.h. */
#include "ctl/people.h"

#include "app/account/account.h"
#include "app/desk/desk.h"
#include "app/kind/kind.h"
#include "app/name/name.h"
#include "app/words.h"

static const char sql_organisation[] =
    "INSERT INTO organisations (kind, desk, sole, name, name_key, division, "
    "parent_id, code, uscc, phone, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";

static const char sql_grant[] =
    "INSERT INTO grants (account_id, organisation_id, role, state, "
    "created_at) VALUES (?, ?, ?, 1, UTC_TIMESTAMP(3))";

static const char sql_hold[] =
    "INSERT IGNORE INTO review_permissions (organisation_id, list, "
    "granted_at) VALUES (?, ?, UTC_TIMESTAMP(3))";
static const char sql_permit[] =
    "INSERT INTO grant_permissions (grant_id, list) VALUES (?, ?)";

int64_t
people_organisation(
    struct db *db, struct arena *mem, const struct new_organisation *o)
{
	struct query *q = db_query(db, sql_organisation);
	enum desk desk = desk_of((enum organisation_kind)o->kind, o->division);
	const struct desk_row *row = desk_row(desk);
	int64_t id;

	db_bind_int(q, o->kind);
	db_bind_int(q, desk);
	if (row != NULL && row->found == BY_DIVISION)
		db_bind_int(q, 1);
	else
		db_bind_null(q);
	db_bind_text(q, o->name);
	db_bind_text(q, name_key(mem, o->name));
	db_bind_int(q, o->division);
	db_bind_id(q, o->parent_id);
	db_bind_text(q, o->code);
	db_bind_text(q, o->uscc);
	db_bind_text(q, o->phone);
	if (db_run(q) != OK)
		return 0;
	id = db_inserted_id(q);
	name_add(db, mem, NOUN_ORGANISATION, id, o->division, o->name);
	return db_error(db) == OK ? id : 0;
}

int64_t
people_account(struct db *db, struct arena *mem, const char *name, int64_t kind,
    const char *display_name, const char *hash, bool must_change)
{
	struct account a = { .kind = kind,
		.must_change_password = must_change,
		.name = name,
		.display_name = display_name,
		.password_hash = hash };

	return account_insert(db, mem, &a) ? a.id : 0;
}

int64_t
people_grant(struct db *db, int64_t account, int64_t organisation, int64_t role)
{
	struct query *q = db_query(db, sql_grant);

	db_bind_int(q, account);
	db_bind_int(q, organisation);
	db_bind_int(q, role);
	return db_run(q) == OK ? db_inserted_id(q) : 0;
}

bool
people_permit(
    struct db *db, int64_t grant, int64_t organisation, enum desk seat)
{
	int64_t lists = kind_permits_at(seat);

	for (int list = 1; list < 63; list++) {
		struct query *q;
		if ((lists >> list & 1) == 0)
			continue;
		q = db_query(db, sql_hold);
		db_bind_int(q, organisation);
		db_bind_int(q, list);
		db_run(q);
		q = db_query(db, sql_permit);
		db_bind_int(q, grant);
		db_bind_int(q, list);
		db_run(q);
	}
	return db_error(db) == OK;
}
