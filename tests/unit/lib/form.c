#include "lib/form.h"

#include "lib/checks.h"
#include "unit.h"

struct trip {
	int64_t kind, seats;
	const char *name;
	bool fast;
	struct moment day;
	const struct json *stops;
};

static const struct word kind_list[] = {
	{ 1, "bus", "客车", "Bus", NULL, NULL },
	{ 2, "train", "火车", "Train", NULL, NULL },
};
static const struct words kinds = WORDS("trip_kind", kind_list);

static const struct field stop_fields[] = {
	{ .name = "place",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 4,
	    .zh = "地点",
	    .en = "Place" },
};
static const struct form stop_form = FORM("stop", "站", "Stop", stop_fields);

static const struct format mobile = { "mobile", format_narrow, is_mobile,
	"11 位手机号", "11 digits" };

static const struct field trip_fields[] = {
	{ .name = "kind",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &kinds,
	    .zh = "种类",
	    .en = "Kind",
	    INTO(trip, kind) },
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .min = 2,
	    .max = 5,
	    .zh = "名称",
	    .en = "Name",
	    INTO(trip, name) },
	{ .name = "phone",
	    .type = FIELD_TEXT,
	    .max = 20,
	    .format = &mobile,
	    .zh = "电话",
	    .en = "Phone",
	    .flags = FIELD_REQUIRED | FIELD_OFFERED,
	    .when = { "kind", { "train" } } },
	{ .name = "seats",
	    .type = FIELD_INTEGER,
	    .min = 1,
	    .max = 9,
	    .zh = "座位",
	    .en = "Seats",
	    INTO(trip, seats) },
	{ .name = "fast",
	    .type = FIELD_BOOLEAN,
	    .zh = "快车",
	    .en = "Fast",
	    INTO(trip, fast) },
	{ .name = "day",
	    .type = FIELD_DATE,
	    .zh = "日期",
	    .en = "Day",
	    INTO(trip, day) },
	{ .name = "stops",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REPEATED,
	    .max_items = 2,
	    .part = &stop_form,
	    .zh = "站点",
	    .en = "Stops",
	    INTO(trip, stops) },
	{ .name = "papers",
	    .type = FIELD_ATTACHMENT,
	    .max_items = 2,
	    .zh = "材料",
	    .en = "Papers" },
	{ .name = "old",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .retired = 20260101,
	    .zh = "旧",
	    .en = "Old" },
};
static const struct form trip_form =
    FORM_INTO("trip", "行程", "Trip", trip_fields, trip);

/* "path:code path:code …" of all faults. */
static const char *
faults_of(struct arena *a, enum form_mode mode, const char *text)
{
	struct faults faults = { .mem = a };
	struct buf b = buf_new(a);
	struct trip trip = { 0 };

	form_check(
	    &trip_form, json_read(a, text, strlen(text)), mode, &faults, &trip);
	for (const struct fault *f = faults.first; f != NULL; f = f->next)
		buf_printf(&b, "%s%s:%s", f == faults.first ? "" : " ", f->path,
		    f->code);
	return buf_text(&b);
}

static void
collects_every_fault(void **state)
{
	static const struct {
		const char *body, *faults;
	} cases[] = {
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\"}", "" },
		{ "{}", "kind:required name:required" },
		{ "{\"kind\":null,\"name\":7}", "kind:type name:type" },
		{ "{\"kind\":\"ship\",\"name\":\"甲\"}",
		    "kind:choice name:too_short" },
		{ "{\"kind\":\"bus\",\"name\":\"  \"}", "name:required" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙丙丁戊己\"}",
		    "name:too_long" },
		{ "{\"kind\":\"bus\",\"name\":\"甲\\u0001乙\"}",
		    "name:characters" },
		{ "{\"kind\":\"bus\\u0000\",\"name\":\"甲\\u0000乙\","
		  "\"papers\":[\"a\\u0000\"]}",
		    "kind:characters name:characters papers:file" },
		{ "{\"kind\":\"train\",\"name\":\"甲乙\"}", "phone:required" },
		{ "{\"kind\":\"train\",\"name\":\"甲乙\",\"phone\":\"12\"}",
		    "phone:format" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"seats\":0}",
		    "seats:too_small" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"seats\":10}",
		    "seats:too_large" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"seats\":\"3\"}",
		    "seats:type" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"fast\":\"true\"}",
		    "fast:type" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"day\":\"2026-02-30\"}",
		    "day:date" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"x\":1}", "x:unknown" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"stops\":[{\"place\":"
		  "\"甲\"},{}]}",
		    "stops.1.place:required" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"stops\":[{},{},{}]}",
		    "stops:too_many" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"stops\":[1]}",
		    "stops:type" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"papers\":[\"a\",\"a\"]"
		  "}",
		    "papers:file" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"papers\":[1]}",
		    "papers:type" },
		{ "{\"kind\":\"bus\",\"name\":\"甲乙\",\"papers\":[\"a\",\"b\","
		  "\"c\"]}",
		    "papers:too_many" },
	};
	struct arena *a = arena_new(1 << 22);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *got = faults_of(a, FORM_STRICT, cases[i].body);
		if (strcmp(got, cases[i].faults) != 0)
			fail_msg("case %zu: %s", i, got);
	}
	arena_free(a);
}

