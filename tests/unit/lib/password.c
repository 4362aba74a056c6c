#include "lib/password.h"

#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

static void
hashes_as_phc_strings(void **state)
{
	/* What is configured unless told otherwise. */
	const struct password_cost cost = { 19456, 2 }, dearer = { 19456, 3 };
	struct arena *a = arena_new(1 << 20);
	const char *phc = password_hash(a, &cost, "正确的马电池订书钉");
	char longest[65];

	(void)state;
	assert_int_equal(
	    strncmp(phc, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
	assert_true(password_fits(phc, "正确的马电池订书钉"));
	assert_false(password_fits(phc, "正确的马电池订书针"));
	assert_false(password_fits("", "x"));
	assert_false(password_is_old(phc, &cost));
	assert_true(password_is_old(phc, &dearer));
	/* 64 characters count to the last one. */
	memset(longest, 'a', 64);
	longest[64] = '\0';
	phc = password_hash(a, &cost, longest);
	longest[63] = 'b';
	assert_false(password_fits(phc, longest));
	arena_free(a);
}

static void
knows_what_is_too_cheap(void **state)
{
	static const struct {
		struct password_cost cost;
		bool cheap;
	} cases[] = {
		{ { 8, 1 }, true },
		{ { 7167, 10 }, true },
		{ { 7168, 4 }, true },
		{ { 7168, 5 }, false },
		{ { 9216, 4 }, false },
		{ { 12288, 3 }, false },
		{ { 19456, 1 }, true },
		{ { 19456, 2 }, false },
		{ { 47104, 1 }, false },
		{ { 262144, 0 }, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (password_is_cheap(&cases[i].cost) != cases[i].cheap)
			fail_msg("case %zu", i);
}

static void
slots_are_few_and_come_back(void **state)
{
	char directory[] = "/tmp/liangding-slots-XXXXXX";
	struct arena *a = arena_new(1 << 16);
	int first, second;

	(void)state;
	assert_non_null(mkdtemp(directory));
	first = password_enter(directory);
	second = password_enter(directory);
	assert_true(first >= 0 && second >= 0);
	assert_int_equal(password_enter(directory), -1);
	password_leave(first);
	first = password_enter(directory);
	assert_true(first >= 0);
	password_leave(first);
	password_leave(second);
	assert_int_equal(system(arena_printf(a, "rm -rf %s", directory)), 0);
	arena_free(a);
}

int
run_password(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_as_phc_strings),
		cmocka_unit_test(knows_what_is_too_cheap),
		cmocka_unit_test(slots_are_few_and_come_back),
	};

	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
