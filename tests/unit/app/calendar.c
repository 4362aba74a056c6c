#include "app/calendar/calendar.h"
#include "unit.h"

static int64_t
day_of(const char *day)
{
	struct moment m;

	assert_true(clock_day_begin(day, &m));
	return clock_day_number(m);
}

/* PLAT-12: working days after the day of receipt, to its end in Shanghai. */
static void
plat_12_working_days(void **state)
{
	static const struct {
		const char *from;
		int hour, days;
		const char *last;
	} cases[] = {
		/* a plain week; the hour of receipt does not matter */
		{ "2026-11-16", 0, 5, "2026-11-23" },
		{ "2026-11-16", 23, 5, "2026-11-23" },
		{ "2026-11-20", 12, 1, "2026-11-23" },
		{ "2026-11-21", 12, 1, "2026-11-23" },
		{ "2026-11-22", 12, 5, "2026-11-27" },
		/* over the National Day week, with its worked Saturday */
		{ "2026-09-30", 9, 1, "2026-10-08" },
		{ "2026-09-30", 9, 3, "2026-10-10" },
		{ "2026-09-30", 9, 4, "2026-10-12" },
		/* received on a day off */
		{ "2026-10-03", 9, 1, "2026-10-08" },
		{ "2026-12-31", 9, 1, "2027-01-01" },
		{ "2026-11-16", 9, 0, "2026-11-16" },
	};
	struct exchange october[8];
	const char *const days[] = { "2026-10-01", "2026-10-02", "2026-10-05",
		"2026-10-06", "2026-10-07", "2026-10-10" };

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++)
		october[i] =
		    (struct exchange){ day_of(days[i]), i == COUNT(days) - 1 };
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct moment from = clock_day_start(day_of(cases[i].from));
		struct moment due, last;

		from.ms += (int64_t)cases[i].hour * 3600 * 1000;
		due = calendar_count(from, cases[i].days, october, COUNT(days));
		last = clock_day_start(day_of(cases[i].last) + 1);
		assert_case(i, due.ms == last.ms);
	}
}

int
run_calendar(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plat_12_working_days),
	};

	return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
