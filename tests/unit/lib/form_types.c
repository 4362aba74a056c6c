/*
 * A form of every type, three parts deep, and what is asked at each depth: the
 * shape of an institution's record and of its settlement accounts.
 */
#include "lib/form.h"

#include "unit.h"

static const struct word licence_list[] = {
	{ 1, "practice", "执业许可证", "Practice licence", NULL, NULL },
	{ 2, "filing", "诊所备案证", "Filing certificate", NULL, NULL },
	{ 3, "none", "无", "None", NULL, NULL },
};
static const struct words licences = WORDS("licence", licence_list);

static const struct tree_row subject_rows[] = {
	{ "03", NULL, "内科", "Internal medicine" },
	{ "03.01", "03", "呼吸内科", "Respiratory" },
	{ "03.02", "03", "消化内科", "Gastroenterology" },
	{ "50", NULL, "中医科", "Chinese medicine" },
};
static const struct tree leaves = TREE("leaves", false, subject_rows);
static const struct tree subjects = TREE("subjects", true, subject_rows);

static const struct field proof_fields[] = {
	{ .name = "kinds",
	    .type = FIELD_CHOICES,
	    .words = &licences,
	    .zh = "证明",
	    .en = "Proofs" },
	{ .name = "no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .when = { "kinds", { "practice", "filing" } },
	    .zh = "证号",
	    .en = "Number" },
};
static const struct form proof_form =
    FORM("proof", "证明", "Proof", proof_fields);

static const struct field account_fields[] = {
	{ .name = "of_parent",
	    .type = FIELD_BOOLEAN,
	    .zh = "上级账户",
	    .en = "Parent's" },
	{ .name = "no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .zh = "账号",
	    .en = "Number" },
	{ .name = "own_name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .when = { "of_parent", { "true" }, .unless = true },
	    .zh = "户名",
	    .en = "Name" },
	{ .name = "proof",
	    .type = FIELD_GROUP,
	    .part = &proof_form,
	    .flags = FIELD_REQUIRED,
	    .when = { "of_parent", { "true" } },
	    .zh = "证明",
	    .en = "Proof" },
};
static const struct form account_form =
    FORM("account", "账户", "Account", account_fields);

static const struct field record_fields[] = {
	SECTION("licence", "证照", "Licence"),
	{ .name = "licence",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &licences,
	    .zh = "证照",
	    .en = "Licence" },
	{ .name = "licence_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .when = { "licence", { "practice" } },
	    .zh = "登记号",
	    .en = "Licence number" },
	{ .name = "filing_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED | FIELD_OFFERED,
	    .when = { "licence", { "filing" } },
	    .zh = "备案号",
	    .en = "Filing number" },
	{ .name = "licence_from",
	    .type = FIELD_DATE,
	    .when = { "licence_no", { "7" } },
	    .zh = "有效期自",
	    .en = "Valid from" },
	{ .name = "licence_to",
	    .type = FIELD_DATE,
	    .not_before = "licence_from",
	    .zh = "有效期至",
	    .en = "Valid to" },
	SECTION("rest", "其他", "The rest"),
	{ .name = "seen_from", .type = FIELD_TIME, .zh = "时间", .en = "Time" },
	{ .name = "seen_to",
	    .type = FIELD_TIME,
	    .not_before = "seen_from",
	    .zh = "时间止",
	    .en = "Time to" },
	{ .name = "capital",
	    .type = FIELD_MONEY,
	    .min = 100,
	    .max = 123456789,
	    .zh = "注册资本",
	    .en = "Capital" },
	{ .name = "beds", .type = FIELD_INTEGER, .zh = "床位", .en = "Beds" },
	{ .name = "kept",
	    .type = FIELD_CHOICES,
	    .words = &licences,
	    .max_items = 2,
	    .zh = "持有",
	    .en = "Kept" },
	{ .name = "subjects",
	    .type = FIELD_TREE,
	    .tree = &subjects,
	    .zh = "诊疗科目",
	    .en = "Subjects" },
	{ .name = "leaves",
	    .type = FIELD_TREE,
	    .tree = &leaves,
	    .max_items = 2,
	    .zh = "专业",
	    .en = "Specialties" },
	{ .name = "chinese",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .when = { "subjects", { "50" } },
	    .zh = "中医",
	    .en = "Chinese" },
	{ .name = "accounts",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REQUIRED | FIELD_REPEATED | FIELD_KEYED,
	    .when = { "licence", { "none" }, .unless = true },
	    .max_items = 2,
	    .part = &account_form,
	    .zh = "结算账户",
	    .en = "Accounts" },
};
static const struct form record_form =
    FORM("record", "档案", "Record", record_fields);

