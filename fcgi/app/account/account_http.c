/* Accounts as administrators see them: find and unlock (LOGIN-2). */
#include "app/account/account.h"

#include <stdlib.h>
#include <string.h>

#include "app/account/account_sql.h"
#include "app/page.h"

struct account_query {
	const char *name;
	int64_t page, page_size;
};

static const struct field query_fields[] = {
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .max = 64,
	    .zh = "账号或姓名",
	    .en = "Account or name",
	    INTO(account_query, name) },
	PAGE_FIELDS(account_query),
};
const struct form account_query_form = FORM_INTO(
    "account_query", "账号查询", "Account search", query_fields, account_query);

struct account_row {
	int64_t account_id, state;
	const char *name, *display_name, *organisation_name, *role_numbers;
	const struct json *roles;
	struct moment locked_until;
};

static const struct column row_columns[] = {
	COLUMN(account_row, account_id),
	COLUMN(account_row, name),
	COLUMN(account_row, display_name),
	COLUMN(account_row, organisation_name),
	COLUMN_WITH(account_row, role_numbers, .flags = COLUMN_PRIVATE),
	COLUMN_WITH(account_row, roles, .schema = "words"),
	COLUMN_WITH(account_row, state, .words = &account_state_words),
	COLUMN_WITH(account_row, locked_until, .flags = COLUMN_NULLABLE),
};
static const struct shape row_shape = SHAPE(account_row, row_columns);

struct account_list {
	struct list items;
	const struct total *total;
	int64_t page, page_size;
};

static const struct column list_columns[] = {
	COLUMN_WITH(account_list, items, .shape = &row_shape),
	COLUMN_WITH(account_list, total, .shape = &total_shape),
	COLUMN(account_list, page),
	COLUMN(account_list, page_size),
};
const struct shape account_list_shape = SHAPE(account_list, list_columns);

static const struct json *
role_list(struct arena *mem, const char *numbers)
{
	struct json *all = json_make(mem, JSON_ARRAY, NULL);

	while (numbers != NULL && *numbers != '\0') {
		char *end;
		const struct word *w =
		    words_at(&role_words, strtol(numbers, &end, 10));
		if (w != NULL)
			json_append(
			    all, NULL, json_make(mem, JSON_STRING, w->word));
		numbers = *end == ',' ? end + 1 : end;
	}
	return all;
}

enum err
account_list_http(struct request *r)
{
	const struct account_query *query = r->query;
	struct account_list *list = arena_alloc(r->mem, sizeof(*list));
	struct total *total = arena_alloc(r->mem, sizeof(*total));
	struct account_row *rows;

	list->page = query->page ? query->page : 1;
	list->page_size =
	    query->page_size ? query->page_size : PAGE_SIZE_STANDARD;
	*total = (struct total){ account_count(r, query->name), true };
	list->total = total;
	rows = arena_alloc(r->mem, (size_t)list->page_size * sizeof(*rows));
	list->items.items = rows;
	list->items.n = account_select(
	    r, query->name, list->page, list->page_size, &row_shape, rows);
	for (size_t i = 0; i < list->items.n; i++) {
		rows[i].roles = role_list(r->mem, rows[i].role_numbers);
		rows[i].locked_until = account_locked_until(r, rows[i].name);
	}
	r->result = list;
	return OK;
}

/* One and the same rule as the list: who is listed can be unlocked. */
static enum err
account_load(struct request *r, struct scope *out)
{
	struct account *a = arena_alloc(r->mem, sizeof(*a));
	int64_t id = request_number(r, 0);

	if (!account_is_overseen(r, id) || !account_by_id(r->db, r->mem, id, a))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	out->organisation_id = r->actor.organisation_id;
	out->division = r->actor.division;
	out->levels = ~0U;
	r->object = a;
	return OK;
}
const struct object account_object = { "account", account_load, false };

enum err
account_unlock_http(struct request *r)
{
	const struct account *a = r->object;

	account_forgive_tries(r, a->name);
	audit_note(r, "account.unlock", r->args[0], "ok");
	return OK;
}
