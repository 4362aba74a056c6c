#include <stdlib.h>

#include "app/session/known.h"
#include "unit.h"

static struct actor
actor(int64_t session_id, int64_t facts, const char *name)
{
	return (struct actor){ .session_id = session_id,
		.facts = facts,
		.account_name = name,
		.display_name = "王芳",
		.organisation_name = NULL };
}

static void
keeps_a_copy_until_the_facts_change(void **state)
{
	struct known *k = NULL;
	char name[] = "H35021300406";
	struct actor a = actor(7, 3, name);
	const struct actor *found;

	(void)state;
	assert_null(known_find(k, 7, 1, 3));
	known_keep(&k, &a, 1);
	name[0] = 'x'; /* the request's memory is used again */
	found = known_find(k, 7, 1, 3);
	assert_non_null(found);
	assert_string_equal(found->account_name, "H35021300406");
	assert_string_equal(found->display_name, "王芳");
	assert_null(found->organisation_name);
	assert_null(known_find(k, 7, 1, 4)); /* changed */
	assert_null(known_find(k, 7, 2, 3)); /* another grant */
	assert_null(known_find(k, 8, 1, 3)); /* another session */
	assert_null(known_find(k, 0, 0, 0)); /* nobody's place is nobody */
	free(k);
}

static void
a_place_holds_one_and_no_name_too_long(void **state)
{
	struct known *k = NULL;
	char name[500];
	struct actor a = actor(7, 1, "one"), b = actor(7 + 512, 1, "other");

	(void)state;
	known_keep(&k, &a, 1);
	known_keep(&k, &b, 1);
	assert_null(known_find(k, 7, 1, 1));
	assert_string_equal(
	    known_find(k, 7 + 512, 1, 1)->account_name, "other");
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	a.account_name = name;
	known_keep(&k, &a, 1);
	assert_null(known_find(k, 7, 1, 1));
	assert_null(known_find(k, 7 + 512, 1, 1));
	free(k);
}

int
run_known(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_a_copy_until_the_facts_change),
		cmocka_unit_test(a_place_holds_one_and_no_name_too_long),
	};

	return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
