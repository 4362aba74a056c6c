/* The tables that run the product are whole and without contradiction. */
#include "app/account/account.h"
#include "app/audit/audit_list.h"
#include "app/describe/describe.h"
#include "app/desk/desk.h"
#include "app/export/export.h"
#include "app/list/columns.h"
#include "app/order/order.h"
#include "app/request.h"
#include "unit.h"

/* What stands in the database by a number stands for one thing. */
static void
numbers_of_acts_are_their_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < act_words.n; i++)
		for (size_t k = 0; k < i; k++)
			assert_case(i,
			    act_words.list[i].value != act_words.list[k].value);
}

static void
every_route_says_who_may(void **state)
{
	(void)state;
	for (size_t i = 0; i < routes_count; i++) {
		const struct route *r = &routes[i];
		assert_case(i, r->access != 0);
		assert_case(i, r->handle != NULL);
		assert_case(i, r->zh != NULL && r->en != NULL);
		/* The audit log says what it was. */
		assert_case(i,
		    r->act == NULL || words_find(&act_words, r->act) != NULL);
		/* Only what is read may do without a transaction. */
		assert_case(
		    i, r->method == HTTP_GET ||
			   (r->flags & (ROUTE_WRITES | ROUTE_READS)) != 0);
		/* An object in the path has a loader that scopes it; a code to
		 * scan is whose id nobody can guess. */
		if (strchr(r->path, ':') != NULL &&
		    (r->access & (ANYONE | BY_APP)) == 0)
			assert_case(i, r->object != NULL);
		for (size_t k = 0; k < i; k++)
			assert_case(
			    i, routes[k].method != r->method ||
				   strcmp(routes[k].path, r->path) != 0);
	}
}

static void
every_word_has_two_languages(void **state)
{
	(void)state;
	for (size_t i = 0; all_words[i] != NULL; i++)
		for (size_t k = 0; k < all_words[i]->n; k++) {
			const struct word *w = &all_words[i]->list[k];
			assert_case(k, w->value > 0 && w->zh[0] && w->en[0]);
			assert_case(
			    k, (w->help_zh == NULL) == (w->help_en == NULL));
			assert_case(k, words_at(all_words[i], w->value) == w);
			assert_case(k, words_find(all_words[i], w->word) == w);
		}
}

/* Numbers are for good, so that no two kinds may have the same. */
static void
every_duty_has_its_own_words(void **state)
{
	size_t brought = 0;

	(void)state;
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		brought += (*k)->n_duties;
	assert_int_equal(duty_words.n, brought);
	for (size_t i = 0; i < duty_words.n; i++) {
		const struct word *w = &duty_words.list[i];
		assert_case(i, w->value > 0 && w->value < 65536);
		assert_case(i, w->zh[0] && w->en[0]);
		assert_case(i, w->help_zh != NULL && w->help_en != NULL);
		assert_case(i, words_at(&duty_words, w->value) == w);
		assert_case(i, words_find(&duty_words, w->word) == w);
	}
}

static void
every_error_says_what_to_do(void **state)
{
	(void)state;
	for (int e = OK + 1; e < ERR_COUNT; e++) {
		const struct err_info *info = err_info((enum err)e);
		assert_case(e, info->status >= 400 && info->status < 600);
		assert_case(e, info->zh[0] && info->en[0]);
		/* As jobs.last_error has it. */
		assert_case(e, strlen(info->code) <= 40);
		assert_case(e, info->remedy_zh[0] && info->remedy_en[0]);
		for (int k = OK + 1; k < e; k++)
			assert_case(e, strcmp(err_info((enum err)k)->code,
					   info->code) != 0);
	}
}

