/* What was given out, over HTTP: looked at, replaced, confirmed. */
#include "app/issue/issue.h"

struct issued {
	struct list documents, credentials;
	bool rotates; /* the actor may replace the keys */
};

static const struct column issued_columns[] = {
	COLUMN_WITH(issued, documents, .shape = &document_shape),
	COLUMN_WITH(issued, credentials, .shape = &credential_shape),
	COLUMN(issued, rotates),
};
const struct shape issued_shape = SHAPE(issued, issued_columns);

struct issue_rotation {
	int64_t no;
};

static const struct field rotation_fields[] = {
	{ .name = "no",
	    .type = FIELD_INTEGER,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = INT32_MAX,
	    .zh = "被替换的密钥序号",
	    .en = "Number of the keys that are replaced",
	    INTO(issue_rotation, no) },
};
const struct form issue_rotation_form = FORM_INTO("issue_rotation", "更换密钥",
    "Replace the keys", rotation_fields, issue_rotation);

static const struct order *
order_of(const struct request *r)
{
	return &((const struct order_seen *)r->object)->order;
}

/* Whose keys are in force, of an order that stands approved. */
static bool
may_rotate(const struct request *r, const struct order *o)
{
	return kind_of(o->kind)->issues != NULL &&
	       (o->state == ORDER_APPROVED || o->state == ORDER_CONCLUDED) &&
	       request_has_role(r, MAY(OPERATOR)) &&
	       request_is_applicant(r, o->organisation_id);
}

static bool
some_current(const struct list *credentials)
{
	const struct credential *c = credentials->items;

	return credentials->n > 0 && c[0].state == CREDENTIAL_CURRENT;
}

static enum err
answer(struct request *r, const struct order *o)
{
	struct issued *issued = arena_alloc(r->mem, sizeof(*issued));

	issued->documents = document_list(r->db, r->mem, o->id);
	issued->credentials = credential_list(r->db, r->mem, o->id);
	issued->rotates =
	    may_rotate(r, o) && some_current(&issued->credentials);
	r->result = issued;
	return db_error(r->db);
}

enum err
issue_get_http(struct request *r)
{
	return answer(r, order_of(r));
}

enum err
issue_rotate_http(struct request *r)
{
	const struct issue_rotation *form = r->form;
	const struct order *o = order_of(r);
	enum err e;

	if (!may_rotate(r, o))
		return ERR_ORDER_STAGE;
	e = issue_rotate(r, o, form->no);
	return e == OK ? answer(r, o) : e;
}

enum err
issue_confirm_http(struct request *r)
{
	const struct order_version *form = r->form;
	const struct order *o = order_of(r);
	struct order now;
	enum err e;

	if (!issue_may_confirm(r, o))
		return ERR_ORDER_STAGE;
	e = issue_conclude(r, o, form->version, &now);
	if (e == OK)
		order_answer_standing(r, &now, DESK_HIDDEN);
	return e;
}
