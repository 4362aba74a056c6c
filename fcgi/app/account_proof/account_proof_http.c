/* Asking for an account's proof, paying and answering it, over HTTP. */
#include <string.h>

#include "app/account_proof/account_proof.h"

static const struct column account_columns[] = {
	COLUMN(account_shown, account),
	COLUMN(account_shown, account_no),
	COLUMN_WITH(account_shown, account_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_shown, bank_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_shown, state, .words = &account_proof_state_words),
	COLUMN(account_shown, no),
	COLUMN(account_shown, tries_left),
	COLUMN_WITH(account_shown, remark, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_shown, actor_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_shown, organisation_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_shown, asked_at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_shown, paid_at, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_shown, until, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_shown, ended_at, .flags = COLUMN_NULLABLE),
	COLUMN(account_shown, ask),
	COLUMN(account_shown, pay),
	COLUMN(account_shown, recall),
	COLUMN(account_shown, answer),
};
const struct shape account_shown_shape = { "account_proof", account_columns,
	sizeof(account_columns) / sizeof(account_columns[0]),
	sizeof(struct account_shown) };

static const struct field ask_fields[] = {
	VERSION_FIELD(account_proof_asked, 1),
	{ .name = "account",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = ITEM_KEY_MAX,
	    .format = &format_code,
	    .zh = "账户",
	    .en = "Account",
	    INTO(account_proof_asked, account) },
};
const struct form account_proof_ask_form =
    FORM_INTO("account_proof_ask", "要求打款验证",
	"Ask for proof of an account", ask_fields, account_proof_asked);

struct account_answer {
	const char *amount;
};

static const struct field answer_fields[] = {
	{ .name = "amount",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 20,
	    .format = &format_small_yuan,
	    .zh = "到账金额（元）",
	    .en = "Amount that has come (yuan)",
	    INTO(account_answer, amount) },
};
const struct form account_proof_answer_form = FORM_INTO("account_proof_answer",
    "填写到账金额", "Say how much has come", answer_fields, account_answer);

struct account_proof_new {
	int64_t no;
};
static const struct column new_columns[] = {
	COLUMN(account_proof_new, no),
};
const struct shape account_proof_new_shape =
    SHAPE(account_proof_new, new_columns);

struct account_proof_payment {
	int64_t amount; /* fen */
	const char *remark;
};
static const struct column drawn_columns[] = {
	COLUMN(account_proof_payment, amount),
	COLUMN(account_proof_payment, remark),
};
const struct shape account_proof_drawn_shape =
    SHAPE(account_proof_payment, drawn_columns);

static const struct column answered_columns[] = {
	COLUMN(account_proof_answered, right),
	COLUMN_WITH(
	    account_proof_answered, state, .words = &account_proof_state_words),
	COLUMN(account_proof_answered, tries_left),
};
const struct shape account_proof_answered_shape =
    SHAPE(account_proof_answered, answered_columns);

static const struct order_seen *
seen_of(const struct request *r)
{
	return r->object;
}

enum err
account_proof_ask_as(struct request *r, const struct account_proof_asked *asked)
{
	struct account_proof_new *made = arena_alloc(r->mem, sizeof(*made));

	r->result = made;
	return account_proof_ask(r, seen_of(r), asked, &made->no);
}

enum err
account_proof_ask_http(struct request *r)
{
	return account_proof_ask_as(r, r->form);
}

enum err
account_proof_drawn_http(struct request *r)
{
	struct account_proof_payment *p = arena_alloc(r->mem, sizeof(*p));

	r->result = p;
	return account_proof_drawn(r, &seen_of(r)->order, request_number(r, 1),
	    &p->amount, &p->remark);
}

enum err
account_proof_pay_http(struct request *r)
{
	return account_proof_pay(r, seen_of(r), request_number(r, 1));
}

enum err
account_proof_recall_http(struct request *r)
{
	return account_proof_recall(r, seen_of(r), request_number(r, 1));
}

/* "0.37" in fen; its format has been checked. */
static int64_t
fen_of(const char *amount)
{
	const char *decimals = strchr(amount, '.') + 1;

	return (decimals[0] - '0') * 10 +
	       (decimals[1] == '\0' ? 0 : decimals[1] - '0');
}

enum err
account_proof_answer_http(struct request *r)
{
	const struct account_answer *form = r->form;
	struct account_proof_answered *a = arena_alloc(r->mem, sizeof(*a));
	enum err e = account_proof_answer(r, &seen_of(r)->order,
	    request_number(r, 1), fen_of(form->amount), a);

	r->result = a;
	if (e == OK)
		r->noted_outcome = a->right ? "right" : "wrong";
	return e;
}
