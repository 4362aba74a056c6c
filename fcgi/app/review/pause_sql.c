/* The statements of a desk's clock that stands still; see pause.h. */
#include "app/review/pause.h"

static const char sql_desk[] =
    "UPDATE order_desks SET applicant_until = ?, due_at = ?, "
    "claim_until = IF(claim_account_id IS NULL, NULL, ?) "
    "WHERE order_id = ? AND desk = ? AND done = 0 AND state = 1 "
    "AND desk_id = ?";
static const char sql_holder[] =
    "SELECT claim_account_id FROM order_desks WHERE order_id = ? "
    "AND desk = ? AND done = 0 AND desk_id = ? "
    "AND claim_until > UTC_TIMESTAMP(3)";

void
pause_set_desk(struct request *r, const struct pause *p, struct moment until,
    struct moment due, struct moment claim_until)
{
	struct query *q = db_query(r->db, sql_desk);

	db_bind_time(q, until);
	db_bind_time(q, due);
	db_bind_time(q, claim_until);
	db_bind_int(q, p->order_id);
	db_bind_int(q, p->desk);
	db_bind_int(q, p->organisation_id);
	db_run(q);
}

int64_t
pause_holder(struct request *r, const struct pause *p)
{
	struct query *q = db_query(r->db, sql_holder);

	db_bind_int(q, p->order_id);
	db_bind_int(q, p->desk);
	db_bind_int(q, p->organisation_id);
	return db_step(q) == DB_ROW ? db_int(q, 0) : p->account_id;
}
