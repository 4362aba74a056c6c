/* An inbox over HTTP, and how one is told besides. */
#include <limits.h>

#include "app/notice/notice_sql.h"
#include "app/notice/notice_text.h"
#include "app/page.h"
#include "app/person/person.h"
#include "app/problem.h"
#include "lib/mask.h"

struct notice_query {
	int64_t after, page_size;
	bool unread;
};

static const struct field query_fields[] = {
	{ .name = "unread",
	    .type = FIELD_BOOLEAN,
	    .zh = "只看未读",
	    .en = "Unread ones alone",
	    INTO(notice_query, unread) },
	{ .name = "page_size",
	    .type = FIELD_CHOICE,
	    .words = &page_size_words,
	    .zh = "每页条数",
	    .en = "Page size",
	    INTO(notice_query, page_size) },
	AFTER_FIELD(notice_query),
};
const struct form notice_query_form = FORM_INTO("notice_query", "消息查询",
    "Search of notices", query_fields, notice_query);

static const struct column item_columns[] = {
	COLUMN(notice_item, id),
	COLUMN_WITH(notice_item, notice, .words = &notice_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN_WITH(notice_item, message, .shape = &both_shape),
	COLUMN_WITH(notice_item, order_no, .flags = COLUMN_NULLABLE),
	COLUMN(notice_item, mine),
	COLUMN(notice_item, read),
	COLUMN(notice_item, at),
};
static const struct shape item_shape = SHAPE(notice_item, item_columns);

struct notice_list {
	struct list items;
	int64_t next, unread;
};
static const struct column list_columns[] = {
	COLUMN_WITH(notice_list, items, .shape = &item_shape),
	COLUMN_WITH(notice_list, next, .flags = COLUMN_NULLABLE),
	COLUMN(notice_list, unread),
};
const struct shape notice_list_shape = SHAPE(notice_list, list_columns);

struct notice_unread {
	int64_t unread;
};
static const struct column unread_columns[] = {
	COLUMN(notice_unread, unread),
};
const struct shape notice_unread_shape = SHAPE(notice_unread, unread_columns);

struct notice_mark {
	int64_t id;
	bool up_to;
};
static const struct field read_fields[] = {
	{ .name = "id",
	    .type = FIELD_INTEGER,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = LONG_MAX,
	    .zh = "消息",
	    .en = "Notice",
	    INTO(notice_mark, id) },
	{ .name = "up_to",
	    .type = FIELD_BOOLEAN,
	    .zh = "以及之前的全部",
	    .en = "And all before it",
	    INTO(notice_mark, up_to) },
};
const struct form notice_read_form = FORM_INTO(
    "notice_read", "标为已读", "Mark as read", read_fields, notice_mark);

static const struct field choice_fields[] = {
	{ .name = "language",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &language_words,
	    .zh = "语言",
	    .en = "Language",
	    INTO(notice_choices, language) },
	{ .name = "mail",
	    .type = FIELD_BOOLEAN,
	    .flags = FIELD_REQUIRED,
	    .zh = "邮件",
	    .en = "By mail",
	    INTO(notice_choices, mail) },
	{ .name = "sms",
	    .type = FIELD_BOOLEAN,
	    .flags = FIELD_REQUIRED,
	    .zh = "短信",
	    .en = "By SMS",
	    INTO(notice_choices, sms) },
};
const struct form notice_choices_form = FORM_INTO("notice_choices_set",
    "通知方式", "How one is told", choice_fields, notice_choices);

static const struct column choice_columns[] = {
	COLUMN_WITH(notice_choices, language, .words = &language_words),
	COLUMN(notice_choices, mail),
	COLUMN(notice_choices, sms),
	COLUMN_WITH(notice_choices, mail_address, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(notice_choices, phone, .flags = COLUMN_NULLABLE),
};
const struct shape notice_choices_shape = SHAPE(notice_choices, choice_columns);

enum err
notice_list_http(struct request *r)
{
	const struct notice_query *query = r->query;
	int64_t size = query->page_size ? query->page_size : PAGE_SIZE_STANDARD;
	struct notice_list *list = arena_alloc(r->mem, sizeof(*list));
	struct list found =
	    notice_select(r, query->after, query->unread, size + 1);
	struct notice_item *items =
	    arena_alloc(r->mem, (found.n + 1) * sizeof(*items));

	for (size_t i = 0; i < found.n; i++) {
		items[i] = ((const struct notice_item *)found.items)[i];
		items[i].message = both_new(r->mem,
		    notice_text(r->mem, &items[i], LANGUAGE_ZH),
		    notice_text(r->mem, &items[i], LANGUAGE_EN));
	}
	list->items = (struct list){ items, found.n };
	if ((int64_t)found.n > size) {
		list->items.n = (size_t)size;
		list->next = items[size - 1].id;
	}
	list->unread = notice_count_unread(r);
	r->result = list;
	return db_error(r->db);
}

enum err
notice_unread_http(struct request *r)
{
	struct notice_unread *u = arena_alloc(r->mem, sizeof(*u));

	u->unread = notice_count_unread(r);
	r->result = u;
	return db_error(r->db);
}

enum err
notice_read_http(struct request *r)
{
	const struct notice_mark *form = r->form;

	notice_mark(r, form->id, form->up_to);
	return notice_unread_http(r);
}

/* What there is to be told by, masked. */
enum err
notice_choices_http(struct request *r)
{
	struct notice_choices *c = arena_alloc(r->mem, sizeof(*c));
	struct person_phone phone;
	const char *text;

	notice_choices_of(r, r->actor.account_id, c);
	text = person_mail(r, r->actor.account_id);
	c->mail_address = text == NULL ? NULL : mask_text(r->mem, text);
	if (person_phone(r, r->actor.account_id, &phone) &&
	    (text = person_phone_open(r, &phone)) != NULL)
		c->phone = mask_text(r->mem, text);
	r->result = c;
	return r->broken != OK ? r->broken : db_error(r->db);
}

enum err
notice_choose_http(struct request *r)
{
	notice_choose(r, r->actor.account_id, r->form);
	return notice_choices_http(r);
}