/* What a field hangs on stands above it, and has such words. */
static void
check_when(const struct form *form, size_t i)
{
	const struct field *f = &form->fields[i];
	const struct field *other = form_field(form, f->when.field);

	assert_case(i, other != NULL && other < f);
	assert_case(i, f->when.words[0] != NULL);
	for (size_t k = 0; k < WHEN_WORDS_MAX && f->when.words[k]; k++) {
		const char *word = f->when.words[k];
		assert_case(
		    i, other->type == FIELD_BOOLEAN ? strcmp(word, "true") == 0
		       : other->type == FIELD_TREE
			   ? tree_find(other->tree, word) != NULL
			   : other->words != NULL &&
				 words_find(other->words, word) != NULL);
	}
}

static void
check_field(const struct form *form, size_t i)
{
	const struct field *f = &form->fields[i];
	bool listed = f->type == FIELD_CHOICE || f->type == FIELD_CHOICES;

	assert_case(i, f->zh != NULL && f->en != NULL);
	assert_case(i, f->format == NULL || f->format->check == NULL ||
			   f->format->zh != NULL);
	assert_case(i, !listed || f->words != NULL);
	assert_case(i, f->type != FIELD_TREE || f->tree != NULL);
	assert_case(
	    i, f->type != FIELD_ATTACHMENT ||
		   (f->accept != NULL && f->max_items > 0 && f->max_size > 0));
	/* What is sealed is a text. */
	assert_case(i, (f->flags & FIELD_PERSONAL) == 0 ||
			   f->type == FIELD_TEXT || f->type == FIELD_PROSE);
	assert_case(i, f->example == NULL || f->type == FIELD_ATTACHMENT);
	assert_case(i, (f->flags & FIELD_REPEATED) == 0 || f->max_items > 0);
	assert_case(
	    i, (f->flags & FIELD_OFFERED) == 0 ||
		   ((f->flags & FIELD_REQUIRED) != 0 && f->when.field != NULL));
	if (f->when.field != NULL)
		check_when(form, i);
	if (f->not_before != NULL)
		assert_case(i, form_field(form, f->not_before) != NULL &&
				   form_field(form, f->not_before) < f);
	for (size_t k = 0; k < i; k++)
		assert_case(i, strcmp(form->fields[k].name, f->name) != 0 ||
				   form->fields[k].type == FIELD_SECTION ||
				   f->type == FIELD_SECTION);
}

static void
check_form(const struct form *form)
{
	for (size_t i = 0; i < form->n; i++) {
		check_field(form, i);
		if (form->fields[i].part != NULL)
			check_form(form->fields[i].part);
	}
}

/* An order's: its items are told apart by key, its headings stand at the top,
 * and no path is longer than it may be. */
static void
check_content(const struct form *form, size_t before, int depth)
{
	assert_true(depth <= PART_DEPTH_MAX);
	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];
		bool repeated = (f->flags & FIELD_REPEATED) != 0;
		size_t path = before + strlen(f->name) +
			      (repeated ? 1 + ITEM_KEY_MAX : 0);
		assert_case(i, path <= PATH_CHARS_MAX);
		assert_case(i, !repeated || (f->flags & FIELD_KEYED) != 0);
		assert_case(i, f->type != FIELD_SECTION || depth == 0);
		if (f->part != NULL)
			check_content(f->part, path + 1, depth + 1);
	}
}

static void
check_tree(const struct tree *tree)
{
	for (size_t i = 0; i < tree->n; i++) {
		const struct tree_row *row = &tree->rows[i];
		assert_case(i, row->zh[0] && row->en[0] && row->code[0]);
		assert_case(i, tree_find(tree, row->code) == row);
		assert_case(i, row->parent == NULL ||
				   (tree_find(tree, row->parent) != NULL &&
				       tree_find(tree, row->parent) < row));
	}
}

static void
check_trees(const struct form *form)
{
	for (size_t i = 0; i < form->n; i++) {
		if (form->fields[i].tree != NULL)
			check_tree(form->fields[i].tree);
		if (form->fields[i].part != NULL)
			check_trees(form->fields[i].part);
	}
}

/* What is granted stands in histories, as it is, for all who read them, and is
 * filled in beside the papers: a few plain fields. */
