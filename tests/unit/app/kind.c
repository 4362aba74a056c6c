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
		{ { MAY(FINANCE), INSTITUTIONS(PHARMACY) }, ROLE_FINANCE,
		    "H35021300406", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct kind k = { .applies = cases[i].applies };
		assert_case(i, kind_applies(&k, cases[i].role, cases[i].code) ==
				   cases[i].may);
	}
}

int
run_kind(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_who_may_begin),
	};

	return cmocka_run_group_tests_name("kind", tests, NULL, NULL);
}
