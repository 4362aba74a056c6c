/* What the trial kind looks up. */
#include "trial/trial.h"

static const char sql_bank[] =
    "SELECT id FROM organisations WHERE kind = 4 AND code = ?";
static const char sql_record[] =
    "SELECT id FROM records WHERE organisation_id = ? AND code = ?";
static const char sql_record_by_id[] =
    "SELECT organisation_id, order_id FROM records WHERE id = ?";

int64_t
trial_bank(struct request *r, const char *code)
{
	struct query *q = db_query(r->db, sql_bank);

	db_bind_text(q, code);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

int64_t
trial_record(struct request *r, const char *code)
{
	struct query *q = db_query(r->db, sql_record);

	db_bind_int(q, r->actor.organisation_id);
	db_bind_text(q, code);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

bool
trial_record_by_id(struct request *r, int64_t id, struct record *out)
{
	struct query *q = db_query(r->db, sql_record_by_id);

	db_bind_int(q, id);
	if (db_step(q) != DB_ROW)
		return false;
	*out = (struct record){ .id = id,
		.organisation_id = db_int(q, 0),
		.order_id = db_int(q, 1) };
	return true;
}
