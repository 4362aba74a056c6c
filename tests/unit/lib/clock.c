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

int
run_clock(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_and_days),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
