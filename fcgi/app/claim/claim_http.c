/*
 * Claims (REVIEW-7): who is at work on an order, so that colleagues take
 * another; it lapses by itself. And the next that nobody has (REVIEW-9).
 */
#include "app/claim/claim.h"
#include "app/kind/facets.h"
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

struct next_asked {
	int64_t list;
};
static const struct field next_fields[] = {
	{ .name = "list",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &order_list_words,
	    .zh = "业务",
	    .en = "Business",
	    INTO(next_asked, list) },
};
const struct form claim_next_form = FORM_INTO(
    "claim_next", "领取下一件", "Take the next one", next_fields, next_asked);

struct next {
	const char *order_no;
};
static const struct column next_columns[] = {
	COLUMN_WITH(next, order_no, .flags = COLUMN_NULLABLE),
};
const struct shape claim_next_shape = { "claim_next_order", next_columns,
	sizeof(next_columns) / sizeof(next_columns[0]), sizeof(struct next) };

enum err
claim_next_http(struct request *r)
{
	const struct next_asked *form = r->form;
	const struct order_list_kind *list = kind_list(form->list);
	enum desk desk = (enum desk)r->actor.desk;
	struct next *next = arena_alloc(r->mem, sizeof(*next));

	if (!kind_list_is_at(list, desk)) {
		request_fault(r, &claim_next_form, "list", "choice");
		return ERR_INVALID;
	}
	if (kind_list_lacks(list, desk, r->actor.permits))
		return ERR_REVIEW_NOT_PERMITTED;
	next->order_no = claim_take_next(r, list);
	if (next->order_no != NULL)
		r->noted_object = next->order_no;
	r->result = next;
	return db_error(r->db);
}
