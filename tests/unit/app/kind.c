#include "app/kind/kind.h"
#include "app/request.h"
#include "unit.h"

static void
says_who_may_begin(void **state)
{
	static const struct {
		struct applies applies;
		int64_t role;
		const char *code;
		bool may;
	} cases[] = {
		{ { 0 }, ROLE_OPERATOR, "H35021300406", true },
		{ { 0 }, ROLE_OPERATOR, NULL, true },
		{ { .institutions = INSTITUTIONS(PHARMACY) }, ROLE_OPERATOR,
		    "P35021300406", true },
		{ { .institutions = INSTITUTIONS(PHARMACY) }, ROLE_OPERATOR,
		    "H35021300406", false },
		{ { .institutions = INSTITUTIONS(MEDICAL) }, ROLE_OPERATOR,
		    "H35021300406", true },
		{ { .institutions = INSTITUTIONS(MEDICAL) }, ROLE_OPERATOR,
		    "P35021300406", false },
		{ { .institutions =
			  INSTITUTIONS(MEDICAL) | INSTITUTIONS(PHARMACY) },
		    ROLE_OPERATOR, "P35021300406", true },
		/* A bank's is none; who has none yet may become either. */
		{ { .institutions = INSTITUTIONS(MEDICAL) }, ROLE_OPERATOR,
		    "BANKA", false },
		{ { .institutions = INSTITUTIONS(MEDICAL) }, ROLE_OPERATOR,
		    NULL, true },
		{ { .roles = MAY(FINANCE) }, ROLE_FINANCE, NULL, true },
		{ { .roles = MAY(FINANCE) }, ROLE_OPERATOR, NULL, false },
		{ { MAY(FINANCE), INSTITUTIONS(PHARMACY), 0 }, ROLE_FINANCE,
		    "H35021300406", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct kind k = { .applies = cases[i].applies };
		assert_case(i, kind_applies(&k, cases[i].role, DESK_NONE,
				   cases[i].code) == cases[i].may);
	}
}

/* A bureau's administrator, by where that sits; of a kind that says nothing,
 * operators alone. */
static void
says_which_bureau_may_begin(void **state)
{
	static const struct applies anybody = { 0 },
				    cities = { .roles = MAY(PLATFORM_ADMIN),
					    .seats = SEATS(CITY) };
	static const struct {
		const struct applies *applies;
		int64_t role;
		enum desk seat;
		bool may;
	} cases[] = {
		{ &anybody, ROLE_PLATFORM_ADMIN, DESK_CITY, false },
		{ &anybody, ROLE_CITY_REVIEWER, DESK_CITY, false },
		{ &cities, ROLE_PLATFORM_ADMIN, DESK_CITY, true },
		{ &cities, ROLE_PLATFORM_ADMIN, DESK_PROVINCE, false },
		{ &cities, ROLE_PLATFORM_ADMIN, DESK_NONE, false },
		{ &cities, ROLE_CITY_REVIEWER, DESK_CITY, false },
		{ &cities, ROLE_OPERATOR, DESK_NONE, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct kind k = { .applies = *cases[i].applies };
		assert_case(i, kind_applies(&k, cases[i].role, cases[i].seat,
				   NULL) == cases[i].may);
	}
}

/* USER-3: a list that some desks review by permission. */
static void
says_what_takes_a_permission(void **state)
{
	static const struct order_list_kind free = { .number = 3 },
					    taken = { .number = 4,
						    .permitted = SEATS(CITY) };
	static const struct {
		const struct order_list_kind *list;
		enum desk desk;
		int64_t permits;
		bool lacks;
	} cases[] = {
		{ &free, DESK_CITY, 0, false },
		{ &taken, DESK_CITY, 0, true },
		{ &taken, DESK_CITY, 1 << 3, true },
		{ &taken, DESK_CITY, 1 << 4, false },
		{ &taken, DESK_CITY, 1 << 4 | 1 << 3, false },
		/* A desk that needs none, and nobody's. */
		{ &taken, DESK_DISTRICT, 0, false },
		{ &taken, DESK_NONE, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i, kind_list_lacks(cases[i].list, cases[i].desk,
				   cases[i].permits) == cases[i].lacks);
}

/* What is reviewed by permission is a word to ask for, at desks that it has. */
static void
permissions_are_of_lists_with_steps(void **state)
{
	const struct order_list_kind *l = NULL;
	size_t n = 0;

	(void)state;
	while ((l = kind_list_next(l)) != NULL) {
		const struct word *w = words_at(&permission_words, l->number);
		assert_case(n, (w != NULL) == (l->permitted != 0));
		n += w != NULL;
		for (int desk = 0; desk < DESK_COUNT; desk++) {
			bool needs = (l->permitted >> desk & 1) != 0;
			assert_case(desk,
			    !needs || kind_list_is_at(l, (enum desk)desk));
			if (l->permitted != 0)
				assert_case(
				    desk, (kind_permits_at((enum desk)desk) >>
						  l->number &
					      1) == needs);
		}
	}
	assert_int_equal(n, permission_words.n);
}

int
run_kind(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_who_may_begin),
		cmocka_unit_test(says_which_bureau_may_begin),
		cmocka_unit_test(says_what_takes_a_permission),
		cmocka_unit_test(permissions_are_of_lists_with_steps),
	};

	return cmocka_run_group_tests_name("kind", tests, NULL, NULL);
}
