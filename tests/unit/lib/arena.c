#include "lib/arena.h"
#include "unit.h"

static int closed;

static void
note_closed(void *arg)
{
	closed = closed * 10 + *(int *)arg;
}

static void
zeroes_and_aligns(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t n = 1; n < 3000; n += 37) {
		unsigned char *p = arena_alloc(a, n);
		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, n);
	}
	arena_free(a);
}

static void
closes_in_reverse_and_reuses(void **state)
{
	struct arena *a = arena_new(1 << 20);
	int one = 1, two = 2, three = 3;
	struct arena_mark mark;
	char *before, *after;

	(void)state;
	closed = 0;
	arena_on_reset(a, note_closed, &one);
	mark = arena_mark(a);
	before = arena_alloc(a, 100);
	arena_on_reset(a, note_closed, &two);
	arena_alloc(a, 300000); /* a block of its own */
	arena_on_reset(a, note_closed, &three);
	arena_reset(a, mark);
	assert_int_equal(closed, 32);
	after = arena_alloc(a, 100);
	assert_ptr_equal(before, after);
	arena_free(a);
	assert_int_equal(closed, 321);
}

static void
prints(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_string_equal(arena_printf(a, "%s-%d", "x", 42), "x-42");
	assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
	arena_free(a);
}

int
run_arena(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeroes_and_aligns),
		cmocka_unit_test(closes_in_reverse_and_reuses),
		cmocka_unit_test(prints),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
