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

/* PLAT-21: what is typed, and what is kept of it in a line and in prose. */
static void
cleans(void **state)
{
	static const struct {
		const char *typed, *line, *prose;
		unsigned bad; /* the character that is refused, or 0 */
		size_t at;
	} cases[] = {
		{ "O'Neill <a@b> \"x\" `y` a\\b; ☑ 😀",
		    "O'Neill <a@b> \"x\" `y` a\\b; ☑ 😀",
		    "O'Neill <a@b> \"x\" `y` a\\b; ☑ 😀", 0, 0 },
		{ "名\t电话", "名 电话", "名 电话", 0, 0 },
		{ "一\r\n二\r三\n四", "一 二 三 四", "一\n二\n三\n四", 0, 0 },
		{ "一\u2028二\v三", "一 二 三", "一\n二\n三", 0, 0 },
		{ "\u200B掌上\uFEFF就医\u00AD", "掌上就医", "掌上就医", 0, 0 },
		{ "\u202AH35\u202C\u2066x\u2069\u202D1", "H35x1", "H35x1", 0,
		    0 },
		{ "Cafe\u0301", "Caf\u00E9", "Caf\u00E9", 0, 0 },
		{ "\u212B号", "\u00C5号", "\u00C5号", 0, 0 },
		{ "👨\u200D👩", "👨\u200D👩", "👨\u200D👩", 0, 0 }, /* a family */
		{ "a\u200Db", "ab", "ab", 0, 0 },
		{ "☑\uFE0F好", "☑\uFE0F好", "☑\uFE0F好", 0, 0 },
		{ "\uFE0F好", "好", "好", 0, 0 },
		{ "a\u200D😀", "a😀", "a😀", 0, 0 },
		{ "好\uFE0F\uFE0F\uFE0F", "好\uFE0F", "好\uFE0F", 0, 0 },
		{ "\uE000", "\uE000", "\uE000", 0, 0 }, /* a rare name's */
		{ "\u3164\u2800x", "x", "x", 0, 0 },    /* blank letters */
		{ "两\x01定", "两定", "两定", 1, 2 },
		{ "ab\u202Efdp", "abfdp", "abfdp", 0x202E, 3 },
		{ "\xEF\xBF\xBF", "", "", 0xFFFF, 1 },
		{ "a\xEF\xB7\x90\x02", "a", "a", 0xFDD0, 2 },
		{ "\x7F", "", "", 0x7F, 1 },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text_bad bad;
		assert_string_equal(
		    text_clean(a, cases[i].typed, TEXT_LINE, &bad),
		    cases[i].line);
		assert_case(i, bad.character == cases[i].bad);
		assert_case(i, bad.at == cases[i].at);
		assert_string_equal(
		    text_clean(a, cases[i].typed, TEXT_PROSE, NULL),
		    cases[i].prose);
	}
	arena_free(a);
}

static void
keeps_secrets(void **state)
{
	static const char typed[] = " Cafe\u0301\u200B ";
	struct arena *a = arena_new(1 << 20);
	struct text_bad bad;

	(void)state;
	assert_string_equal(text_clean(a, typed, TEXT_SECRET, &bad), typed);
	assert_int_equal(bad.at, 0);
	text_clean(a, "a\tb", TEXT_SECRET, &bad);
	assert_int_equal(bad.at, 2);
	arena_free(a);
}

/* Each pair is one to whoever compares; the last ones are not. */
static void
folds(void **state)
{
	static const struct {
		const char *one, *other;
		bool same;
	} cases[] = {
		{ "MyApp", "ｍｙａｐｐ", true },
		{ "Café", "CAFE\u0301", true },
		{ "就医 助手", "就医  助手", true },
		{ "就医 助手", "就医助手", true },
		{ "My App", " my\u00A0 app ", true },
		{ "II期", "Ⅱ期", true },
		{ "\u212B号", "å号", true },
		{ "买买提·江", "买买提•江", true },
		{ "买买提・江", "买买提‧江", true },
		{ "买买提･江", "买买提·江", true },
		{ "STRASSE", "straße", true },
		{ "a\u200Bb", "ab", true },
		{ "（测试）", "(测试)", true },
		{ "My App", "MyApp", false },
		{ "药房", "药店", false },
		{ "", "", true },
		{ " ", "", true },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i,
		    (strcmp(text_fold(a, cases[i].one),
			 text_fold(a, cases[i].other)) == 0) == cases[i].same);
	arena_free(a);
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
		cmocka_unit_test(cleans),
		cmocka_unit_test(keeps_secrets),
		cmocka_unit_test(folds),
		cmocka_unit_test(counts_and_trims),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
