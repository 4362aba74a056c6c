/* What is told of a form: to the browser that draws it, and to API clients. */
#include "app/describe/schemas.h"
#include "unit.h"

static const struct accept pdf = { "application/pdf", ".pdf" };
static const struct accept *const papers[] = { &pdf, NULL };
static const struct word paid_list[] = {
	{ 1, "cash", "现金", "Cash", NULL, NULL },
	{ 2, "card", "刷卡", "Card", NULL, NULL },
};
static const struct words paid = WORDS("paid", paid_list);
static const struct tree_row rows[] = {
	{ "03", NULL, "内科", "Internal medicine" },
	{ "03.01", "03", "呼吸内科", "Respiratory" },
};
static const struct tree subjects = TREE("subjects", false, rows);

static const struct field item_fields[] = {
	{ .name = "proof",
	    .type = FIELD_ATTACHMENT,
	    .accept = papers,
	    .max_items = 2,
	    .max_size = 9,
	    .example = "agreement",
	    .zh = "证明",
	    .en = "Proof" },
};
static const struct form item_form = FORM("item", "项", "Item", item_fields);

static const struct field fields[] = {
	SECTION("money", "金额", "Money"),
	{ .name = "paid",
	    .type = FIELD_CHOICES,
	    .words = &paid,
	    .zh = "付款",
	    .en = "Paid by" },
	{ .name = "sum",
	    .type = FIELD_MONEY,
	    .flags = FIELD_REQUIRED,
	    .when = { "paid", { "cash" }, .unless = true },
	    .max = 500,
	    .zh = "金额",
	    .en = "Sum" },
	SECTION("rest", "其他", "Rest"),
	{ .name = "subjects",
	    .type = FIELD_TREE,
	    .tree = &subjects,
	    .max_items = 1,
	    .zh = "科目",
	    .en = "Subjects" },
	{ .name = "gone",
	    .type = FIELD_TEXT,
	    .retired = 20260101,
	    .zh = "旧",
	    .en = "Old" },
	{ .name = "seats", .type = FIELD_INTEGER, .zh = "座位", .en = "Seats" },
	{ .name = "fast", .type = FIELD_BOOLEAN, .zh = "快", .en = "Fast" },
	{ .name = "items",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REQUIRED | FIELD_REPEATED | FIELD_KEYED,
	    .max_items = 3,
	    .part = &item_form,
	    .zh = "项目",
	    .en = "Items" },
};
static const struct form form = FORM("trip", "行程", "Trip", fields);

/* Each stands in the text, in this order. */
static void
says(const char *text, const char *const *parts, size_t n)
{
	const char *at = text;

	for (size_t i = 0; i < n; i++) {
		at = at == NULL ? NULL : strstr(at, parts[i]);
		if (at == NULL)
			fail_msg("%s\nlacks, there: %s", text, parts[i]);
	}
}

static void
draws_what_the_form_says(void **state)
{
	static const char *const parts[] = {
		"\"name\":\"trip\",\"zh\":\"行程\",\"en\":\"Trip\"",
		"\"sections\":[{\"name\":\"money\",\"zh\":\"金额\",\"en\":"
		"\"Money\",\"fields\":[\"paid\",\"sum\"]},{\"name\":\"rest\","
		"\"zh\":\"其他\",\"en\":\"Rest\",\"fields\":[\"subjects\","
		"\"seats\",\"fast\",\"items\"]}]",
		"\"fields\":[{\"name\":\"paid\",\"type\":\"choices\"",
		"\"enum\":\"paid\"",
		"{\"name\":\"sum\",\"type\":\"money\"",
		"\"required\":true,\"when\":{\"field\":\"paid\",\"words\":["
		"\"cash\"],\"unless\":true},\"offered\":false",
		"\"max\":500",
		"{\"name\":\"subjects\",\"type\":\"tree\"",
		"\"tree\":\"subjects\"",
		"\"max_items\":1",
		"{\"name\":\"seats\",\"type\":\"integer\"",
		"{\"name\":\"fast\",\"type\":\"boolean\"",
		"{\"name\":\"items\",\"type\":\"group\"",
		"\"repeated\":true",
		"\"max_items\":3",
		"\"fields\":[{\"name\":\"proof\",\"type\":\"attachment\"",
		"\"example\":\"agreement\"",
		"\"max_files\":2",
	};
	struct arena *a = arena_new(1 << 20);
	struct json_out o;
	const char *text;

	(void)state;
	json_begin(&o, a);
	form_drawn(&o, &form);
	text = json_finish(&o);
	says(text, parts, COUNT(parts));
	assert_null(strstr(text, "gone"));
	assert_null(strstr(text, "section\""));
	arena_free(a);
}

static void
draws_a_tree(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct json_out o;

	(void)state;
	json_begin(&o, a);
	tree_drawn(&o, &subjects);
	assert_string_equal(json_finish(&o),
	    "{\"parents\":false,\"rows\":[{\"code\":\"03\",\"zh\":\"内科\","
	    "\"en\":\"Internal medicine\"},{\"code\":\"03.01\",\"parent\":"
	    "\"03\",\"zh\":\"呼吸内科\",\"en\":\"Respiratory\"}]}");
	arena_free(a);
}

static void
schemas_say_what_is_taken_and_shown(void **state)
{
	static const char *const parts[] = {
		"\"trip\":{\"type\":\"object\",\"additionalProperties\":false,"
		"\"required\":[\"items\"],\"properties\":{\"paid\":{\"type\":"
		"\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"cash\","
		"\"card\"]},\"uniqueItems\":true},\"sum\":{\"type\":\"integer\""
		",\"minimum\":0,\"maximum\":500,\"description\":\"in fen\"},"
		"\"subjects\":{\"type\":\"array\",\"maxItems\":1,\"items\":{"
		"\"type\":\"string\"},\"uniqueItems\":true}",
		"\"seats\":{\"type\":\"integer\",\"minimum\":0}",
		"\"fast\":{\"type\":\"boolean\"}",
		"\"items\":{\"type\":\"array\",\"maxItems\":3,\"items\":{"
		"\"$ref\":\"#/components/schemas/item\"}}",
		"\"trip_document\":",
		"\"sum\":{\"type\":[\"integer\",\"string\"]}",
		"#/components/schemas/item_document",
		"\"item\":{",
		"\"key\":{\"type\":\"string\"}",
		"\"item_document\":{",
		"#/components/schemas/file_ref",
		"\"key\":{\"type\":\"string\"}",
	};
	struct arena *a = arena_new(1 << 20);
	struct json_out o;

	(void)state;
	json_begin(&o, a);
	json_object(&o);
	schemas_of(&o, &form);
	json_object_end(&o);
	says(json_finish(&o), parts, COUNT(parts));
	arena_free(a);
}

int
run_described(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_what_the_form_says),
		cmocka_unit_test(draws_a_tree),
		cmocka_unit_test(schemas_say_what_is_taken_and_shown),
	};

	return cmocka_run_group_tests_name("described", tests, NULL, NULL);
}
