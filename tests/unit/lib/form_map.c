#include "lib/form.h"
#include "unit.h"

static const struct accept pdf = { "application/pdf", ".pdf" };
static const struct accept *const papers[] = { &pdf, NULL };

static const struct field proof_fields[] = {
	{ .name = "number",
	    .type = FIELD_TEXT,
	    .flags = FIELD_PERSONAL,
	    .zh = "证号",
	    .en = "Number" },
	{ .name = "scan",
	    .type = FIELD_ATTACHMENT,
	    .flags = FIELD_REQUIRED,
	    .accept = papers,
	    .max_items = 2,
	    .zh = "扫描件",
	    .en = "Scan" },
};
static const struct form proof_form =
    FORM("proof", "证明", "Proof", proof_fields);

static const struct field account_fields[] = {
	{ .name = "account_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED | FIELD_PERSONAL,
	    .zh = "账号",
	    .en = "Account number" },
	{ .name = "proof",
	    .type = FIELD_GROUP,
	    .part = &proof_form,
	    .zh = "证明",
	    .en = "Proof" },
};
static const struct form account_form =
    FORM("account", "结算账户", "Account", account_fields);

static const struct field entry_fields[] = {
	{ .name = "name", .type = FIELD_TEXT, .zh = "名称", .en = "Name" },
	{ .name = "accounts",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REQUIRED | FIELD_REPEATED | FIELD_KEYED,
	    .max_items = 3,
	    .part = &account_form,
	    .zh = "结算账户",
	    .en = "Accounts" },
	{ .name = "note", .type = FIELD_TEXT, .zh = "备注", .en = "Note" },
};
static const struct form entry_form =
    FORM("entry", "入网", "Entry", entry_fields);

static const char content[] =
    "{\"name\":\"甲\",\"accounts\":["
    "{\"key\":\"k7f3\",\"account_no\":\"6222\",\"proof\":{\"number\":\"7\","
    "\"scan\":[\"f1\"]}},{\"key\":\"b\",\"account_no\":\"6223\"}],"
    "\"note\":\"x\"}";

static const struct json *
read(struct arena *a, const char *text)
{
	return json_read(a, text, strlen(text));
}

static const char *
text_of(struct arena *a, const struct json *tree)
{
	struct json_out o;

	json_begin(&o, a);
	json_tree(&o, tree);
	return json_finish(&o);
}

struct line {
	struct buf b;
};

static void
note(void *context, const struct place *at)
{
	struct line *line = context;

	buf_printf(&line->b, "%zu:%s ", at->top, at->path);
}

static void
visits_all_the_way_down(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct line line = { buf_new(a) };
	const struct json *tree = read(a, content);
	struct list places = form_places(a, &entry_form, tree);

	(void)state;
	form_walk(a, &entry_form, tree, note, &line);
	assert_string_equal(buf_text(&line.b),
	    "0:name 1:accounts.k7f3.account_no 1:accounts.k7f3.proof.number "
	    "1:accounts.k7f3.proof.scan 1:accounts.b.account_no 2:note ");
	assert_int_equal(places.n, 6);
	assert_string_equal(
	    form_place(&places, "accounts.b.account_no")->value->text, "6223");
	assert_null(form_place(&places, "accounts.c.account_no"));
	arena_free(a);
}

static struct json *
star(void *context, const struct place *at)
{
	struct json *copy = json_copy(context, at->value);

	if ((at->field->flags & FIELD_PERSONAL) != 0)
		copy->text = "*";
	return at->field->type == FIELD_ATTACHMENT ? NULL : copy;
}

static void
maps_what_is_nested_as_what_is_not(void **state)
{
	struct arena *a = arena_new(1 << 20);
	const struct json *tree = read(a, content);

	(void)state;
	assert_string_equal(text_of(a, form_map(a, &entry_form, tree, star, a)),
	    "{\"name\":\"甲\",\"accounts\":[{\"key\":\"k7f3\","
	    "\"account_no\":\"*\",\"proof\":{\"number\":\"*\"}},"
	    "{\"key\":\"b\",\"account_no\":\"*\"}],\"note\":\"x\"}");
	assert_string_equal(text_of(a, tree), content);
	/* Of another shape than the form's: left out, and nothing crashes. */
	tree = read(a, "{\"name\":\"乙\",\"accounts\":[7,{\"account_no\":"
		       "\"1\"},{\"key\":\"c\",\"proof\":[]}],\"old\":1}");
	assert_string_equal(text_of(a, form_map(a, &entry_form, tree, star, a)),
	    "{\"name\":\"乙\",\"accounts\":[{\"key\":\"c\"}]}");
	arena_free(a);
}

