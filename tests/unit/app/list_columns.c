#include "app/list/columns.h"
#include "unit.h"

struct item {
	int64_t n, hidden;
	const char *name, *secret;
	struct moment at;
	const struct json *words;
};

static const struct column columns[] = {
	COLUMN_WITH(item, n, .sql = "t.n", .zh = "数", .en = "Number"),
	COLUMN_WITH(item, hidden, .sql = "1", .sees = MAY(OPERATOR)),
	COLUMN_WITH(item, name, .zh = "名", .en = "Name"),
	COLUMN_WITH(item, secret, .sql = "t.a", .sql_other = "w.a",
	    .sees = MAY(OPERATOR) | MAY(FINANCE), .zh = "密", .en = "Secret"),
	COLUMN_WITH(item, at, .sql = "t.at", .sees = MAY(OPERATOR)),
	COLUMN_WITH(item, words, .sees = MAY(OPERATOR)),
};
static const struct shape shape = SHAPE(item, columns);

static void
selects_what_is_read(void **state)
{
	static const char *const cases[] = {
		"t.n AS n, 1 AS hidden, t.a AS secret, t.at AS at ",
		"t.n AS n, 1 AS hidden, w.a AS secret, t.at AS at ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena *a = arena_new(1 << 16);
		struct buf sql = buf_new(a);
		list_columns_add(&sql, &shape, i == 1);
		assert_string_equal(buf_text(&sql), cases[i]);
		arena_free(a);
	}
}

static void
hides_from_a_role_what_is_not_its_to_see(void **state)
{
	static const struct json j = { 0 };
	static const struct {
		int64_t role;
		bool hidden, secret;
	} cases[] = {
		{ ROLE_OPERATOR, true, true },
		{ ROLE_FINANCE, false, true },
		{ ROLE_CITY_REVIEWER, false, false },
		{ 0, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct item it = { 1, 2, "a", "b", { 3 }, &j };
		list_columns_hide(&shape, cases[i].role, &it);
		assert_case(i, it.n == 1 && it.name != NULL);
		assert_case(i, (it.secret != NULL) == cases[i].secret);
		assert_case(i, (it.hidden != 0) == cases[i].hidden);
		assert_case(i, (it.at.ms != 0) == cases[i].hidden);
		assert_case(i, (it.words != NULL) == cases[i].hidden);
		assert_case(i, list_column_is_for(&columns[0], cases[i].role));
		/* Without a heading there is nothing to show. */
		assert_case(i, !list_column_is_for(&columns[1], cases[i].role));
		assert_case(i, list_column_is_for(&columns[3], cases[i].role) ==
				   cases[i].secret);
	}
}

int
run_list_columns(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selects_what_is_read),
		cmocka_unit_test(hides_from_a_role_what_is_not_its_to_see),
	};

	return cmocka_run_group_tests_name("list_columns", tests, NULL, NULL);
}