static void
drafts_may_be_unfinished_but_not_misshapen(void **state)
{
	struct arena *a = arena_new(1 << 22);

	(void)state;
	assert_string_equal(faults_of(a, FORM_DRAFT, "{}"), "");
	assert_string_equal(
	    faults_of(a, FORM_DRAFT, "{\"name\":\"<甲>\",\"phone\":\"1\"}"),
	    "");
	assert_string_equal(faults_of(a, FORM_DRAFT, "{\"name\":[],\"y\":0}"),
	    "y:unknown name:type");
	assert_string_equal(
	    faults_of(a, FORM_DRAFT, "{\"name\":\"012345678901234567890\"}"),
	    "name:too_long");
	arena_free(a);
}

static void
fills_the_struct(void **state)
{
	const char text[] = "{\"day\":\"2026-11-22\",\"name\":\" 甲乙 \","
			    "\"kind\":\"train\",\"fast\":true,\"seats\":3,"
			    "\"phone\":\"13800138000\","
			    "\"stops\":[{\"place\":\"丙\"}]}";
	struct arena *a = arena_new(1 << 20);
	struct faults faults = { .mem = a };
	struct trip trip = { 0 };
	struct json_out o;

	(void)state;
	json_begin(&o, a);
	json_tree(&o, form_check(&trip_form, json_read(a, text, strlen(text)),
			  FORM_STRICT, &faults, &trip));
	assert_null(faults.first);
	assert_int_equal(trip.kind, 2);
	assert_int_equal(trip.seats, 3);
	assert_true(trip.fast);
	assert_string_equal(trip.name, "甲乙");
	assert_int_equal(trip.stops->count, 1);
	/* Midnight in Shanghai is 16:00 of the day before in UTC. */
	assert_string_equal(
	    clock_text(a, trip.day), "2026-11-21T16:00:00.000Z");
	/* Canonical: the form's order, text trimmed. */
	assert_string_equal(json_finish(&o),
	    "{\"kind\":\"train\",\"name\":\"甲乙\",\"phone\":\"13800138000\","
	    "\"seats\":3,\"fast\":true,\"day\":\"2026-11-22\","
	    "\"stops\":[{\"place\":\"丙\"}]}");
	arena_free(a);
}

static void
says_what_to_do(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct fault f = { NULL, "name", "too_long", &trip_fields[1], { 0 } };
	struct fault_text t = fault_text(a, &f);

	(void)state;
	assert_string_equal(t.zh, "名称过长");
	assert_string_equal(t.en, "Name is too long");
	assert_string_equal(t.remedy_zh, "最多 5 个字");
	assert_string_equal(t.remedy_en, "Use at most 5 characters");
	f = (struct fault){ NULL, "phone", "format", &trip_fields[2], { 0 } };
	assert_string_equal(fault_text(a, &f).remedy_en, "11 digits");
	f = (struct fault){ NULL, "name", "characters", &trip_fields[1],
		{ 0x202E, 3 } };
	assert_string_equal(
	    fault_text(a, &f).zh, "名称的第 3 个字符（U+202E）不能使用");
	assert_string_equal(fault_text(a, &f).en,
	    "Character 3 of Name (U+202E) cannot be used");
	arena_free(a);
}

/* Texts, as an address has them; but whoever sends JSON may send anything. */
static void
queries_take_texts_and_crash_over_nothing(void **state)
{
	static const char *const values[] = { "[]", "{}", "null", "true",
		"{\"a\":[1]}" };
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_string_equal(faults_of(a, FORM_QUERY,
				"{\"kind\":\"bus\",\"name\":\"甲乙\",\"seats\":"
				"\"3\",\"fast\":\"true\"}"),
	    "");
	for (size_t i = 0; i < trip_form.n; i++)
		for (size_t k = 0; k < COUNT(values); k++)
			faults_of(a, FORM_QUERY,
			    arena_printf(a, "{\"%s\":%s}", trip_fields[i].name,
				values[k]));
	assert_string_equal(faults_of(a, FORM_QUERY,
				"{\"kind\":\"bus\",\"name\":\"甲乙\",\"seats\":"
				"[],\"fast\":{}}"),
	    "seats:type fast:type");
	arena_free(a);
}

int
run_form(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(collects_every_fault),
		cmocka_unit_test(drafts_may_be_unfinished_but_not_misshapen),
		cmocka_unit_test(fills_the_struct),
		cmocka_unit_test(says_what_to_do),
		cmocka_unit_test(queries_take_texts_and_crash_over_nothing),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
