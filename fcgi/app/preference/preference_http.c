/* Preferences over HTTP, and the forms that they must have. */
#include <string.h>

#include "app/export/export.h"
#include "app/kind/kind.h"
#include "app/list/columns.h"
#include "app/preference/preference.h"

static const struct field filter_fields[] = {
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 30,
	    .zh = "名称",
	    .en = "Name" },
	{ .name = "query",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 1000,
	    .zh = "查询条件",
	    .en = "Query" },
};
static const struct form filter_form =
    FORM("saved_filter", "常用查询", "Saved filter", filter_fields);

static const struct field key_fields[] = {
	{ .name = "key",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .zh = "列",
	    .en = "Column" },
};
static const struct form key_form =
    FORM("chosen_column", "显示的列", "Chosen column", key_fields);

static const struct field phrase_fields[] = {
	{ .name = "code",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &reason_words,
	    .zh = "问题类型",
	    .en = "Reason" },
	{ .name = "words",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = 500,
	    .zh = "问题说明",
	    .en = "What is wrong" },
	{ .name = "remedy",
	    .type = FIELD_PROSE,
	    .max = 500,
	    .zh = "修改建议",
	    .en = "What to do" },
};
static const struct form phrase_form =
    FORM("phrase", "常用语", "Phrase", phrase_fields);

#define ITEMS(of, most, name_zh, name_en)                                   \
	{                                                                   \
		.name = "items", .type = FIELD_GROUP,                       \
		.flags = FIELD_REQUIRED | FIELD_REPEATED | FIELD_EMPTY,     \
		.max_items = most, .part = of, .zh = name_zh, .en = name_en \
	}
static const struct field filters_fields[] = {
	ITEMS(&filter_form, 20, "常用查询", "Saved filters"),
};
static const struct form filters_form =
    FORM("saved_filters", "常用查询", "Saved filters", filters_fields);
/* A page has two of its own: a number, and what one does with a row. */
static const struct field columns_fields[] = {
	ITEMS(&key_form, LIST_COLUMNS_MAX + 2, "显示的列", "Chosen columns"),
};
static const struct form columns_form =
    FORM("chosen_columns", "显示的列", "Chosen columns", columns_fields);
static const struct field phrases_fields[] = {
	ITEMS(&phrase_form, 50, "常用语", "Phrases"),
};
static const struct form phrases_form =
    FORM("phrases", "常用语", "Phrases", phrases_fields);

/* Of a list: "review_filters", "review_columns". */
static const struct {
	const char *end;
	const struct form *form;
} of_lists[] = {
	{ "_filters", &filters_form },
	{ "_columns", &columns_form },
};

static const struct form *
form_of_list(const char *name, size_t len, const struct export_list *l)
{
	size_t n = strlen(l->word);

	for (size_t i = 0; i < sizeof(of_lists) / sizeof(of_lists[0]); i++)
		if (len == n + strlen(of_lists[i].end) &&
		    memcmp(name, l->word, n) == 0 &&
		    memcmp(name + n, of_lists[i].end, len - n) == 0)
			return of_lists[i].form;
	return NULL;
}

/* The form of what has the name's first len characters; of_orders: of one list
 * of orders, where that is said. */
static const struct form *
form_named(const char *name, size_t len, bool of_orders)
{
	const struct form *form;

	for (const struct export_list *const *l = export_lists; *l != NULL;
	     l++) {
		form = form_of_list(name, len, *l);
		if (form != NULL)
			return of_orders && (*l)->orders == NULL ? NULL : form;
	}
	return !of_orders && strcmp(name, "phrases") == 0 ? &phrases_form
							  : NULL;
}

static enum err
load(struct request *r, struct scope *out)
{
	const char *name = r->args[0];
	size_t len = strcspn(name, ".");
	bool of_orders = name[len] == '.';
	const struct form *form = form_named(name, len, of_orders);
	struct preference *p;

	(void)out;
	if (form == NULL || (of_orders && words_find(&order_list_words,
					      name + len + 1) == NULL))
		return ERR_NOT_FOUND;
	p = arena_alloc(r->mem, sizeof(*p));
	*p = (struct preference){ name, form };
	r->object = p;
	return OK;
}
const struct object preference_object = { "preference", load, true, NULL };

struct preference_set {
	const struct json *value;
};

static const struct field set_fields[] = {
	{ .name = "value",
	    .type = FIELD_CONTENT,
	    .flags = FIELD_REQUIRED,
	    .zh = "内容",
	    .en = "Value",
	    INTO(preference_set, value) },
};
const struct form preference_form = FORM_INTO("preference_set", "保存偏好",
    "Keep a preference", set_fields, preference_set);

struct preference_shown {
	const char *name;
	const struct json *value;
};

static const struct column columns[] = {
	COLUMN(preference_shown, name),
	COLUMN_WITH(preference_shown, value, .schema = "preference_value",
	    .flags = COLUMN_NULLABLE),
};
const struct shape preference_shape = { "preference", columns,
	sizeof(columns) / sizeof(columns[0]), sizeof(struct preference_shown) };

static enum err
answer(struct request *r, const char *name, const struct json *value)
{
	struct preference_shown *shown = arena_alloc(r->mem, sizeof(*shown));

	*shown = (struct preference_shown){ name, value };
	r->result = shown;
	return db_error(r->db);
}

enum err
preference_get_http(struct request *r)
{
	const struct preference *p = r->object;
	const char *text = preference_read(r, p);

	return answer(r, p->name,
	    text == NULL ? NULL : json_read(r->mem, text, strlen(text)));
}

enum err
preference_set_http(struct request *r)
{
	const struct preference *p = r->object;
	const struct preference_set *form = r->form;
	const struct json *value;
	struct json_out o;
	enum err e;

	value = form_check(
	    p->form, form->value, FORM_STRICT, &r->problem.faults, NULL);
	if (r->problem.faults.first != NULL)
		return ERR_INVALID;
	json_begin(&o, r->mem);
	json_tree(&o, value);
	e = preference_write(r, p, json_finish(&o));
	return e == OK ? answer(r, p->name, value) : e;
}
