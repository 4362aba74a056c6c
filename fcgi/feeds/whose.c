/* See whose.h. */
#include "feeds/whose.h"

#include "app/division/division.h"
#include "app/kind/kind.h"
#include "app/record/record.h"
#include "feeds/payment.h"

/* A division by as many digits as it has. */
static const struct {
	int64_t width, by;
	const char *index, *where;
} reaches[] = {
	{ 1000000, 1, "d0", "" },
	{ 10000, 10000, "d2", "AND p.div2 = ? " },
	{ 100, 100, "d4", "AND p.div4 = ? " },
	{ 1, 1, "d6", "AND p.division = ? " },
};

static struct whose
of_institution(int64_t id)
{
	return (struct whose){ .index = "own",
		.where = "AND p.organisation_id = ? ",
		.is = id,
		.days_of = DAY_OF_INSTITUTION,
		.from_id = id,
		.before_id = id + 1 };
}

bool
whose_division(struct request *r, int64_t division, struct whose *out)
{
	int64_t width = division_width(division);

	if (!division_within(division, r->actor.division)) {
		request_foreign(r);
		return false;
	}
	*out = (struct whose){ .days_of = DAY_OF_DIVISION,
		.from_id = division,
		.before_id = division + width };
	for (size_t i = 0; i < sizeof(reaches) / sizeof(reaches[0]); i++)
		if (reaches[i].width == width) {
			out->index = reaches[i].index;
			out->where = reaches[i].where;
			out->is = division / reaches[i].by;
		}
	return true;
}

bool
whose_find(struct request *r, const struct form *form, const char *institution,
    struct whose *out)
{
	const struct actor *a = &r->actor;
	struct list found = { 0 };
	const struct feed_institution *of;

	if (a->organisation_kind == ORGANISATION_INSTITUTION) {
		if (!record_shows_money(r, a->organisation_id)) {
			r->broken = ERR_MONEY_UNOPENED;
			return false;
		}
		*out = of_institution(a->organisation_id);
		if (institution == NULL)
			return true;
		request_fault(r, form, "institution", "not_here");
		return false;
	}
	if (institution == NULL)
		return whose_division(r, a->division, out);
	found = feed_institutions_read(r, &institution, 1);
	of = found.items;
	if (found.n == 1 && division_within(of->division, a->division)) {
		*out = of_institution(of->id);
		return true;
	}
	request_fault(r, form, "institution", "no_institution");
	return false;
}

bool
whose_scope(struct request *r, int64_t organisation_id, int64_t division,
    struct scope *out)
{
	const struct actor *a = &r->actor;

	out->organisation_id = organisation_id;
	out->division = division;
	out->desks =
	    SEATS(DISTRICT) | SEATS(CITY) | SEATS(PROVINCE) | SEATS(NATION);
	return a->organisation_kind != ORGANISATION_INSTITUTION ||
	       record_shows_money(r, a->organisation_id);
}

void
whose_note(struct request *r, const char *object)
{
	if (r->actor.organisation_kind != ORGANISATION_INSTITUTION)
		audit_note(r, "money.read",
		    object != NULL ? object
				   : arena_printf(r->mem, "%06lld",
					 (long long)r->actor.division),
		    "ok");
}
