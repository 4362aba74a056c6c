/* Statements about automatic passing. */
#include "app/switch/switch_sql.h"

#include "app/division/division.h"
#include "app/kind/kind.h"
#include "app/lasting/lasting.h"
#include "app/switch/switch.h"

enum { ROWS_MAX = 1000 };

static const char sql_is_on[] =
    "SELECT a.display_name, s.changed_at FROM review_switches s "
    "LEFT JOIN accounts a ON a.id = s.changed_by "
    "WHERE s.division = ? AND s.kind = ? AND s.automatic = 1";

static const char sql_rows[] =
    "SELECT o.division AS area, LPAD(o.division, 6, '0') AS division, "
    "d.full_name AS division_name, k.kind, "
    "IFNULL(s.automatic, 0) AS automatic, IFNULL(s.version, 0) AS version, "
    "a.display_name AS changed_by, s.changed_at FROM organisations o "
    "JOIN divisions d ON d.code = o.division JOIN (";
/* Followed by the kinds. */
static const char sql_rows_where[] =
    ") k LEFT JOIN review_switches s "
    "ON s.division = o.division AND s.kind = k.kind "
    "LEFT JOIN accounts a ON a.id = s.changed_by "
    "WHERE o.desk = 2 AND k.kind > 0 AND ";
static const char sql_select[] =
    "o.division BETWEEN ? AND ? ORDER BY o.division, k.kind LIMIT 1000";
static const char sql_find[] = "o.division = ? AND k.kind = ?";

static const char sql_insert[] =
    "INSERT INTO review_switches (division, kind, automatic, version, "
    "changed_by, changed_at) VALUES (?, ?, ?, 1, ?, UTC_TIMESTAMP(3))";

static const char sql_update[] =
    "UPDATE review_switches SET automatic = ?, version = version + 1, "
    "changed_by = ?, changed_at = UTC_TIMESTAMP(3) "
    "WHERE division = ? AND kind = ? AND version = ?";

static bool
may_pass(const struct kind *k)
{
	for (size_t i = 0; i < k->n_steps; i++)
		if (k->steps[i].may_pass)
			return true;
	return false;
}

/* A row for every city and every kind that may pass by itself. */
static struct query *
rows_query(struct request *r, const char *which)
{
	struct buf sql = buf_new(r->mem);

	buf_puts(&sql, sql_rows);
	/* 0 is no kind: with none that may pass it is still a statement. */
	buf_puts(&sql, "SELECT 0 AS kind");
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if (may_pass(*k))
			buf_printf(&sql, " UNION ALL SELECT %d", (*k)->number);
	buf_puts(&sql, sql_rows_where);
	buf_puts(&sql, which);
	return db_query(r->db, buf_text(&sql));
}

bool
switch_is_on(struct request *r, int64_t division, int64_t kind,
    struct switch_setter *by_out)
{
	/* Only that it is off: who set it may be called otherwise now. */
	const struct lasting_key key = { LASTING_SWITCH, division, kind };
	struct query *q;

	if (lasting_find(r->lasting, key) != NULL)
		return false;
	q = db_query(r->db, sql_is_on);
	db_bind_int(q, division);
	db_bind_int(q, kind);
	switch (db_step(q)) {
	case DB_ROW:
		*by_out = (struct switch_setter){ db_text(q, r->mem, 0),
			db_time(q, 1) };
		return true;
	case DB_DONE:
		lasting_keep(r->lasting, key, "", 1);
		return false;
	default:
		return false;
	}
}

struct list
switch_select(struct request *r, const struct shape *shape)
{
	int64_t area = r->actor.division;
	struct query *q = rows_query(r, sql_select);

	db_bind_int(q, area);
	db_bind_int(q, area + division_width(area) - 1);
	return db_rows(q, r->mem, shape, ROWS_MAX);
}

bool
switch_find(struct request *r, const struct shape *shape, int64_t division,
    int64_t kind, struct switch_row *out)
{
	struct query *q = rows_query(r, sql_find);

	db_bind_int(q, division);
	db_bind_int(q, kind);
	return db_one(q, r->mem, shape, out);
}

enum err
switch_save(struct request *r, int64_t division, int64_t kind, bool automatic,
    int64_t version)
{
	struct query *q =
	    db_query(r->db, version == 0 ? sql_insert : sql_update);

	if (version == 0) {
		db_bind_int(q, division);
		db_bind_int(q, kind);
		db_bind_int(q, automatic);
		db_bind_int(q, r->actor.account_id);
	} else {
		db_bind_int(q, automatic);
		db_bind_int(q, r->actor.account_id);
		db_bind_int(q, division);
		db_bind_int(q, kind);
		db_bind_int(q, version);
	}
	switch (db_step(q)) {
	case DB_DONE:
		if (db_affected(q) != 1)
			return ERR_SWITCH_CHANGED;
		lasting_changed(r->db);
		return db_error(r->db);
	case DB_DUPLICATE:
		return ERR_SWITCH_CHANGED;
	default:
		return db_error(r->db);
	}
}
