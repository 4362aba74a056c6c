/* See pause.h. */
#include "app/review/pause.h"

#include "app/calendar/calendar.h"
#include "app/review/route.h"

static const struct step *
step_of(const struct order *o, int64_t desk)
{
	return review_step_at(kind_of(o->kind), (enum desk)desk);
}

static struct moment
claim_from(struct moment m)
{
	return (struct moment){ m.ms + PAUSE_CLAIM_DAYS * CLOCK_DAY_MS };
}

/* The fewest that reach the deadline, counted from today. */
int64_t
pause_days_left(
    struct request *r, const struct order *o, int64_t desk, struct moment due)
{
	const struct step *step = step_of(o, desk);
	int64_t n = 0;

	while (n < step->days &&
	       calendar_deadline(r, r->actor.now, (int)n, step->counted).ms <
		   due.ms)
		n++;
	return n;
}

/* Due when it would be if all that time is used. */
void
pause_begin(struct request *r, const struct order *o, const struct pause *p,
    struct moment until)
{
	pause_set_desk(r, p, until,
	    calendar_deadline(
		r, until, (int)p->days_left, step_of(o, p->desk)->counted),
	    claim_from(until));
}

struct moment
pause_due(struct request *r, const struct order *o, const struct pause *p)
{
	return calendar_deadline(
	    r, r->actor.now, (int)p->days_left, step_of(o, p->desk)->counted);
}

void
pause_end(struct request *r, const struct pause *p, struct moment due)
{
	pause_set_desk(
	    r, p, (struct moment){ 0 }, due, claim_from(r->actor.now));
}
