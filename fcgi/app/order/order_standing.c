/*
 * Where an order stands after a write, and no more: the answer is kept for
 * repeats of the request, so that no personal data may be in it.
 */
#include "app/order/order.h"
#include "app/review/route.h"

struct order_standing {
	const char *order_no;
	int64_t kind, version, submission_no, status, state;
	struct moment submitted_at;
};

static const struct column standing_columns[] = {
	COLUMN(order_standing, order_no),
	COLUMN_WITH(order_standing, kind, .words = &kind_words),
	COLUMN(order_standing, version),
	COLUMN(order_standing, submission_no),
	COLUMN_WITH(order_standing, status, .words = &order_status_words),
	COLUMN_WITH(order_standing, state, .words = &desk_state_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN_WITH(order_standing, submitted_at, .flags = COLUMN_NULLABLE),
};
const struct shape order_standing_shape =
    SHAPE(order_standing, standing_columns);

void
order_answer_standing(
    struct request *r, const struct order *o, enum desk_state state)
{
	struct order_standing *s = arena_alloc(r->mem, sizeof(*s));

	*s = (struct order_standing){ o->order_no, o->kind, o->version,
		o->submission_no,
		review_status(kind_of(o->kind), (enum order_state)o->state,
		    (enum desk)o->desk, o->supplement),
		state, o->submitted_at };
	r->result = s;
}
