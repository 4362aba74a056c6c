/* Statements about enrolments and the institutions they are of. */
#include "app/enrolment/enrolment_sql.h"

#include "app/division/division.h"
#include "app/list/columns.h"
#include "app/name/name.h"
#include "lib/filter.h"

static const char sql_division[] =
    "SELECT 1 FROM divisions WHERE code = ? AND level = 3";
static const char sql_institution[] =
    "SELECT id, division, name, uscc FROM organisations WHERE code = ?";
/* Kind 1: an institution, which sits at no desk. */
static const char sql_institution_insert[] =
    "INSERT INTO organisations (kind, desk, name, name_key, division, code, "
    "uscc, created_at) VALUES (1, 0, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char sql_insert[] =
    "INSERT INTO enrolments (enrolment_no, state, code, uscc, "
    "institution_name, operator_name, id_no, phone, mail, language, "
    "division, created_at) "
    "VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char sql_find[] =
    "SELECT id, state, division, enrolment_no, reason, code, uscc, "
    "institution_name, operator_name, id_no, phone, mail, language "
    "FROM enrolments "
    "WHERE enrolment_no = ?";
static const char sql_waits[] =
    "SELECT 1 FROM enrolments WHERE code = ? AND state = 1 LIMIT 1";
static const char sql_decide[] =
    "UPDATE enrolments SET state = ?, reason = ?, decided_by = ?, "
    "decided_at = UTC_TIMESTAMP(3) WHERE id = ? AND state = 1";
static const char sql_counts[] = "SELECT e.state, COUNT(*) FROM enrolments e "
				 "WHERE e.division BETWEEN ? AND ? ";
static const char sql_items[] =
    "FROM enrolments e WHERE e.division BETWEEN ? AND ? ";

#define F(member, text, how) FILTER(enrolment_query, member, text, how)
static const struct filter filters[] = {
	F(code, "AND e.code LIKE ? ", FILTER_PREFIX),
	F(institution_name,
	    "AND e.institution_name COLLATE utf8mb4_general_ci LIKE ? ",
	    FILTER_CONTAINS),
	/* Last, so that the counts per state can leave it out. */
	F(state, "AND e.state = ? ", FILTER_EQUAL),
};
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

bool
division_exists(struct db *db, int64_t division)
{
	struct query *q = db_query(db, sql_division);

	db_bind_int(q, division);
	return db_step(q) == DB_ROW;
}

bool
institution_find(
    struct db *db, struct arena *mem, const char *code, struct institution *out)
{
	struct query *q = db_query(db, sql_institution);

	db_bind_text(q, code);
	if (db_step(q) != DB_ROW)
		return false;
	*out = (struct institution){ db_int(q, 0), db_int(q, 1),
		db_text(q, mem, 2), db_text(q, mem, 3) };
	return true;
}

int64_t
institution_insert(
    struct request *r, const struct applicant *a, int64_t division)
{
	struct query *q = db_query(r->db, sql_institution_insert);
	int64_t id;

	db_bind_text(q, a->institution_name);
	db_bind_text(q, name_key(r->mem, a->institution_name));
	db_bind_int(q, division);
	db_bind_text(q, a->code);
	db_bind_text(q, a->uscc);
	if (db_step(q) != DB_DONE)
		return 0;
	id = db_inserted_id(q);
	name_add(r->db, r->mem, NOUN_ORGANISATION, id, division,
	    a->institution_name);
	return id;
}

int64_t
enrolment_insert(struct db *db, const struct enrolment *e)
{
	const struct applicant *a = &e->applicant;
	struct query *q = db_query(db, sql_insert);

	db_bind_text(q, e->enrolment_no);
	db_bind_text(q, a->code);
	db_bind_text(q, a->uscc);
	db_bind_text(q, a->institution_name);
	db_bind_text(q, a->operator_name);
	db_bind_text(q, a->id_no);
	db_bind_text(q, a->phone);
	db_bind_text(q, a->mail);
	db_bind_int(q, a->language == 0 ? LANGUAGE_ZH : a->language);
	db_bind_int(q, e->division);
	return db_step(q) == DB_DONE ? db_inserted_id(q) : 0;
}

