/* Statements about partner banks. */
#include "app/partner/partner.h"

enum { ROWS_MAX = 500, PROVINCE = 10000 };

_Static_assert(DESK_BANK == 6, "as in the statement");
#define PARTNERS                                                           \
	"SELECT b.id AS organisation_id, b.code, b.name, "                 \
	"IFNULL(p.open, 0) AS open, IFNULL(p.version, 0) AS version, "     \
	"a.display_name AS changed_by, p.changed_at FROM organisations b " \
	"LEFT JOIN partners p ON p.organisation_id = b.id "                \
	"AND p.province = ? LEFT JOIN accounts a ON a.id = p.changed_by "  \
	"WHERE b.desk = 6 AND b.code IS NOT NULL "
static const char sql_all[] =
    PARTNERS "AND (? OR p.open IS NOT NULL OR b.id = ?) "
	     "ORDER BY b.name, b.id LIMIT 500";
static const char sql_one[] =
    PARTNERS "AND (? OR p.open IS NOT NULL OR b.id = ?) AND b.code = ?";

static const char sql_insert[] =
    "INSERT INTO partners (province, organisation_id, open, version, "
    "changed_by, changed_at) VALUES (?, ?, ?, 1, ?, UTC_TIMESTAMP(3))";
static const char sql_update[] =
    "UPDATE partners SET open = ?, version = version + 1, changed_by = ?, "
    "changed_at = UTC_TIMESTAMP(3) "
    "WHERE province = ? AND organisation_id = ? AND version = ?";

static const struct column columns[] = {
	COLUMN(partner, organisation_id),
	COLUMN(partner, code),
	COLUMN(partner, name),
	COLUMN(partner, open),
	COLUMN(partner, version),
	COLUMN(partner, changed_by),
	COLUMN(partner, changed_at),
};
static const struct shape row_shape = SHAPE(partner, columns);

static int64_t
province_of(int64_t division)
{
	return division / PROVINCE * PROVINCE;
}

static struct query *
ask(struct request *r, const char *sql, int64_t division, bool all)
{
	struct query *q = db_query(r->db, sql);

	db_bind_int(q, province_of(division));
	db_bind_int(q, all);
	db_bind_int(q, r->actor.organisation_id);
	return q;
}

bool
partner_find(
    struct request *r, int64_t division, const char *code, struct partner *out)
{
	struct query *q = ask(r, sql_one, division, false);

	db_bind_text(q, code);
	return db_one(q, r->mem, &row_shape, out);
}

struct list
partner_select(struct request *r, bool all)
{
	return db_rows(ask(r, sql_all, r->actor.division, all), r->mem,
	    &row_shape, ROWS_MAX);
}

bool
partner_of_actor(
    struct request *r, bool all, const char *code, struct partner *out)
{
	struct query *q = ask(r, sql_one, r->actor.division, all);

	db_bind_text(q, code);
	return db_one(q, r->mem, &row_shape, out);
}

enum err
partner_save(
    struct request *r, const struct partner *p, bool open, int64_t version)
{
	int64_t province = province_of(r->actor.division);
	struct query *q =
	    db_query(r->db, version == 0 ? sql_insert : sql_update);

	if (version == 0) {
		db_bind_int(q, province);
		db_bind_int(q, p->organisation_id);
		db_bind_int(q, open);
		db_bind_int(q, r->actor.account_id);
	} else {
		db_bind_int(q, open);
		db_bind_int(q, r->actor.account_id);
		db_bind_int(q, province);
		db_bind_int(q, p->organisation_id);
		db_bind_int(q, version);
	}
	switch (db_step(q)) {
	case DB_DONE:
		return db_affected(q) == 1 ? OK : ERR_PARTNER_CHANGED;
	case DB_DUPLICATE:
		return ERR_PARTNER_CHANGED;
	default:
		return db_error(r->db);
	}
}
