/* Counting working days; see calendar.h. */
#include "app/calendar/calendar.h"

enum { THURSDAY = 4, WEEK = 7 };

/* 1970-01-01 was a Thursday. */
static bool
is_weekend(int64_t day)
{
	int64_t weekday = (day + THURSDAY) % WEEK;

	return weekday == 0 || weekday == WEEK - 1;
}

static bool
works(int64_t day, const struct exchange *exchanged, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (exchanged[i].day == day)
			return exchanged[i].works != 0;
	return !is_weekend(day);
}

struct moment
calendar_count(
    struct moment from, int days, const struct exchange *exchanged, size_t n)
{
	int64_t day = clock_day_number(from);

	while (days > 0)
		days -= works(++day, exchanged, n);
	return (struct moment){ clock_day_start(day).ms + CLOCK_DAY_MS };
}
