/* The statements of claims. */
#include "app/review/claim.h"

#include "app/desk/desk.h"

static const char sql_of[] =
    "SELECT claim_name, claim_until, claim_account_id FROM order_desks "
    "WHERE order_id = ? AND desk = ? AND done = 0 AND state = 1 "
    "AND addressee_id IN (0, ?) AND claim_until > UTC_TIMESTAMP(3)";

/* A lapsed one is anybody's; one's own is renewed. */
static const char sql_take[] =
    "UPDATE order_desks SET claim_account_id = ?, claim_name = ?, "
    "claim_until = UTC_TIMESTAMP(3) + INTERVAL 30 MINUTE "
    "WHERE order_id = ? AND desk = ? AND addressee_id IN (0, ?) "
    "AND done = 0 AND state = 1 AND (claim_until IS NULL OR claim_until <= "
    "UTC_TIMESTAMP(3) "
    "OR claim_account_id = ?)";
static const char sql_release[] =
    "UPDATE order_desks SET claim_account_id = NULL, claim_name = NULL, "
    "claim_until = NULL WHERE order_id = ? AND desk = ? "
    "AND addressee_id IN (0, ?) AND done = 0 AND claim_account_id = ?";

const struct claim *
claim_of(struct request *r, int64_t order_id)
{
	struct query *q = db_query(r->db, sql_of);
	struct claim *c;

	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, desk_addressee(r, 0));
	if (db_step(q) != DB_ROW)
		return NULL;
	c = arena_alloc(r->mem, sizeof(*c));
	*c = (struct claim){ db_text(q, r->mem, 0), db_time(q, 1),
		db_int(q, 2) == r->actor.account_id };
	return c;
}

bool
claim_take(struct request *r, int64_t order_id)
{
	struct query *q = db_query(r->db, sql_take);
	const struct claim *now;

	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, r->actor.display_name);
	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, desk_addressee(r, 0));
	db_bind_int(q, r->actor.account_id);
	if (db_run(q) != OK)
		return false;
	now = claim_of(r, order_id);
	return now != NULL && now->mine;
}

void
claim_release(struct request *r, int64_t order_id)
{
	struct query *q = db_query(r->db, sql_release);

	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, desk_addressee(r, 0));
	db_bind_int(q, r->actor.account_id);
	db_run(q);
}