static void
check_grants(const struct form *form)
{
	check_form(form);
	for (size_t i = 0; i < form->n; i++)
		assert_case(i, (form->fields[i].flags & FIELD_PERSONAL) == 0 &&
				   form->fields[i].type != FIELD_ATTACHMENT &&
				   form->fields[i].type != FIELD_GROUP &&
				   form->fields[i].type != FIELD_SECTION);
}

/* What is on file fits into the change that begins with it. */
static void
check_change(const struct kind *k)
{
	const struct form *from = k->parent->content;

	assert_true(from->n <= k->content->n && k->parent->effect != NULL);
	for (size_t i = 0; i < from->n; i++)
		assert_case(i,
		    strcmp(from->fields[i].name, k->content->fields[i].name) ==
			    0 &&
			from->fields[i].type == k->content->fields[i].type);
}

static void
every_form_is_whole(void **state)
{
	(void)state;
	for (const struct kind *const *k = kinds; *k != NULL; k++) {
		check_form((*k)->content);
		/* The pages find it by that. */
		assert_string_equal((*k)->content->name, (*k)->name);
		check_content((*k)->content, 0, 0);
		check_trees((*k)->content);
		if ((*k)->changes)
			check_change(*k);
		for (size_t i = 0; i < (*k)->n_steps; i++)
			if ((*k)->steps[i].grants != NULL)
				check_grants((*k)->steps[i].grants);
	}
	for (size_t i = 0; i < routes_count; i++) {
		if (routes[i].form != NULL)
			check_form(routes[i].form);
		if (routes[i].query != NULL)
			check_form(routes[i].query);
	}
}

static bool
is_told(const struct shape *item, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(item->columns[k].name, item->columns[i].name) == 0)
			return true;
	return false;
}

/* A heading in both languages or none; what turns the order, and what is hidden
 * from a role, can be. */
static void
check_list_column(const struct export_list *l, size_t i)
{
	const struct column *c = &l->item->columns[i];
	const struct field *sort = form_field(l->query, "sort");

	assert_case(i, !is_told(l->item, i));
	assert_case(i, (c->zh == NULL) == (c->en == NULL));
	assert_case(i, (c->zh == NULL) == (c->width == 0));
	assert_case(i, c->type != COLUMN_TREE || c->zh == NULL || c->words);
	assert_case(i, c->zh == NULL || (c->flags & COLUMN_PRIVATE) == 0);
	/* Cells are drawn, written and hidden of these alone. */
	assert_case(
	    i, (c->zh == NULL && c->sees == 0) ||
		   (c->type != COLUMN_LIST && c->type != COLUMN_OBJECT));
	assert_case(i, c->sees == 0 || ((c->flags & COLUMN_NULLABLE) != 0 &&
					   c->type != COLUMN_BOOL));
	assert_case(i, c->usual == 0 || (c->flags & COLUMN_UNUSUAL) != 0);
	assert_case(i, c->sql_other == NULL || c->sql != NULL);
	assert_case(
	    i, c->rises == NULL || words_find(sort->words, c->rises) != NULL);
	assert_case(
	    i, c->falls == NULL ||
		   (c->rises != NULL && words_find(sort->words, c->falls)));
}

static void
every_list_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; export_lists[i] != NULL; i++) {
		const struct export_list *l = export_lists[i];
		size_t keys = 0, shown = 0, names = 0;
		assert_case(i, export_list_of(l->id) == l);
		assert_case(
		    i, l->zh != NULL && l->en != NULL && l->access != 0);
		for (size_t k = 0; k < l->item->n; k++) {
			check_list_column(l, k);
			keys += (l->item->columns[k].flags & COLUMN_KEY) != 0;
			if (l->item->columns[k].zh == NULL)
				continue;
			shown++;
			names += strlen(l->item->columns[k].name) + 1;
		}
		assert_case(i, keys == 1);
		assert_case(i, shown > 0 && shown <= LIST_COLUMNS_MAX);
		assert_case(i, names - 1 <= LIST_NAMES_MAX);
	}
}