static const char *
checked(struct arena *a, enum form_mode mode, const char *text,
    struct faults *faults)
{
	struct json_out o;

	*faults = (struct faults){ .mem = a };
	json_begin(&o, a);
	json_tree(&o, form_check(&record_form, json_read(a, text, strlen(text)),
			  mode, faults, NULL));
	return json_finish(&o);
}

static const char *
faults_of(struct arena *a, const struct faults *faults)
{
	struct buf b = buf_new(a);

	for (const struct fault *f = faults->first; f != NULL; f = f->next)
		buf_printf(&b, "%s%s:%s", f == faults->first ? "" : " ",
		    f->path, f->code);
	return buf_text(&b);
}

/* Each beside {"licence":"none"}: what is refused, or what is kept. */
static void
every_type_right_and_wrong(void **state)
{
	static const struct {
		const char *member, *faults, *kept;
	} cases[] = {
		{ "\"capital\":100", "", "\"capital\":100" },
		{ "\"capital\":123456789", "", "\"capital\":123456789" },
		{ "\"capital\":99", "capital:too_small", "" },
		{ "\"capital\":-1", "capital:too_small", "" },
		{ "\"capital\":123456790", "capital:too_large", "" },
		{ "\"capital\":1.5", "capital:type", "" },
		{ "\"capital\":\"100\"", "capital:type", "" },
		{ "\"capital\":true", "capital:type", "" },
		{ "\"seen_from\":\"2026-11-22T11:04:05\"", "",
		    "\"seen_from\":\"2026-11-22T11:04:05\"" },
		{ "\"seen_from\":\"2026-11-22 11:04\"", "",
		    "\"seen_from\":\"2026-11-22T11:04:00\"" },
		{ "\"seen_from\":\"2026-11-22\"", "",
		    "\"seen_from\":\"2026-11-22T00:00:00\"" },
		{ "\"seen_from\":\"\"", "", "" },
		{ "\"seen_from\":\"2026-11-2\"", "seen_from:time", "" },
		{ "\"seen_from\":\"2026-11-31\"", "seen_from:time", "" },
		{ "\"seen_from\":\"2026-11-22T24:00:00\"", "seen_from:time",
		    "" },
		{ "\"seen_from\":\"2026-11-22T11:04:60\"", "seen_from:time",
		    "" },
		{ "\"seen_from\":\"2026-11-22T11:04:5Z\"", "seen_from:time",
		    "" },
		{ "\"seen_from\":20261122", "seen_from:type", "" },
		{ "\"seen_from\":\"2026-11-22T11:04:06\",\"seen_to\":"
		  "\"2026-11-22T11:04:05\"",
		    "seen_to:order", "\"seen_from\":\"2026-11-22T11:04:06\"" },
		{ "\"beds\":0", "", "\"beds\":0" },
		{ "\"beds\":-1", "beds:too_small", "" },
		{ "\"beds\":\"7\"", "beds:type", "" },
		{ "\"kept\":[\"none\",\"practice\"]", "",
		    "\"kept\":[\"practice\",\"none\"]" },
		{ "\"kept\":[]", "", "" },
		{ "\"kept\":\"none\"", "kept:type", "" },
		{ "\"kept\":[1]", "kept:type", "" },
		{ "\"kept\":[\"none\\u0000\"]", "kept:type", "" },
		{ "\"kept\":[\"gold\"]", "kept:choice", "" },
		{ "\"kept\":[\"none\",\"none\"]", "kept:twice", "" },
		{ "\"kept\":[\"practice\",\"filing\",\"none\"]",
		    "kept:too_many", "" },
		{ "\"subjects\":[\"03.02\",\"03\"]", "",
		    "\"subjects\":[\"03\",\"03.02\"]" },
		{ "\"subjects\":{}", "subjects:type", "" },
		{ "\"subjects\":[null]", "subjects:type", "" },
		{ "\"subjects\":[\"99\"]", "subjects:choice", "" },
		{ "\"subjects\":[\"03\",\"03\"]", "subjects:twice", "" },
		{ "\"subjects\":[\"03\",\"03\",\"03\",\"03\",\"03\"]",
		    "subjects:too_many", "" },
		{ "\"leaves\":[\"50\",\"03.01\"]", "",
		    "\"leaves\":[\"03.01\",\"50\"]" },
		{ "\"leaves\":[\"03\"]", "leaves:not_leaf", "" },
		{ "\"leaves\":[\"50\",\"03.01\",\"03.02\"]", "leaves:too_many",
		    "" },
		{ "\"licence_to\":\"2026-01-01\"", "",
		    "\"licence_to\":\"2026-01-01\"" },
		{ "\"rest\":1", "rest:unknown", "" },
	};
	struct arena *a = arena_new(1 << 22);
	struct faults faults;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *comma = cases[i].kept[0] != '\0' ? "," : "";
		const char *kept = checked(a, FORM_STRICT,
		    arena_printf(
			a, "{%s,\"licence\":\"none\"}", cases[i].member),
		    &faults);
		const char *got = faults_of(a, &faults);
		if (strcmp(got, cases[i].faults) != 0)
			fail_msg("case %zu: %s", i, got);
		if (cases[i].faults[0] != '\0')
			continue;
		got = arena_printf(
		    a, "{\"licence\":\"none\"%s%s}", comma, cases[i].kept);
		if (strcmp(kept, got) != 0)
			fail_msg("case %zu: %s", i, kept);
	}
	arena_free(a);
}

