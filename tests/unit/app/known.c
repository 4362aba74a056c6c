#include <stdlib.h>

#include "app/session/known.h"
#include "unit.h"

static struct actor
actor(int64_t facts, const char *name)
{
	return (struct actor){ .facts = facts,
		.account_name = name,
		.display_name = "王芳",
		.organisation_name = NULL };
}

static void
keeps_a_copy_until_the_facts_change(void **state)
{
	static const struct met others[] = { { 7, 5, 1, 4 }, /* changed */
		{ 7, 5, 2, 3 },                              /* another grant */
		{ 7, 6, 1, 3 },   /* another account */
		{ 8, 5, 1, 3 },   /* another session */
		{ 0, 0, 0, 0 } }; /* nobody's place is nobody */
	const struct met met = { 7, 5, 1, 3 };
	struct known *k = NULL;
	char name[] = "H35021300406";
	struct actor a = actor(3, name);
	const struct actor *found;

	(void)state;
	assert_null(known_find(k, &met));
	known_keep(&k, &met, &a);
	name[0] = 'x'; /* the request's memory is used again */
	found = known_find(k, &met);
	assert_non_null(found);
	assert_string_equal(found->account_name, "H35021300406");
	assert_string_equal(found->display_name, "王芳");
	assert_null(found->organisation_name);
	for (size_t i = 0; i < COUNT(others); i++)
		assert_case(i, known_find(k, &others[i]) == NULL);
	free(k);
}

/* What was read is newer than what was asked: it is kept as what was read. */
static void
the_facts_are_those_read(void **state)
{
	const struct met asked = { 7, 5, 1, 3 }, now = { 7, 5, 1, 4 };
	struct known *k = NULL;
	struct actor a = actor(4, "one");

	(void)state;
	known_keep(&k, &asked, &a);
	assert_null(known_find(k, &asked));
	assert_non_null(known_find(k, &now));
	free(k);
}

static void
a_place_holds_one_and_no_name_too_long(void **state)
{
	const struct met one = { 7, 5, 1, 1 }, other = { 7 + 512, 6, 1, 1 };
	struct known *k = NULL;
	char name[500];
	struct actor a = actor(1, "one"), b = actor(1, "other");

	(void)state;
	known_keep(&k, &one, &a);
	known_keep(&k, &other, &b);
	assert_null(known_find(k, &one));
	assert_string_equal(known_find(k, &other)->account_name, "other");
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	a.account_name = name;
	known_keep(&k, &one, &a);
	assert_null(known_find(k, &one));
	assert_null(known_find(k, &other));
	free(k);
}

int
run_known(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_a_copy_until_the_facts_change),
		cmocka_unit_test(the_facts_are_those_read),
		cmocka_unit_test(a_place_holds_one_and_no_name_too_long),
	};

	return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
