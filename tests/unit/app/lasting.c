/* What a worker remembers until something of it changes. */
#include "app/lasting/lasting.h"
#include "unit.h"

static const struct lasting_key one = { LASTING_OFFICES, 350213, 7 };

static void
keeps_until_the_count_differs(void **state)
{
	struct lasting *l = NULL;
	int64_t n = 5;

	(void)state;
	lasting_at(&l, 3, 1000);
	assert_null(lasting_find(l, one));
	lasting_keep(l, one, &n, sizeof(n));
	n = 6; /* a copy was kept */
	lasting_at(&l, 3, 1000);
	assert_int_equal(*(const int64_t *)lasting_find(l, one), 5);
	lasting_at(&l, 4, 1000);
	assert_null(lasting_find(l, one));
	/* An earlier count is another one, too. */
	lasting_keep(l, one, &n, sizeof(n));
	lasting_at(&l, 3, 1000);
	assert_null(lasting_find(l, one));
	lasting_free(l);
}

static void
keeps_no_longer_than_a_while(void **state)
{
	struct lasting *l = NULL;
	int64_t n = 5;

	(void)state;
	lasting_at(&l, 3, 1000);
	lasting_keep(l, one, &n, sizeof(n));
	lasting_at(&l, 3, 1000 + LASTING_MS - 1);
	assert_non_null(lasting_find(l, one));
	lasting_at(&l, 3, 1000 + LASTING_MS);
	assert_null(lasting_find(l, one));
	lasting_free(l);
}

static void
tells_one_from_another(void **state)
{
	static const struct lasting_key others[] = {
		{ LASTING_DAYS, 350213, 7 },
		{ LASTING_OFFICES, 350214, 7 },
		{ LASTING_OFFICES, 350213, 8 },
		{ LASTING_OFFICES, 7, 350213 },
	};
	struct lasting *l = NULL;

	(void)state;
	lasting_at(&l, 1, 0);
	lasting_keep(l, one, "one", 4);
	for (size_t i = 0; i < COUNT(others); i++)
		assert_case(i, lasting_find(l, others[i]) == NULL);
	for (size_t i = 0; i < COUNT(others); i++)
		lasting_keep(l, others[i], &i, sizeof(i));
	for (size_t i = 0; i < COUNT(others); i++)
		assert_case(
		    i, *(const size_t *)lasting_find(l, others[i]) == i);
	assert_string_equal(lasting_find(l, one), "one");
	lasting_free(l);
}

/* Whoever has not read the count is told nothing, and leaves nothing. */
static void
nobody_remembers_without_the_count(void **state)
{
	(void)state;
	lasting_keep(NULL, one, "one", 4);
	assert_null(lasting_find(NULL, one));
}

/* However many there are, a worker stays small. */
static void
forgets_before_it_grows(void **state)
{
	struct lasting *l = NULL;
	int64_t kept = 0;

	(void)state;
	for (int64_t i = 0; i < 1000; i++) {
		const struct lasting_key key = { LASTING_OFFICES, i, 0 };
		lasting_at(&l, 1, 0);
		lasting_keep(l, key, &i, sizeof(i));
		assert_non_null(lasting_find(l, key));
	}
	for (int64_t i = 0; i < 1000; i++)
		kept += lasting_find(l, (struct lasting_key){
					    LASTING_OFFICES, i, 0 }) != NULL;
	assert_in_range(kept, 1, 300);
	lasting_free(l);
}

int
run_lasting(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_until_the_count_differs),
		cmocka_unit_test(keeps_no_longer_than_a_while),
		cmocka_unit_test(tells_one_from_another),
		cmocka_unit_test(nobody_remembers_without_the_count),
		cmocka_unit_test(forgets_before_it_grows),
	};

	return cmocka_run_group_tests_name("lasting", tests, NULL, NULL);
}
