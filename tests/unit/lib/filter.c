#include "lib/filter.h"
#include "unit.h"

struct query_form {
	int64_t kind;
	const char *name;
	struct moment from;
};

#define F(member, text, how) FILTER(query_form, member, text, how)
static const struct filter filters[] = {
	F(kind, "AND kind = ? ", FILTER_EQUAL),
	F(name, "AND name LIKE ? ", FILTER_CONTAINS),
	F(from, "AND at >= ? ", FILTER_EQUAL),
};

static void
adds_only_what_is_set(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct query_form none = { 0 };
	struct query_form some = { 2, "x' OR 1=1", { 5 } };
	struct buf sql = buf_new(a);

	(void)state;
	filter_add(&sql, filters, COUNT(filters), &none);
	assert_string_equal(buf_text(&sql), "");
	filter_add(&sql, filters, COUNT(filters), &some);
	/* What was typed never becomes part of the statement. */
	assert_string_equal(
	    buf_text(&sql), "AND kind = ? AND name LIKE ? AND at >= ? ");
	arena_free(a);
}

int
run_filter(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adds_only_what_is_set),
	};

	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