/* What is asked at three depths, what is required, and what goes. */
static void
asks_by_what_is_beside(void **state)
{
	static const struct {
		const char *body, *faults, *kept;
	} cases[] = {
		/* The top: not answered, neither is asked. */
		{ "{}", "licence:required accounts:at_least_one", NULL },
		{ "{\"licence\":\"practice\"}",
		    "licence_no:required accounts:at_least_one", NULL },
		{ "{\"licence\":\"filing\"}",
		    "filing_no:required accounts:at_least_one", NULL },
		{ "{\"licence\":\"none\"}", "", "{\"licence\":\"none\"}" },
		/* Dropped with whatever is wrong in it, but for what is offered
		 * and what nobody knows. */
		{ "{\"licence\":\"none\",\"licence_no\":7,\"filing_no\":\"8\","
		  "\"accounts\":[{\"x\":1}]}",
		    "", "{\"licence\":\"none\",\"filing_no\":\"8\"}" },
		/* Hanging on what is not asked, and on a list. */
		{ "{\"licence\":\"none\",\"licence_no\":\"7\","
		  "\"licence_from\":\"2026-02-02\",\"licence_to\":\"2026-01-"
		  "01\"}",
		    "",
		    "{\"licence\":\"none\",\"licence_to\":\"2026-01-01\"}" },
		{ "{\"licence\":\"none\",\"subjects\":[\"50\"]}",
		    "chinese:required", NULL },
		/* In an item: a box that is not ticked is as good as none. */
		{ "{\"licence\":\"filing\",\"filing_no\":\"8\",\"accounts\":["
		  "{\"key\":\"a\",\"no\":\"1\"},"
		  "{\"key\":\"b\",\"no\":\"2\",\"of_parent\":true}]}",
		    "accounts.a.own_name:required", NULL },
		{ "{\"licence\":\"filing\",\"filing_no\":\"8\",\"accounts\":["
		  "{\"key\":\"a\",\"no\":\"1\",\"of_parent\":false,"
		  "\"own_name\":\"甲\",\"proof\":{\"no\":7}}]}",
		    "",
		    "{\"licence\":\"filing\",\"filing_no\":\"8\",\"accounts\":["
		    "{\"key\":\"a\",\"of_parent\":false,\"no\":\"1\","
		    "\"own_name\":\"甲\"}]}" },
		/* In a group of an item. */
		{ "{\"licence\":\"filing\",\"filing_no\":\"8\",\"accounts\":["
		  "{\"key\":\"a\",\"no\":\"1\",\"of_parent\":true,"
		  "\"proof\":{\"kinds\":[\"none\",\"filing\"]}}]}",
		    "accounts.a.proof.no:required", NULL },
		{ "{\"licence\":\"filing\",\"filing_no\":\"8\",\"accounts\":["
		  "{\"key\":\"a\",\"no\":\"1\",\"of_parent\":true,"
		  "\"own_name\":\"甲\",\"proof\":{\"kinds\":[\"none\"],\"no\":"
		  "\"7\"}}]}",
		    "",
		    "{\"licence\":\"filing\",\"filing_no\":\"8\",\"accounts\":["
		    "{\"key\":\"a\",\"of_parent\":true,\"no\":\"1\",\"proof\":"
		    "{\"kinds\":[\"none\"]}}]}" },
	};
	struct arena *a = arena_new(1 << 22);
	struct faults faults;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *kept =
		    checked(a, FORM_STRICT, cases[i].body, &faults);
		const char *got = faults_of(a, &faults);
		if (strcmp(got, cases[i].faults) != 0)
			fail_msg("case %zu: %s", i, got);
		if (cases[i].kept != NULL && strcmp(kept, cases[i].kept) != 0)
			fail_msg("case %zu: %s", i, kept);
	}
	arena_free(a);
}

