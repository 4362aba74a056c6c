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

static struct whose
of_division(int64_t division)
{
	int64_t width = division_width(division);
	struct whose of = { .days_of = DAY_OF_DIVISION,
		.from_id = division,
		.before_id = division + width };

	for (size_t i = 0; i < sizeof(reaches) / sizeof(reaches[0]); i++)
		if (reaches[i].width == width) {
			of.index = reaches[i].index;
			of.where = reaches[i].where;
			of.is = division / reaches[i].by;
		}
	return of;
}

static bool
find_own(struct request *r, const struct form *form, const char *institution,
    int64_t division, struct whose *out)
{
	if (!record_shows_money(r, r->actor.organisation_id)) {
		r->broken = ERR_MONEY_UNOPENED;
		return false;
	}
	if (institution != NULL)
		request_fault(r, form, "institution", "not_here");
	if (division != 0)
		request_fault(r, form, "division", "not_here");
	*out = of_institution(r->actor.organisation_id);
	return institution == NULL && division == 0;
}

bool
whose_find(struct request *r, const struct form *form, const char *institution,
    int64_t division, struct whose *out)
{
	int64_t own = r->actor.division;
	const struct feed_institution *of;
	struct list found;

	if (r->actor.organisation_kind == ORGANISATION_INSTITUTION)
		return find_own(r, form, institution, division, out);
	if (division != 0 && !division_within(division, own)) {
		request_fault(r, form, "division", "choice");
		request_foreign(r);
		return false;
	}
	*out = of_division(division != 0 ? division : own);
	if (institution == NULL)
		return true;
	found = feed_institutions_read(r, &institution, 1);
	of = found.items;
	if (found.n == 1 &&
	    division_within(of->division, division != 0 ? division : own)) {
		*out = of_institution(of->id);
		return true;
	}
	request_fault(r, form, "institution", "not_within");
	if (found.n == 1)
		request_foreign(r);
	return false;
}

bool
whose_is_wide(const struct whose *of)
{
	return of->days_of == DAY_OF_DIVISION;
}

bool
whose_is_short(struct moment from, struct moment to)
{
	return from.ms != 0 && to.ms != 0 &&
	       to.ms - from.ms <= WHOSE_DAYS * CLOCK_DAY_MS;
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
whose_note(struct request *r, const char *object, int64_t division)
{
	if (r->actor.organisation_kind == ORGANISATION_INSTITUTION)
		return;
	if (object == NULL)
		object = arena_printf(r->mem, "%06lld",
		    (long long)(division != 0 ? division : r->actor.division));
	audit_note(r, "money.read", object, "ok");
}
