/*
 * Claims (REVIEW-7): who is at work on an order, so that colleagues take
 * another. A claim hinders nobody; it lapses by itself.
 */
#include "app/review/claim.h"
#include "app/order/order_sql.h"

static const struct column claim_columns[] = {
	COLUMN(claim, actor_name),
	COLUMN(claim, until),
	COLUMN(claim, mine),
};
const struct shape claim_shape = SHAPE(claim, claim_columns);

static enum err
answer(struct request *r, const struct order *o)
{
	const struct claim *c = claim_of(r, o->id);

	r->result = c;
	return db_error(r->db) == OK && c == NULL ? ERR_INTERNAL
						  : db_error(r->db);
}

enum err
claim_take_http(struct request *r)
{
	const struct order_seen *seen = r->object;
	const struct order *o = &seen->order;

	if (!review_may_decide(r, seen))
		return ERR_ORDER_STAGE;
	if (!claim_take(r, o->id)) {
		const struct claim *held = claim_of(r, o->id);
		if (db_error(r->db) != OK)
			return db_error(r->db);
		if (held == NULL)
			return ERR_ORDER_STAGE; /* decided meanwhile */
		r->problem.claimed_by = held->actor_name;
		return ERR_ORDER_CLAIMED;
	}
	return answer(r, o);
}

enum err
claim_release_http(struct request *r)
{
	const struct order *o = &((const struct order_seen *)r->object)->order;

	claim_release(r, o->id);
	return db_error(r->db);
}
