#include "lib/json.h"

#include <stdio.h>

#include "unit.h"

static void
refuses_what_is_not_strict(void **state)
{
	static const struct {
		const char *text;
		size_t len; /* 0: up to the NUL */
		bool good;
	} cases[] = {
		{ "{}", 0, true },
		{ "[1,-2.5e3,true,null,\"两定\"]", 0, true },
		{ "{\"a\":{\"b\":[{}]}}", 0, true },
		{ "\"\\ud83d\\ude00\"", 0, true }, /* a pair */
		{ "\"\\\\u0000\"", 0, true },      /* an escaped backslash */
		{ "", 0, false },
		{ "{} {}", 0, false },
		{ "{\"a\":1,}", 0, false },
		{ "[1,]", 0, false },
		{ "{\"a\":1,\"a\":2}", 0, false }, /* twice */
		{ "{\"a\":1,\"\\u0061\":2}", 0, false },
		{ "/* x */{}", 0, false },
		{ "{}// x", 0, false },
		{ "\"\\u0000\"", 0, true }, /* noted: takes_nul_out() */
		{ "{\"\\u0000\":1}", 0, false },
		{ "{\f}", 0, false },
		{ "[1,\v2]", 0, false },
		{ "\"\\ud800\"", 0, false },
		{ "\"\\udc00\\ud800\"", 0, false },
		{ "\"\\ud83dx\"", 0, false },
		{ "\"\\u12\"", 0, false },
		{ "\"a\0b\"", 5, false },
		{ "\"\xC0\x80\"", 0, false },
		{ "\"\xED\xA0\x80\"", 0, false },
		{ "{\"a\":01}", 0, false },
		{ "NaN", 0, false },
		{ "'a'", 0, false },
		{ "[1", 0, false },
	};
	struct arena *a = arena_new(1 << 22);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t n = cases[i].len ? cases[i].len : strlen(cases[i].text);
		assert_case(i,
		    (json_read(a, cases[i].text, n) != NULL) == cases[i].good);
	}
	arena_free(a);
}

static void
takes_nul_out(void **state)
{
	struct arena *a = arena_new(1 << 20);
	const char text[] = "[\"两a\\u0000b\\u0000\",\"c\"]";
	const struct json *all = json_read(a, text, strlen(text));

	(void)state;
	assert_string_equal(all->first->text, "两ab");
	assert_int_equal(all->first->nul_at, 3);
	assert_int_equal(all->last->nul_at, 0);
	arena_free(a);
}

static void
keeps_to_its_limits(void **state)
{
	enum { MEGABYTE = 1024 * 1024 };
	struct arena *a = arena_new(64 << 20);
	char *deep = arena_alloc(a, MEGABYTE + 1);
	struct buf wide = buf_new(a);

	(void)state;
	memset(deep, '[', MEGABYTE);
	assert_null(json_read(a, deep, MEGABYTE));
	assert_null(json_read(a, deep, MEGABYTE + 1));
	memset(deep, '[', 32);
	memset(deep + 32, ']', 32);
	assert_non_null(json_read(a, deep, 64));
	memset(deep, '[', 33);
	memset(deep + 33, ']', 33);
	assert_null(json_read(a, deep, 66));
	buf_puts(&wide, "{");
	for (int i = 0; i < 257; i++)
		buf_printf(&wide, "%s\"m%d\":0", i ? "," : "", i);
	buf_puts(&wide, "}");
	assert_null(json_read(a, wide.data, wide.len));
	wide = buf_new(a);
	buf_puts(&wide, "[0");
	for (int i = 0; i < JSON_ELEMENTS_MAX; i++)
		buf_puts(&wide, ",0");
	buf_puts(&wide, "]");
	assert_null(json_read(a, wide.data, wide.len));
	arena_free(a);
}

static void
integers(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int64_t value;
	} cases[] = {
		{ "0", true, 0 },
		{ "-7", true, -7 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "9223372036854775808", false, 0 },
		{ "1.0", false, 0 },
		{ "1e3", false, 0 },
		{ "true", false, 0 },
		{ "\"1\"", false, 0 },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct json *j =
		    json_read(a, cases[i].text, strlen(cases[i].text));
		int64_t value = 0;
		assert_case(i, j != NULL);
		assert_case(i, json_integer(j, &value) == cases[i].good);
		if (cases[i].good)
			assert_case(i, value == cases[i].value);
	}
	arena_free(a);
}

static void
writes_what_it_read(void **state)
{
	const char text[] = "{\"a\":[1,-2,{\"b\":null}],\"c\":\"两\\n\\\"\","
			    "\"d\":true,\"e\":12345678901234567890}";
	struct arena *a = arena_new(1 << 20);
	struct json_out o;

	(void)state;
	json_begin(&o, a);
	json_tree(&o, json_read(a, text, strlen(text)));
	assert_string_equal(json_finish(&o), text);
	json_begin(&o, a);
	json_object(&o);
	json_int(&o, 1); /* a value where a name must stand */
	assert_null(json_finish(&o));
	arena_free(a);
}

int
run_json(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_what_is_not_strict),
		cmocka_unit_test(takes_nul_out),
		cmocka_unit_test(keeps_to_its_limits),
		cmocka_unit_test(integers),
		cmocka_unit_test(writes_what_it_read),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