bool
enrolment_find(
    struct db *db, struct arena *mem, const char *no, struct enrolment *out)
{
	struct query *q = db_query(db, sql_find);

	db_bind_text(q, no);
	if (db_step(q) != DB_ROW)
		return false;
	*out = (struct enrolment){ .id = db_int(q, 0),
		.state = db_int(q, 1),
		.division = db_int(q, 2),
		.enrolment_no = db_text(q, mem, 3),
		.reason = db_text(q, mem, 4),
		.applicant = { .code = db_text(q, mem, 5),
		    .uscc = db_text(q, mem, 6),
		    .institution_name = db_text(q, mem, 7),
		    .operator_name = db_text(q, mem, 8),
		    .id_no = db_text(q, mem, 9),
		    .phone = db_text(q, mem, 10),
		    .mail = db_text(q, mem, 11),
		    .language = db_int(q, 12) } };
	return true;
}

bool
enrolment_waits(struct db *db, const char *code)
{
	struct query *q = db_query(db, sql_waits);

	db_bind_text(q, code);
	return db_step(q) == DB_ROW;
}

bool
enrolment_decide(struct request *r, int64_t id, enum enrolment_state state,
    const char *reason)
{
	struct query *q = db_query(r->db, sql_decide);

	db_bind_int(q, state);
	db_bind_text(q, reason);
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, id);
	return db_run(q) == OK && db_affected(q) == 1;
}

static void
bind_division(struct query *q, const struct request *r)
{
	int64_t division = r->actor.division;

	db_bind_int(q, division);
	db_bind_int(q, division + division_width(division) - 1);
}

void
enrolment_count(struct request *r, const struct enrolment_query *query,
    struct enrolment_counts *out)
{
	struct total *n =
	    arena_alloc(r->mem, (ENROLMENT_REFUSED + 1) * sizeof(*n));
	struct buf sql = buf_new(r->mem);
	struct query *q;

	for (int i = 0; i <= ENROLMENT_REFUSED; i++)
		n[i] = (struct total){ 0, true };
	*out = (struct enrolment_counts){ &n[ENROLMENT_WAITING],
		&n[ENROLMENT_APPROVED], &n[ENROLMENT_REFUSED] };
	buf_puts(&sql, sql_counts);
	filter_add(&sql, filters, FILTERS - 1, query);
	buf_puts(&sql, "GROUP BY e.state");
	q = db_query(r->db, buf_text(&sql));
	bind_division(q, r);
	filter_bind(q, r->mem, filters, FILTERS - 1, query);
	while (db_step(q) == DB_ROW)
		n[db_int(q, 0)].count = db_int(q, 1);
}

struct total
enrolment_total(
    const struct enrolment_counts *c, const struct enrolment_query *query)
{
	const struct total *by_state[] = { NULL, c->waiting, c->approved,
		c->refused };
	struct total all = { 0, true };

	if (query->state != 0)
		return *by_state[query->state];
	for (int i = ENROLMENT_WAITING; i <= ENROLMENT_REFUSED; i++)
		all.count += by_state[i]->count;
	return all;
}

static bool
fill(struct request *r, void *item, const void *about)
{
	(void)r;
	(void)item;
	(void)about;
	return true;
}

struct list
enrolment_select(struct request *r, const struct enrolment_query *query,
    struct portion portion)
{
	bool oldest = query->sort == SORT_OLDEST;
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT ");
	list_columns_add(&sql, &enrolment_item_shape, false);
	buf_puts(&sql, sql_items);
	filter_add(&sql, filters, FILTERS, query);
	if (portion.past != 0)
		buf_puts(&sql, oldest ? "AND e.id > ? " : "AND e.id < ? ");
	buf_printf(
	    &sql, "ORDER BY e.id %sLIMIT ? OFFSET ?", oldest ? "" : "DESC ");
	q = db_query(r->db, buf_text(&sql));
	bind_division(q, r);
	filter_bind(q, r->mem, filters, FILTERS, query);
	if (portion.past != 0)
		db_bind_int(q, portion.past);
	db_bind_int(q, portion.take);
	db_bind_int(q, portion.skip);
	return list_rows(
	    r, q, &enrolment_item_shape, (size_t)portion.take, fill, NULL);
}
