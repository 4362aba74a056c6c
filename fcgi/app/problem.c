/* Problem documents; see problem.h. */
#include "app/problem.h"

#include <stdio.h>
#include <string.h>

struct field_problem {
	const char *field, *code;
	const struct both *message, *remedy;
};

struct problem_document {
	const char *type, *title, *code;
	int64_t status;
	const struct both *message, *remedy;
	const char *request_id;
	struct list fields;
	int64_t tries_left, retry_after;
	const struct json *offset; /* a number, or NULL */
	const char *order_no, *claimed_by;
	const struct order_decision *decision;
};

static const struct column both_columns[] = {
	COLUMN(both, zh),
	COLUMN(both, en),
};
const struct shape both_shape = SHAPE(both, both_columns);

static const struct column field_columns[] = {
	COLUMN(field_problem, field),
	COLUMN(field_problem, code),
	COLUMN_WITH(field_problem, message, .shape = &both_shape),
	COLUMN_WITH(field_problem, remedy, .shape = &both_shape),
};
const struct shape field_problem_shape = SHAPE(field_problem, field_columns);

static const struct column decision_columns[] = {
	COLUMN_WITH(order_decision, desk, .words = &desk_words),
	COLUMN_WITH(order_decision, verdict, .words = &verdict_words),
	COLUMN(order_decision, organisation_name),
	COLUMN(order_decision, actor_name),
	COLUMN_WITH(
	    order_decision, via, .words = &via_words, .flags = COLUMN_OPTIONAL),
	COLUMN(order_decision, at),
};
const struct shape order_decision_shape =
    SHAPE(order_decision, decision_columns);

#define OPT .flags = COLUMN_OPTIONAL
static const struct column problem_columns[] = {
	COLUMN(problem_document, type),
	COLUMN(problem_document, title),
	COLUMN(problem_document, status),
	COLUMN(problem_document, code),
	COLUMN_WITH(problem_document, message, .shape = &both_shape),
	COLUMN_WITH(problem_document, remedy, .shape = &both_shape),
	COLUMN(problem_document, request_id),
	COLUMN_WITH(
	    problem_document, fields, .shape = &field_problem_shape, OPT),
	COLUMN_WITH(problem_document, tries_left, OPT),
	COLUMN_WITH(problem_document, retry_after, OPT),
	COLUMN_WITH(problem_document, offset, .schema = "offset", OPT),
	COLUMN_WITH(problem_document, order_no, OPT),
	COLUMN_WITH(problem_document, claimed_by, OPT),
	COLUMN_WITH(
	    problem_document, decision, .shape = &order_decision_shape, OPT),
};
const struct shape problem_shape = SHAPE(problem_document, problem_columns);

const struct both *
both_new(struct arena *mem, const char *zh, const char *en)
{
	struct both *b = arena_alloc(mem, sizeof(*b));

	b->zh = zh;
	b->en = en;
	return b;
}

struct list
problem_fields(struct request *r)
{
	struct field_problem *all;
	size_t n = 0, i = 0;
	const struct fault *f;

	for (f = r->problem.faults.first; f != NULL; f = f->next)
		n++;
	if (n == 0)
		return (struct list){ NULL, 0 };
	all = arena_alloc(r->mem, n * sizeof(*all));
	for (f = r->problem.faults.first; f != NULL; f = f->next, i++) {
		struct fault_text t = fault_text(r->mem, f);
		all[i] = (struct field_problem){ f->path, f->code,
			both_new(r->mem, t.zh, t.en),
			both_new(r->mem, t.remedy_zh, t.remedy_en) };
	}
	return (struct list){ all, n };
}

/* The remedy with its %minutes told. */
static const char *
told_when(struct arena *mem, const char *remedy, int64_t seconds)
{
	const char *at = strstr(remedy, "%minutes");

	return at == NULL ? remedy
			  : arena_printf(mem, "%.*s%lld%s", (int)(at - remedy),
				remedy, (long long)(seconds + 59) / 60,
				at + strlen("%minutes"));
}

void
problem_render(struct request *r, enum err e)
{
	const struct err_info *info = err_info(e);
	struct problem *p = &r->problem;
	struct problem_document d = { .type = arena_printf(r->mem,
					  "urn:liangding:problem:%s",
					  info->code),
		.title = info->en,
		.status = info->status,
		.code = info->code,
		.message = both_new(r->mem, info->zh, info->en),
		.remedy = both_new(r->mem,
		    told_when(r->mem, info->remedy_zh, p->retry_after),
		    told_when(r->mem, info->remedy_en, p->retry_after)),
		.request_id = r->id,
		.fields = problem_fields(r),
		.tries_left = p->tries_left,
		.retry_after = p->retry_after,
		.offset = p->tells_offset ? json_make(r->mem, JSON_NUMBER,
						arena_printf(r->mem, "%lld",
						    (long long)p->offset))
					  : NULL,
		.order_no = p->order_no,
		.claimed_by = p->claimed_by,
		.decision = p->decision };
	struct json_out o;

	if (info->status == 503 && d.retry_after == 0)
		d.retry_after = 2;
	json_begin(&o, r->mem);
	shape_write(&o, &problem_shape, &d);
	r->answer.status = info->status;
	r->answer.type = "application/problem+json";
	r->answer.body = json_finish(&o);
	r->answer.body_len = strlen(r->answer.body);
	if (d.retry_after > 0)
		http_set_header(&r->answer, "Retry-After",
		    arena_printf(r->mem, "%lld", (long long)d.retry_after));
}
