/* Texts with names in them, and values where they could do harm. */
#include "lib/fill.h"

#include "unit.h"

static const char *
value(struct arena *mem, const void *context, const char *name)
{
	(void)mem;
	(void)context;
	if (strcmp(name, "phone") == 0)
		return "138";
	return strcmp(name, "text") == 0 ? "{phone}" : NULL;
}

static void
names_are_filled_in(void **state)
{
	static const struct {
		const char *text, *filled;
	} cases[] = {
		{ "", "" },
		{ "to {phone}!", "to 138!" },
		/* Not looked at again. */
		{ "{text}{phone}", "{phone}138" },
		{ "{\"p\":\"{phone}\"}", "{\"p\":\"138\"}" },
		{ "{{phone}}", "{138}" },
		{ "{other} {} {phone", "{other} {} {phone" },
		{ "{Phone}{", "{Phone}{" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i, strcmp(fill_in(a, cases[i].text, value, NULL),
				   cases[i].filled) == 0);
	arena_free(a);
}

static void
values_end_nothing(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_string_equal(fill_percent(a, "a&b=c d%\r\n两~"),
	    "a%26b%3Dc%20d%25%0D%0A%E4%B8%A4~");
	assert_string_equal(fill_json(a, "a\"b\\\n两"), "a\\\"b\\\\\\n两");
	assert_string_equal(fill_json(a, ""), "");
	arena_free(a);
}

int
run_fill(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_filled_in),
		cmocka_unit_test(values_end_nothing),
	};

	return cmocka_run_group_tests_name("fill", tests, NULL, NULL);
}
