/* The statements of claims. */
#include "app/review/claim.h"

static const char sql_of[] =
    "SELECT actor_name, until, account_id FROM order_claims "
    "WHERE order_id = ? AND level = ? AND until > UTC_TIMESTAMP(3)";

/* A lapsed one is anybody's; one's own is renewed. */
static const char sql_take[] =
    "INSERT INTO order_claims (order_id, level, account_id, actor_name, until) "
    "VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL 30 MINUTE) "
    "ON DUPLICATE KEY UPDATE "
    "actor_name = IF(until > UTC_TIMESTAMP(3) AND "
    "account_id <> VALUES(account_id), actor_name, VALUES(actor_name)), "
    "account_id = IF(until > UTC_TIMESTAMP(3), account_id, "
    "VALUES(account_id)), "
    "until = IF(account_id = VALUES(account_id), VALUES(until), until)";
static const char sql_release[] =
    "DELETE FROM order_claims WHERE order_id = ? AND level = ? "
    "AND account_id = ?";

static const char sql_end[] = "DELETE FROM order_claims WHERE order_id = ?";

const struct claim *
claim_of(struct request *r, int64_t order_id)
{
	struct query *q = db_query(r->db, sql_of);
	struct claim *c;

	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.level);
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

	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.level);
	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, r->actor.display_name);
	if (db_run(q) != OK)
		return false;
	now = claim_of(r, order_id);
	return now != NULL && now->mine;
}

void
claims_end(struct request *r, int64_t order_id)
{
	struct query *q = db_query(r->db, sql_end);

	db_bind_int(q, order_id);
	db_run(q);
}

void
claim_release(struct request *r, int64_t order_id)
{
	struct query *q = db_query(r->db, sql_release);

	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.level);
	db_bind_int(q, r->actor.account_id);
	db_run(q);
}