static void
the_description_is_json(void **state)
{
	struct arena *a = arena_new(1 << 24);
	const char *text = describe(a, "");

	(void)state;
	assert_non_null(json_read(a, text, strlen(text)));
	arena_free(a);
}

/* Every desk has a row and a word; two of one seat are told apart by role, and
 * sit in the same organisation. */
static void
every_desk_is_found(void **state)
{
	static const struct {
		enum desk seat;
		int64_t role;
		enum desk decides;
	} cases[] = {
		{ DESK_CITY, ROLE_CITY_REVIEWER, DESK_CITY },
		{ DESK_CITY, ROLE_PLATFORM_ADMIN, DESK_NONE },
		{ DESK_CITY, ROLE_PROVINCE_REVIEWER, DESK_NONE },
		{ DESK_PROVINCE, ROLE_PROVINCE_REVIEWER, DESK_PROVINCE },
		{ DESK_PROVINCE, ROLE_PLATFORM_ADMIN, DESK_PROVINCE_ADMIN },
		{ DESK_NATION, ROLE_PLATFORM_ADMIN, DESK_NATION_ADMIN },
		{ DESK_BANK, ROLE_PLATFORM_ADMIN, DESK_NONE },
		{ DESK_BANK, ROLE_BANK_REVIEWER, DESK_BANK },
		{ DESK_NONE, ROLE_PLATFORM_ADMIN, DESK_NONE },
		{ DESK_NONE, ROLE_OPERATOR, DESK_NONE },
	};

	(void)state;
	for (int i = DESK_NONE + 1; i < DESK_COUNT; i++) {
		const struct desk_row *row = desk_row((enum desk)i);
		const struct desk_row *seat;
		assert_case(i, row != NULL && words_at(&desk_words, i) != NULL);
		assert_case(i, desk_at(row->seat, row->role) == row->desk);
		seat = desk_row(row->seat);
		assert_case(i, seat->seat == seat->desk);
		assert_case(
		    i, seat->kind == row->kind && seat->width == row->width);
		assert_case(
		    i, desk_is_top((enum desk)i) == (row->seat == DESK_NATION));
	}
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i,
		    desk_at(cases[i].seat, cases[i].role) == cases[i].decides);
	assert_int_equal(desk_of(ORGANISATION_BUREAU, 350000), DESK_PROVINCE);
	assert_int_equal(desk_of(ORGANISATION_BUREAU, 0), DESK_NATION);
}

static void
areas(void **state)
{
	static const struct {
		int64_t division, area;
		bool within;
	} cases[] = {
		{ 350213, 0, true },
		{ 350213, 350000, true },
		{ 350213, 350200, true },
		{ 350213, 350213, true },
		{ 350213, 350214, false },
		{ 350213, 350100, false },
		{ 350213, 110000, false },
		{ 350200, 350213, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i, division_within(cases[i].division,
				   cases[i].area) == cases[i].within);
}

static void
common_passwords(void **state)
{
	const struct account a = { .name = "H35021300406",
		.display_name = "陈思远医生本人" };
	static const char *const bad[] = { "password", "PASSWORD", "12345678",
		"aaaaaaaaaa", "H35021300406", "h35021300406",
		"陈思远医生本人" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_case(i, password_fault(bad[i], &a) != NULL);
	assert_null(password_fault("correct horse battery", &a));
	assert_null(password_fault("三杯两盏淡酒怎敌他", &a));
}

int
run_tables(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_acts_are_their_own),
		cmocka_unit_test(every_route_says_who_may),
		cmocka_unit_test(every_word_has_two_languages),
		cmocka_unit_test(every_duty_has_its_own_words),
		cmocka_unit_test(every_error_says_what_to_do),
		cmocka_unit_test(every_form_is_whole),
		cmocka_unit_test(every_list_is_whole),
		cmocka_unit_test(the_description_is_json),
		cmocka_unit_test(every_desk_is_found),
		cmocka_unit_test(areas),
		cmocka_unit_test(common_passwords),
	};

	return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
