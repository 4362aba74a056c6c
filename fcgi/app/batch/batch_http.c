/* Batches over HTTP: asked for, watched, read later. */
#include <string.h>

#include "app/batch/batch.h"
#include "app/review/reason.h"
#include "app/review/route.h"

struct batch_asked {
	int64_t verdict, whole;
	const char *reason, *remark;
	bool over_claim;
	const struct json *orders;
};

static const struct field order_fields[] = {
	{ .name = "order_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 24,
	    .format = &format_digits,
	    .zh = "申请单号",
	    .en = "Application number" },
	{ .name = "version",
	    .type = FIELD_INTEGER,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = INT32_MAX,
	    .zh = "版本",
	    .en = "Version" },
};
static const struct form order_form =
    FORM("batch_order", "申请单", "Application", order_fields);

static const struct field fields[] = {
	{ .name = "verdict",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &verdict_words,
	    .zh = "审核意见",
	    .en = "Verdict",
	    INTO(batch_asked, verdict) },
	{ .name = "whole",
	    .type = FIELD_CHOICE,
	    .words = &reason_words,
	    .zh = "整体驳回原因",
	    .en = "Reason for the whole",
	    INTO(batch_asked, whole) },
	{ .name = "reason",
	    .type = FIELD_PROSE,
	    .max = 500,
	    .zh = "理由",
	    .en = "Reason",
	    INTO(batch_asked, reason) },
	{ .name = "remark",
	    .type = FIELD_PROSE,
	    .max = 500,
	    .zh = "备注",
	    .en = "Remark",
	    INTO(batch_asked, remark) },
	{ .name = "over_claim",
	    .type = FIELD_BOOLEAN,
	    .zh = "同事已领取，仍然办理",
	    .en = "Although a colleague has claimed it",
	    INTO(batch_asked, over_claim) },
	{ .name = "orders",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REQUIRED | FIELD_REPEATED,
	    .max_items = BATCH_ITEMS,
	    .part = &order_form,
	    .zh = "申请单",
	    .en = "Applications",
	    INTO(batch_asked, orders) },
};
const struct form batch_form = FORM_INTO("batch_new", "批量审核",
    "Decide several applications", fields, batch_asked);

#define NULLABLE .flags = COLUMN_NULLABLE
static const struct column item_columns[] = {
	COLUMN(batch_item, order_no),
	COLUMN_WITH(batch_item, title, NULLABLE),
	COLUMN_WITH(batch_item, outcome, NULLABLE),
	COLUMN_WITH(batch_item, by_name, NULLABLE),
	COLUMN_WITH(batch_item, message, .shape = &both_shape, NULLABLE),
	COLUMN_WITH(batch_item, remedy, .shape = &both_shape, NULLABLE),
};
static const struct shape item_shape = SHAPE(batch_item, item_columns);

#define HEAD                                                                  \
	COLUMN(batch, batch_id),                                              \
	    COLUMN_WITH(batch, verdict, .words = &verdict_words),             \
	    COLUMN_WITH(batch, state, .words = &job_state_words),             \
	    COLUMN(batch, total), COLUMN(batch, done), COLUMN(batch, failed), \
	    COLUMN(batch, created_at),                                        \
	    COLUMN_WITH(batch, finished_at, NULLABLE)
static const struct column columns[] = {
	HEAD,
	COLUMN_WITH(batch, items, .shape = &item_shape),
};
const struct shape batch_shape = SHAPE(batch, columns);
static const struct column head_columns[] = { HEAD };
static const struct shape head_shape = { "batch_head", head_columns,
	sizeof(head_columns) / sizeof(head_columns[0]), sizeof(struct batch) };

struct batches {
	struct list items;
};
static const struct column list_columns[] = {
	COLUMN_WITH(batches, items, .shape = &head_shape),
};
const struct shape batch_list_shape = SHAPE(batches, list_columns);

