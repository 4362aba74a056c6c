/* What an institution does with its orders, over HTTP. */
#include <string.h>

#include "app/audit/audit.h"
#include "app/order/corrections.h"
#include "app/order/order.h"
#include "app/order/order_sql.h"
#include "app/page.h"
#include "app/problem.h"
#include "app/proof/proof.h"
#include "app/rate.h"
#include "app/record/record.h"
#include "app/review/route.h"
#include "lib/filter.h"

/* PLAT-22: so that no institution hoards numbers; more than anybody needs. */
enum { DRAFTS_MAX = 100 };

struct order_new {
	int64_t kind;
	const char *parent_order_no;
};

static const struct field new_fields[] = {
	{ .name = "kind",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &kind_words,
	    .zh = "审核类型",
	    .en = "Application type",
	    INTO(order_new, kind) },
	/* Required by kinds that hang on another: begin_upon(). */
	{ .name = "parent_order_no",
	    .type = FIELD_TEXT,
	    .max = 24,
	    .format = &format_code,
	    .zh = "所属申请单号",
	    .en = "The application's number",
	    INTO(order_new, parent_order_no) },
};
const struct form order_new_form = FORM_INTO(
    "order_new", "新建申请单", "New application", new_fields, order_new);

struct order_edit {
	int64_t version;
	const struct json *content, *unlocks;
};

static const struct field unlock_fields[] = {
	{ .name = "field",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = PATH_CHARS_MAX,
	    .zh = "字段或附件",
	    .en = "Field or attachment" },
	{ .name = "reason",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = 200,
	    .zh = "修改原因",
	    .en = "Why it is changed" },
};
static const struct form unlock_form =
    FORM("unlock", "解锁", "Unlocked field", unlock_fields);

static const struct field edit_fields[] = {
	VERSION_FIELD(order_edit, 1),
	{ .name = "content",
	    .type = FIELD_CONTENT,
	    .flags = FIELD_REQUIRED,
	    .zh = "填写内容",
	    .en = "Content",
	    INTO(order_edit, content) },
	{ .name = "unlocks",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REPEATED,
	    .max_items = 30,
	    .part = &unlock_form,
	    .zh = "解锁的字段",
	    .en = "Unlocked fields",
	    INTO(order_edit, unlocks) },
};
const struct form order_draft_form = FORM_INTO(
    "order_draft", "保存草稿", "Save the draft", edit_fields, order_edit);
const struct form order_submit_form =
    FORM_INTO("order_submission", "提交", "Submit", edit_fields, order_edit);

/* The same but for the version, which nothing is written on. */
const struct form order_check_form = { "order_check", "检查填写内容",
	"Check what is filled in", edit_fields + 1,
	sizeof(edit_fields) / sizeof(edit_fields[0]) - 1,
	sizeof(struct order_edit) };

static const struct field version_fields[] = {
	VERSION_FIELD(order_version, 1),
};
const struct form order_version_form = FORM_INTO("order_version", "申请单版本",
    "The application's version", version_fields, order_version);

struct order_saved {
	int64_t version;
	struct moment saved_at;
};

static const struct column saved_columns[] = {
	COLUMN(order_saved, version),
	COLUMN(order_saved, saved_at),
};
const struct shape order_saved_shape = SHAPE(order_saved, saved_columns);

struct order_checked {
	struct list faults;
};

static const struct column checked_columns[] = {
	COLUMN_WITH(order_checked, faults, .shape = &field_problem_shape),
};
const struct shape order_checked_shape = SHAPE(order_checked, checked_columns);

static const struct order *
order_of(const struct request *r)
{
	return &((const struct order_seen *)r->object)->order;
}

/* Of what has passed, once (ACCESS-5). */
static enum err
begin_upon(struct request *r, const struct kind *kind,
    const struct order_new *form, struct order *o)
{
	struct order parent;
	bool found;

	if (form->parent_order_no == NULL) {
		request_fault(
		    r, &order_new_form, "parent_order_no", "required");
		return ERR_INVALID;
	}
	found = order_by_no(r->db, r->mem, form->parent_order_no, &parent);
	if (found && parent.organisation_id != r->actor.organisation_id) {
		request_foreign(r);
		found = false;
	}
	if (!found || kind_of(parent.kind) != kind->parent) {
		request_fault(r, &order_new_form, "parent_order_no", "choice");
		return ERR_INVALID;
	}
	order_touch(r->db, parent.id);
	if (parent.state != ORDER_APPROVED ||
	    order_has_child(r->db, parent.id, kind->number, 0))
		return ERR_ORDER_NOT_READY;
	o->parent_id = parent.id;
	if (kind->changes)
		return order_find_subject(r, &parent, o);
	o->facet_a = parent.facet_a;
	o->facet_b = parent.facet_b;
	o->title = parent.title;
	return OK;
}

