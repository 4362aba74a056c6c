#include "lib/shape.h"
#include "lib/mask.h"
#include "unit.h"

struct part {
	int64_t n;
};

static const struct column part_columns[] = {
	COLUMN(part, n),
};
static const struct shape part_shape = SHAPE(part, part_columns);

static const struct word colour_list[] = {
	{ 1, "red", "红", "Red", NULL, NULL },
};
static const struct words colours = WORDS("colour", colour_list);

struct whole {
	int64_t id, colour, secret;
	bool yes;
	const char *name, *note;
	struct moment at;
	const struct part *part;
	struct list parts;
	const struct json *tree;
};

static const struct column whole_columns[] = {
	COLUMN(whole, id),
	COLUMN_WITH(whole, colour, .words = &colours, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(whole, secret, .flags = COLUMN_PRIVATE),
	COLUMN(whole, yes),
	COLUMN(whole, name),
	COLUMN_WITH(whole, note, .flags = COLUMN_OPTIONAL),
	COLUMN_WITH(whole, at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(
	    whole, part, .shape = &part_shape, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(whole, parts, .shape = &part_shape),
	COLUMN_WITH(whole, tree, .flags = COLUMN_NULLABLE),
};
static const struct shape whole_shape = SHAPE(whole, whole_columns);

static const char *
written(struct arena *a, const struct whole *w)
{
	struct json_out o;

	json_begin(&o, a);
	shape_write(&o, &whole_shape, w);
	return json_finish(&o);
}

static void
writes_by_the_table(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct part parts[] = { { 1 }, { 2 } };
	struct whole w = { .id = 5, .secret = 9, .name = "甲" };

	(void)state;
	assert_string_equal(written(a, &w),
	    "{\"id\":5,\"colour\":null,\"yes\":false,\"name\":\"甲\","
	    "\"at\":null,\"part\":null,\"parts\":[],\"tree\":null}");
	w.colour = 1;
	w.yes = true;
	w.note = "乙";
	w.at.ms = 1000;
	w.part = &parts[1];
	w.parts = (struct list){ parts, 2 };
	assert_string_equal(written(a, &w),
	    "{\"id\":5,\"colour\":\"red\",\"yes\":true,\"name\":\"甲\","
	    "\"note\":\"乙\",\"at\":\"1970-01-01T00:00:01.000Z\","
	    "\"part\":{\"n\":2},\"parts\":[{\"n\":1},{\"n\":2}],"
	    "\"tree\":null}");
	arena_free(a);
}

static void
masks(void **state)
{
	static const char *const cases[][2] = {
		{ "张", "张" },
		{ "王小明", "王**" },
		{ "13800138000", "138****8000" },
		{ "0592-1234567", "059*****4567" },
		{ "yibao@hospital.cn", "y****@hospital.cn" },
		{ "a@b.cn", "*@b.cn" },
		{ "", "" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(
		    i, strcmp(mask_text(a, cases[i][0]), cases[i][1]) == 0);
	arena_free(a);
}

int
run_shape(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_by_the_table),
		cmocka_unit_test(masks),
	};

	return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