static enum err
load(struct request *r, struct scope *out)
{
	struct batch *b = arena_alloc(r->mem, sizeof(*b));

	(void)out;
	if (!batch_by_id(r, r->args[0], b))
		return db_error(r->db) != OK              ? db_error(r->db)
		       : batch_is_anothers(r, r->args[0]) ? request_foreign(r)
							  : ERR_NOT_FOUND;
	r->object = b;
	return OK;
}
const struct object batch_object = { "batch", load, true, NULL };

/* What some step of the actor's desk owes with a rejection. */
static bool
owes(const struct request *r, enum owed owed)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++) {
		const struct step *s =
		    review_step_at(*k, (enum desk)r->actor.desk);
		if (s != NULL && s->action != ACTION_VIEW && s->owes == owed)
			return true;
	}
	return false;
}

/* One opinion for all: what each of them would be refused for is told once. */
static void
check_opinion(struct request *r, const struct batch_asked *a)
{
	bool rejects = a->verdict == VERDICT_REJECT;

	if (!rejects && a->whole != 0)
		request_fault(r, &batch_form, "whole", "not_rejected");
	if (rejects && a->whole == 0)
		request_fault(r, &batch_form, "whole", "required");
	if (a->whole != 0 &&
	    (reason_row_of((enum reason)a->whole)->about & ABOUT_WHOLE) == 0)
		request_fault(r, &batch_form, "whole", "choice");
	if (rejects && a->reason == NULL && owes(r, OWES_REASON))
		request_fault(r, &batch_form, "reason", "required");
	if (rejects && a->remark == NULL && owes(r, OWES_REMARK))
		request_fault(r, &batch_form, "remark", "required");
}

enum err
batch_new_http(struct request *r)
{
	const struct batch_asked *a = r->form;
	struct batch_item *items =
	    arena_alloc(r->mem, BATCH_ITEMS * sizeof(*items));
	struct batch *b = arena_alloc(r->mem, sizeof(*b));
	size_t n = 0;
	enum err e;

	check_opinion(r, a);
	for (const struct json *o = a->orders->first; o != NULL; o = o->next) {
		items[n].order_no = json_member(o, "order_no")->text;
		for (size_t i = 0; i < n; i++)
			if (strcmp(items[i].order_no, items[n].order_no) == 0)
				request_fault(
				    r, &batch_form, "orders", "twice");
		json_integer(json_member(o, "version"), &items[n++].version);
	}
	if (r->problem.faults.first != NULL)
		return ERR_INVALID;
	*b = (struct batch){ .batch_id = crypt_random_text(r->mem, 16),
		.verdict = a->verdict,
		.whole = a->whole,
		.reason = a->reason,
		.remark = a->remark,
		.over_claim = a->over_claim,
		.items = { items, n } };
	e = batch_insert(r, b);
	if (e != OK || !batch_by_id(r, b->batch_id, b))
		return e != OK ? e : db_error(r->db);
	r->noted_object = b->batch_id;
	r->result = b;
	return db_error(r->db);
}

enum err
batch_list_http(struct request *r)
{
	struct batches *all = arena_alloc(r->mem, sizeof(*all));

	all->items = batch_recent(r);
	r->result = all;
	return db_error(r->db);
}

/* The words of an error by its code, as every refusal has them. */
static void
say(struct request *r, struct batch_item *item)
{
	const struct err_info *info =
	    item->outcome == NULL ? NULL : err_by_code(item->outcome);

	if (info == NULL)
		return;
	item->message = both_new(r->mem, info->zh, info->en);
	item->remedy = both_new(r->mem, info->remedy_zh, info->remedy_en);
}

enum err
batch_get_http(struct request *r)
{
	const struct batch *b = r->object;
	struct batch *shown = arena_alloc(r->mem, sizeof(*shown));
	struct batch_item *items =
	    arena_alloc(r->mem, (b->items.n + 1) * sizeof(*items));

	*shown = *b;
	for (size_t i = 0; i < b->items.n; i++) {
		items[i] = ((const struct batch_item *)b->items.items)[i];
		say(r, &items[i]);
	}
	shown->items.items = items;
	r->result = shown;
	return OK;
}
