#include <stdlib.h>
#include <string.h>
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

/* RFC 3339, its offset always said. */
static void
times_as_they_are_written(void **state)
{
	static const struct {
		const char *text;
		int64_t ms; /* -1: it is none */
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01T08:00:00.001+08:00", 1 },
		{ "1969-12-31T23:30:00-00:30", 0 },
		{ "2026-11-20T23:59:59.999+08:00", 1795190399999 },
		{ "2026-11-20T15:59:59.9Z", 1795190399900 },
		{ "2026-11-20T15:59:59.99Z", 1795190399990 },
		{ "2024-02-29T00:00:00Z", 1709164800000 },
		{ "2026-02-29T00:00:00Z", -1 },
		{ "2026-11-20T24:00:00Z", -1 },
		{ "2026-11-20T23:60:00Z", -1 },
		{ "2026-11-20T23:59:60Z", -1 },
		{ "2026-11-20T23:59:59", -1 },
		{ "2026-11-20T23:59:59.Z", -1 },
		{ "2026-11-20T23:59:59.0001Z", -1 },
		{ "2026-11-20T23:59:59+0800", -1 },
		{ "2026-11-20T23:59:59+24:00", -1 },
		{ "2026-11-20T23:59:59+08:60", -1 },
		{ "2026-11-20T23:59:59+08", -1 },
		{ "2026-11-20T23:59:59Zx", -1 },
		{ "2026-11-20T23:59Z", -1 },
		{ "2026-11-20 23:59:59Z", -1 },
		{ "2026-11-20t23:59:59z", -1 },
		{ "2026-11-20T", -1 },
		{ "2026-11-20", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		/* With nothing behind its end: whoever reads on is caught. */
		char *text = strdup(cases[i].text);
		struct moment m = { -1 };
		bool real = clock_read(text, &m);
		if (real != (cases[i].ms >= 0) || (real && m.ms != cases[i].ms))
			fail_msg("%zu: %s is %d, %lld", i, text, real,
			    (long long)m.ms);
		free(text);
	}
}

int
run_clock(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_and_days),
		cmocka_unit_test(days_both_ways),
		cmocka_unit_test(times_as_they_are_written),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
