/* See checks.h. */
#include "app/kind/checks.h"

void
kind_check_valid(struct request *r, const struct form *form, const char *path,
    const char *day)
{
	struct moment begins;

	if (clock_day_begin(day, &begins) &&
	    clock_local_day(begins) < clock_local_day(r->actor.now))
		request_fault(r, form, path, "ended");
}

void
kind_check_begun(struct request *r, const struct form *form, const char *path,
    const char *day)
{
	struct moment begins;

	if (clock_day_begin(day, &begins) && begins.ms > r->actor.now.ms)
		request_fault(r, form, path, "ahead");
}