static void
paths_name_fields(void **state)
{
	static const struct {
		const char *path, *name; /* NULL: none */
	} cases[] = {
		{ "name", "name" },
		{ "accounts", "accounts" },
		{ "accounts.k7f3", "accounts" },
		{ "accounts.k7f3.account_no", "account_no" },
		{ "accounts.any.proof", "proof" },
		{ "accounts.any.proof.scan", "scan" },
		{ "accounts..proof", NULL },
		{ "accounts.k.none", NULL },
		{ "name.x", NULL },
		{ "nam", NULL },
		{ "", NULL },
		{ "accounts.k.proof.scan.x", NULL },
		{ "accounts.abcdefghijklmnopq.proof", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct field *f = form_at(&entry_form, cases[i].path);
		assert_case(i, (f == NULL) == (cases[i].name == NULL));
		if (f != NULL)
			assert_string_equal(f->name, cases[i].name);
	}
	assert_true(path_within("accounts.k7f3.account_no", "accounts.k7f3"));
	assert_true(path_within("name", "name"));
	assert_false(path_within("names", "name"));
	assert_false(path_within("accounts", "accounts.k7f3"));
}

static const char *
faults_of(struct arena *a, const char *text, enum form_mode mode)
{
	struct faults faults = { .mem = a };
	struct buf b = buf_new(a);

	form_check(&entry_form, read(a, text), mode, &faults, NULL);
	for (const struct fault *f = faults.first; f != NULL; f = f->next)
		buf_printf(&b, "%s%s:%s", f == faults.first ? "" : " ", f->path,
		    f->code);
	return buf_text(&b);
}

static void
checks_items_by_their_keys(void **state)
{
	static const struct {
		const char *body, *faults;
	} cases[] = {
		{ "{}", "accounts:at_least_one" },
		{ "{\"accounts\":[]}", "accounts:at_least_one" },
		{ "{\"accounts\":[{\"key\":\"a\"}]}",
		    "accounts.a.account_no:required" },
		{ "{\"accounts\":[{\"key\":\"a\",\"account_no\":\"1\",\"x\":1}]"
		  "}",
		    "accounts.a.x:unknown" },
		{ "{\"accounts\":[{\"key\":\"a\",\"account_no\":\"1\"},"
		  "{\"key\":\"a\",\"account_no\":\"2\"}]}",
		    "accounts:item_key" },
		{ "{\"accounts\":[{\"key\":\"A\",\"account_no\":\"1\"}]}",
		    "accounts:item_key" },
		{ "{\"accounts\":[{\"key\":7,\"account_no\":\"1\"}]}",
		    "accounts:item_key" },
		{ "{\"accounts\":[{\"key\":\"a\",\"account_no\":\"1\","
		  "\"proof\":{}}]}",
		    "accounts.a.proof.scan:required" },
		{ "{\"accounts\":[{\"key\":\"a\",\"account_no\":\"1\","
		  "\"proof\":{\"scan\":[1]}}]}",
		    "accounts.a.proof.scan:type" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
		    faults_of(a, cases[i].body, FORM_STRICT), cases[i].faults);
	assert_string_equal(faults_of(a, "{\"accounts\":[]}", FORM_DRAFT), "");
	arena_free(a);
}

static void
gives_keys_to_items_that_come_without(void **state)
{
	static const char text[] = "{\"accounts\":[{\"account_no\":\"1\"},"
				   "{\"account_no\":\"2\"}]}";
	struct arena *a = arena_new(1 << 20);
	struct faults faults = { .mem = a };
	const struct json *accounts = json_member(
	    form_check(&entry_form, read(a, text), FORM_STRICT, &faults, NULL),
	    "accounts");
	const char *one = json_member(accounts->first, "key")->text;
	const char *other = json_member(accounts->last, "key")->text;

	(void)state;
	assert_null(faults.first);
	assert_int_equal(strlen(one), 8);
	assert_string_not_equal(one, other);
	arena_free(a);
}

int
run_form_map(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(visits_all_the_way_down),
		cmocka_unit_test(maps_what_is_nested_as_what_is_not),
		cmocka_unit_test(paths_name_fields),
		cmocka_unit_test(checks_items_by_their_keys),
		cmocka_unit_test(gives_keys_to_items_that_come_without),
	};

	return cmocka_run_group_tests_name("form_map", tests, NULL, NULL);
}
