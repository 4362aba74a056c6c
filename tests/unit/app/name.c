#include "app/name/name.h"
#include "lib/text.h"
#include "unit.h"

static const char *
joined(struct arena *mem, const struct name_parts *parts)
{
	struct buf b = buf_new(mem);

	for (size_t i = 0; i < parts->n; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : " ", parts->items[i]);
	return buf_text(&b);
}

static void
names_in_parts(void **state)
{
	static const struct {
		const char *text, *parts, *clues;
	} cases[] = {
		{ "厦门市", "厦门 门市 市", "厦门 门市" },
		{ "院", "院", "院" },
		{ "Ⅱ期 院", "ii i期 期院 院", "ii i期 期院" },
		{ "", "", "" },
		{ "药药药", "药药 药", "药药" },
		{ "A药a", "a药 药a a", "a药 药a" },
		{ "𠮷野医院", "𠮷野 野医 医院 院", "𠮷野 野医 医院" },
		{ "一二三四五六七八", "一二 二三 三四 四五 五六 六七 七八 八",
		    "一二 三四 五六 七八" },
	};
	struct arena *mem = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct name_parts parts, clues;

		name_split(mem, cases[i].text, &parts);
		assert_string_equal(joined(mem, &parts), cases[i].parts);
		name_clues(mem, cases[i].text, &clues);
		assert_string_equal(joined(mem, &clues), cases[i].clues);
		assert_case(
		    i, clues.single == (text_length(cases[i].text) < 2));
	}
	arena_free(mem);
}

/* More pairs than are kept: the end is lost, nothing else. */
static void
long_names_are_cut(void **state)
{
	struct arena *mem = arena_new(1 << 20);
	struct buf name = buf_new(mem);
	struct name_parts parts;

	(void)state;
	for (int i = 0; i < 200; i++)
		buf_printf(&name, "%c%c", 'a' + i % 26, 'a' + i / 26);
	name_split(mem, buf_text(&name), &parts);
	assert_int_equal(parts.n, NAME_PARTS_MAX);
	arena_free(mem);
}

int
run_name(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_in_parts),
		cmocka_unit_test(long_names_are_cut),
	};

	return cmocka_run_group_tests_name("name", tests, NULL, NULL);
}