enum err
order_create_http(struct request *r)
{
	const struct order_new *form = r->form;
	const struct kind *kind = kind_of(form->kind);
	struct order o = { .kind = form->kind,
		.organisation_id = r->actor.organisation_id,
		.division = r->actor.division,
		.state = ORDER_DRAFT };
	enum err e;

	if (!order_may_begin(r, kind))
		return ERR_ORDER_NOT_FOR_YOU;
	if (kind->once && record_is_there(r, o.kind, o.organisation_id))
		return ERR_RECORD_EXISTS;
	/* Who begins too many is told before it takes a number. */
	if (!rate_allows(r, RATE_ORDER, o.organisation_id,
		r->server->config.orders_an_hour))
		return ERR_ORDERS_TOO_OFTEN;
	/* First: who wants a number waits for the one before, and then counts
	 * its draft too. */
	e = order_next_no(r, o.division, &o.order_no);
	if (e == OK && order_count_drafts(
			   r->db, o.organisation_id, DRAFTS_MAX) == DRAFTS_MAX)
		e = ERR_ORDER_DRAFTS_TOO_MANY;
	if (e == OK && kind->parent != NULL)
		e = begin_upon(r, kind, form, &o);
	if (o.title == NULL && !kind_has_title(kind))
		o.title = r->actor.organisation_name;
	if (e == OK)
		e = order_insert(r, &o);
	if (e == OK && kind->changes)
		e = order_begin_change(r, &o);
	r->noted_object = o.order_no;
	return e == OK ? order_answer(r, o.order_no) : e;
}

enum err
order_get_http(struct request *r)
{
	audit_read(r, order_of(r)->id, READ_ORDER);
	return order_answer(r, order_of(r)->order_no);
}

enum err
order_draft_http(struct request *r)
{
	const struct order_edit *form = r->form;
	const struct order *o = order_of(r);
	struct order_saved *saved = arena_alloc(r->mem, sizeof(*saved));
	const struct json *content = form_check(kind_of(o->kind)->content,
	    form->content, FORM_DRAFT, &r->problem.faults, NULL);

	if (r->problem.faults.first != NULL)
		return ERR_INVALID;
	*saved = (struct order_saved){ form->version + 1, r->actor.now };
	r->result = saved;
	return order_keep_draft(r, o, form->version, content, form->unlocks);
}

/* What a submission must be, whoever asks: faults are noted in the request. */
static const struct json *
check(struct request *r, const struct order *o)
{
	const struct order_edit *form = r->form;
	const struct json *content = order_check_content(r, o, form->content);
	const struct kind *kind = kind_of(o->kind);
	struct order copy = *o;

	/* What it notes of a copy, the submit would refuse. */
	if (kind->prepare != NULL && r->problem.faults.first == NULL)
		kind->prepare(r, &copy, content);
	/* Last, so that it hides nothing of the content. */
	proof_check(r, o->organisation_id, kind->content, content);
	corrections_check(r, o, content, form->unlocks);
	return content;
}

enum err
order_check_http(struct request *r)
{
	const struct order *o = order_of(r);
	struct order_checked *checked = arena_alloc(r->mem, sizeof(*checked));

	if (!order_is_editable(o))
		return ERR_ORDER_STAGE;
	check(r, o);
	checked->faults = problem_fields(r);
	r->result = checked;
	return db_error(r->db);
}

enum err
order_submit_http(struct request *r)
{
	const struct order_edit *form = r->form;
	const struct order *o = order_of(r);
	const struct json *content = check(r, o);
	struct order now;
	enum err e;

	if (r->problem.faults.first != NULL)
		return ERR_INVALID;
	e = order_submit(r, o, form->version, content, form->unlocks, &now);
	if (e == OK)
		order_answer_standing(r, &now, DESK_HIDDEN);
	return e;
}

enum err
order_withdraw_http(struct request *r)
{
	const struct order_version *form = r->form;
	const struct order *o = order_of(r);
	struct order now;
	enum err e = order_withdraw(r, o, form->version, &now);

	if (e == OK)
		order_answer_standing(r, &now, DESK_HIDDEN);
	return e;
}

enum err
order_delete_http(struct request *r)
{
	const struct order *o = order_of(r);

	if (o->state != ORDER_DRAFT)
		return ERR_ORDER_STAGE;
	return order_delete(r->db, o);
}
