/* Preferences over HTTP, and the forms that they must have. */
#include <string.h>

#include "app/kind/kind.h"
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
static const struct field columns_fields[] = {
	ITEMS(&key_form, 20, "显示的列", "Chosen columns"),
};
static const struct form columns_form =
    FORM("chosen_columns", "显示的列", "Chosen columns", columns_fields);
static const struct field phrases_fields[] = {
	ITEMS(&phrase_form, 50, "常用语", "Phrases"),
};
static const struct form phrases_form =
    FORM("phrases", "常用语", "Phrases", phrases_fields);

/* of_orders: may be of one list of orders. */
static const struct {
	const char *name;
	const struct form *form;
	bool of_orders;
} preferences[] = {
	{ "review_filters", &filters_form, true },
	{ "review_columns", &columns_form, true },
	{ "order_filters", &filters_form, true },
	{ "order_columns", &columns_form, true },
	{ "account_filters", &filters_form, false },
	{ "account_columns", &columns_form, false },
	{ "phrases", &phrases_form, false },
};

static enum err
load(struct request *r, struct scope *out)
{
	const char *name = r->args[0];
	size_t len = strcspn(name, ".");
	bool of_list = name[len] == '.';
	struct preference *p;

	(void)out;
	if (of_list && words_find(&order_list_words, name + len + 1) == NULL)
		return ERR_NOT_FOUND;
	for (size_t i = 0; i < sizeof(preferences) / sizeof(preferences[0]);
	     i++)
		if (strlen(preferences[i].name) == len &&
		    memcmp(preferences[i].name, name, len) == 0 &&
		    (preferences[i].of_orders || !of_list)) {
			p = arena_alloc(r->mem, sizeof(*p));
			*p = (struct preference){ name, preferences[i].form };
			r->object = p;
			return OK;
		}
	return ERR_NOT_FOUND;
}
const struct object preference_object = { "preference", load, true };

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