/* A group that must be there names what is missing in it. */
static void
a_group_that_is_missing_says_what(void **state)
{
	static const struct field fields[] = {
		{ .name = "account",
		    .type = FIELD_GROUP,
		    .flags = FIELD_REQUIRED,
		    .part = &account_form,
		    .zh = "账户",
		    .en = "Account" },
		{ .name = "other",
		    .type = FIELD_GROUP,
		    .part = &account_form,
		    .zh = "另一",
		    .en = "Other" },
	};
	static const struct form form = FORM("f", "表", "Form", fields);
	struct arena *a = arena_new(1 << 20);
	struct faults faults = { .mem = a };

	(void)state;
	form_check(&form, json_read(a, "{}", 2), FORM_STRICT, &faults, NULL);
	assert_string_equal(faults_of(a, &faults),
	    "account.no:required account.own_name:required");
	arena_free(a);
}

static void
drafts_keep_what_is_typed(void **state)
{
	static const char body[] =
	    "{\"licence\":\"none\",\"licence_no\":\"7\",\"capital\":\"1,2\","
	    "\"beds\":\"x\",\"kept\":[\"none\"],\"accounts\":[{\"key\":\"a\","
	    "\"proof\":{\"no\":\"7\"}}]}";
	struct arena *a = arena_new(1 << 20);
	struct faults faults;
	const char *kept = checked(a, FORM_DRAFT, body, &faults);

	(void)state;
	assert_string_equal(faults_of(a, &faults), "");
	assert_string_equal(kept, body);
	checked(a, FORM_DRAFT,
	    "{\"capital\":99,\"beds\":-1,\"kept\":[\"gold\"],"
	    "\"subjects\":[\"03\",\"03\"]}",
	    &faults);
	assert_string_equal(
	    faults_of(a, &faults), "kept:choice subjects:twice");
	/* … and what of it would be sent. */
	assert_string_equal(
	    json_text_of(a,
		form_asked(a, &record_form, json_read(a, body, strlen(body)))),
	    "{\"licence\":\"none\",\"capital\":\"1,2\",\"beds\":\"x\","
	    "\"kept\":[\"none\"]}");
	arena_free(a);
}

static void
tells_whether_a_path_is_asked(void **state)
{
	static const char body[] =
	    "{\"licence\":\"practice\",\"accounts\":[{\"key\":\"a\","
	    "\"of_parent\":true,\"proof\":{\"kinds\":[\"filing\"]}},"
	    "{\"key\":\"b\"}]}";
	static const struct {
		const char *path;
		bool asked;
	} cases[] = {
		{ "licence", true },
		{ "licence_no", true },
		{ "filing_no", true }, /* offered */
		{ "licence_from", false },
		{ "rest", false }, /* a heading */
		{ "accounts", true },
		{ "accounts.a", true },
		{ "accounts.a.own_name", false },
		{ "accounts.b.own_name", true },
		{ "accounts.a.proof", true },
		{ "accounts.b.proof", false },
		{ "accounts.a.proof.no", true },
		{ "accounts.b.proof.no", false },
		{ "accounts.c.no", true }, /* any item would be */
		{ "licence.x", false },
		{ "nothing", false },
	};
	struct arena *a = arena_new(1 << 20);
	const struct json *tree = json_read(a, body, strlen(body));

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i, form_asks(&record_form, tree, cases[i].path) ==
				   cases[i].asked);
	arena_free(a);
}

