#include "lib/text.h"
#include "unit.h"

static void
utf8_is_strict(void **state)
{
	static const struct {
		const char *data;
		size_t len;
		bool good;
	} cases[] = {
		{ "", 0, true },
		{ "abc", 3, true },
		{ "两定", 6, true },
		{ "\xF0\xA0\x80\x80", 4, true },  /* U+20000 */
		{ "\xF4\x8F\xBF\xBF", 4, true },  /* U+10FFFF */
		{ "a\0b", 3, false },             /* NUL */
		{ "\xC0\x80", 2, false },         /* overlong NUL */
		{ "\xC1\xBF", 2, false },         /* overlong */
		{ "\xE0\x9F\xBF", 3, false },     /* overlong */
		{ "\xF0\x8F\xBF\xBF", 4, false }, /* overlong */
		{ "\xED\xA0\x80", 3, false },     /* a surrogate */
		{ "\xF4\x90\x80\x80", 4, false }, /* past the end */
		{ "\xF5\x80\x80\x80", 4, false },
		{ "\x80", 1, false },     /* a tail alone */
		{ "\xE4\xB8", 2, false }, /* torn */
		{ "\xE4\x41\xA4", 3, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i,
		    text_is_utf8(cases[i].data, cases[i].len) == cases[i].good);
}

static void
characters(void **state)
{
	static const struct {
		const char *text;
		bool line, prose, secret;
	} cases[] = {
		{ "掌上就医（测试）2.0", true, true, true },
		{ "O’Brien & Söhne", true, true, true },
		{ "\xF0\xA0\xAE\xB7野家", true, true, true }, /* U+20BB7 */
		{ "两行\n文字", false, true, false },
		{ "a;b", false, true, true },
		{ "<b>", false, false, true },
		{ "' OR 1=1 --", false, false, true },
		{ "\"x\"", false, false, true },
		{ "a\\b", false, false, true },
		{ "`", false, false, true },
		{ "😀", false, false, true },
		{ "☎", false, false, true },
		{ "\xE2\x80\xAE", false, false, true },  /* U+202E */
		{ "a\xE2\x80\x8B", false, false, true }, /* U+200B */
		{ "\xEE\x80\x80", false, false, true },  /* U+E000 */
		{ "a\tb", false, false, false },
		{ "\x7F", false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *s = cases[i].text;
		assert_case(i, text_is_allowed(s, TEXT_LINE) == cases[i].line);
		assert_case(
		    i, text_is_allowed(s, TEXT_PROSE) == cases[i].prose);
		assert_case(
		    i, text_is_allowed(s, TEXT_SECRET) == cases[i].secret);
	}
}

static void
counts_and_trims(void **state)
{
	char padded[] = " \t　两 定\xC2\xA0\n", blank[] = "　 ";

	(void)state;
	assert_int_equal(text_length("两定ab"), 4);
	assert_int_equal(text_bytes("两定ab", 1), 3);
	assert_int_equal(text_bytes("两定ab", 3), 7);
	assert_int_equal(text_bytes("两定ab", 60), 8);
	assert_int_equal(text_length("\xF0\xA0\xAE\xB7"), 1);
	assert_string_equal(text_trim(padded), "两 定");
	assert_string_equal(text_trim(blank), "");
}

int
run_text(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_strict),
		cmocka_unit_test(characters),
		cmocka_unit_test(counts_and_trims),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
