/* What payments come to; see money.h. */
#include "feeds/money.h"

static const struct column sum_columns[] = {
	COLUMN(money_sum, total),
	COLUMN(money_sum, insurance),
	COLUMN(money_sum, personal),
	COLUMN(money_sum, payments),
	COLUMN(money_sum, refunds),
	COLUMN(money_sum, refunded),
};
const struct shape money_sum_shape = SHAPE(money_sum, sum_columns);

struct money_sum *
money_sum(struct arena *mem, const struct list *days)
{
	struct money_sum *s = arena_alloc(mem, sizeof(*s));
	const struct payment_day *d = days->items;

	for (size_t i = 0; i < days->n; i++) {
		s->total += d[i].paid - d[i].refunded;
		s->insurance += d[i].paid_insurance - d[i].refunded_insurance;
		s->payments += d[i].payments;
		s->refunds += d[i].refunds;
		s->refunded += d[i].refunded;
	}
	s->personal = s->total - s->insurance;
	return s;
}
