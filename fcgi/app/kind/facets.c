/* Words of facets into values; see facets.h. */
#include "app/kind/facets.h"

static bool
has(const struct order_list_kind *list, const struct facets *f)
{
	return kind_facet_value(&list->facet_a, f->facet_a) >= 0 &&
	       kind_facet_value(&list->facet_b, f->facet_b) >= 0;
}

void
kind_facets_check(struct request *r, const struct form *form, struct facets *f)
{
	const struct order_list_kind *list = kind_list(f->list);

	if (f->facet_a == NULL && f->facet_b == NULL)
		return;
	if (list == NULL)
		for (list = kind_list_next(NULL); !has(list, f);
		     list = kind_list_next(list))
			if (kind_list_next(list) == NULL)
				break;
	f->list = list->number;
	f->value_a = kind_facet_value(&list->facet_a, f->facet_a);
	f->value_b = kind_facet_value(&list->facet_b, f->facet_b);
	if (f->value_a < 0)
		request_fault(r, form, "facet_a", "choice");
	if (f->value_b < 0)
		request_fault(r, form, "facet_b", "choice");
}