static void
money_reads_as_yuan(void **state)
{
	static const struct {
		int64_t fen;
		const char *text;
	} cases[] = {
		{ 0, "0.00" },
		{ 5, "0.05" },
		{ 99999, "999.99" },
		{ 100000, "1,000.00" },
		{ 123456789, "1,234,567.89" },
		{ -123456, "-1,234.56" },
		{ INT64_MIN, "-92,233,720,368,547,758.08" },
	};
	struct arena *a = arena_new(1 << 20);
	struct faults faults;
	struct fault_text text;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(
		    i, strcmp(money_text(a, cases[i].fen), cases[i].text) == 0);
	checked(a, FORM_STRICT, "{\"licence\":\"none\",\"capital\":999999999}",
	    &faults);
	text = fault_text(a, faults.first);
	assert_string_equal(text.remedy_zh, "不得大于 1,234,567.89 元");
	assert_string_equal(
	    text.remedy_en, "Must be at most 1,234,567.89 yuan");
	checked(a, FORM_STRICT,
	    "{\"licence\":\"none\",\"subjects\":[1,2,3,4,5]}", &faults);
	assert_string_equal(fault_text(a, faults.first).remedy_en, "Up to 4");
	arena_free(a);
}

static void
trees_know_what_is_below(void **state)
{
	const struct tree_row *medicine = tree_find(&leaves, "03");

	(void)state;
	assert_non_null(medicine);
	assert_null(tree_find(&leaves, "0"));
	assert_true(tree_is_parent(&leaves, medicine));
	assert_false(tree_is_parent(&leaves, tree_find(&leaves, "50")));
	assert_false(tree_takes(&leaves, medicine));
	assert_true(tree_takes(&leaves, tree_find(&leaves, "03.01")));
	assert_true(tree_takes(&subjects, medicine));
}

/* What is on file may have it, and a draft that begins with that. */
static void
nothing_new_has_what_is_retired(void **state)
{
	static const char *const retired[] = { "03.02", NULL };
	static const struct tree some =
	    TREE_BUT("some", true, subject_rows, retired);
	static const struct field fields[] = { { .name = "subjects",
	    .type = FIELD_TREE,
	    .tree = &some,
	    .zh = "诊疗科目",
	    .en = "Subjects" } };
	static const struct form form = FORM("some", "科目", "Some", fields);
	struct arena *a = arena_new(65536);
	const char *texts[] = { "{\"subjects\":[\"03.01\",\"03.02\"]}",
		"{\"subjects\":[\"03.01\"]}" };

	(void)state;
	for (size_t i = 0; i < 2; i++)
		for (int strict = 0; strict < 2; strict++) {
			struct faults faults = { .mem = a };
			form_check(&form,
			    json_read(a, texts[i], strlen(texts[i])),
			    strict ? FORM_STRICT : FORM_DRAFT, &faults, NULL);
			if (i == 0 && strict)
				assert_string_equal(
				    faults.first->code, "retired");
			else
				assert_null(faults.first);
		}
	assert_true(tree_is_retired(&some, tree_find(&some, "03.02")));
	assert_false(tree_is_retired(&subjects, tree_find(&subjects, "03.02")));
	arena_free(a);
}

int
run_form_types(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_right_and_wrong),
		cmocka_unit_test(asks_by_what_is_beside),
		cmocka_unit_test(a_group_that_is_missing_says_what),
		cmocka_unit_test(drafts_keep_what_is_typed),
		cmocka_unit_test(tells_whether_a_path_is_asked),
		cmocka_unit_test(money_reads_as_yuan),
		cmocka_unit_test(trees_know_what_is_below),
		cmocka_unit_test(nothing_new_has_what_is_retired),
	};

	return cmocka_run_group_tests_name("form_types", tests, NULL, NULL);
}
