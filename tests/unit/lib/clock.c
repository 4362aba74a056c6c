#include <time.h>

#include "lib/clock.h"
#include "unit.h"

static void
texts_and_days(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct moment m;

	(void)state;
	assert_string_equal(
	    clock_text(a, (struct moment){ 1 }), "1970-01-01T00:00:00.001Z");
	assert_true(clock_day_begin("2026-01-01", &m));
	assert_string_equal(clock_text(a, m), "2025-12-31T16:00:00.000Z");
	/* The local day turns at 16:00 UTC. */
	assert_int_equal(
	    clock_local_day((struct moment){ m.ms - 1 }), 20251231);
	assert_int_equal(clock_local_day(m), 20260101);
	assert_false(clock_day_begin("2026-02-29", &m));
	assert_false(clock_day_begin("1799-01-01", &m));
	assert_false(clock_day_begin("2026- 1-01", &m));
	arena_free(a);
}

/* Every day of a thousand years against the C library's own arithmetic. */
static void
days_both_ways(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct arena_mark mark = arena_mark(a);

	(void)state;
	for (int64_t day = -62000; day < 300000; day++) {
		time_t t = (time_t)(day * 86400 + 45296);
		struct moment m = { (int64_t)t * 1000 };
		struct tm tm;
		char text[40];

		gmtime_r(&t, &tm);
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S.000Z", &tm);
		assert_string_equal(clock_text(a, m), text);
		assert_int_equal(clock_moment(tm.tm_year + 1900, tm.tm_mon + 1,
				     tm.tm_mday, 45296000)
				     .ms,
		    m.ms);
		arena_reset(a, mark);
	}
	assert_string_equal(clock_text(a, (struct moment){ 1234567890987 }),
	    "2009-02-13T23:31:30.987Z");
	arena_free(a);
}

int
run_clock(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_and_days),
		cmocka_unit_test(days_both_ways),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
