/* See activation.h. */
#include <string.h>

#include "app/activation/activation_sql.h"
#include "app/session/session_sql.h"

enum { TOKEN_BYTES = 24 };

#define TOKEN(s)                                                              \
	{                                                                     \
		.name = "token", .type = FIELD_TEXT, .flags = FIELD_REQUIRED, \
		.max = 40, .zh = "链接中的凭据", .en = "What the link holds", \
		INTO(s, token)                                                \
	}

struct look {
	const char *token;
};
static const struct field look_fields[] = { TOKEN(look) };
const struct form activation_look_form = FORM_INTO(
    "activation_look", "查看激活链接", "Look at a link", look_fields, look);

struct activate {
	const char *token, *new_password;
};
static const struct field fields[] = {
	TOKEN(activate),
	{ .name = "new_password",
	    .type = FIELD_SECRET,
	    .flags = FIELD_REQUIRED,
	    .min = PASSWORD_MIN,
	    .max = PASSWORD_MAX,
	    .zh = "新密码",
	    .en = "New password",
	    INTO(activate, new_password) },
};
const struct form activation_form = FORM_INTO(
    "activation", "设置密码", "Set the password by a link", fields, activate);

struct link_subject {
	const char *account, *display_name;
	int64_t kind;
	struct moment expires_at;
};
static const struct column columns[] = {
	COLUMN(link_subject, account),
	COLUMN(link_subject, display_name),
	COLUMN_WITH(link_subject, kind, .words = &account_kind_words),
	COLUMN(link_subject, expires_at),
};
const struct shape activation_shape = SHAPE(link_subject, columns);

static void
digest_of(const char *token, unsigned char out[DIGEST_BYTES])
{
	crypt_sha256(token, strlen(token), out);
}

void
activation_send(struct request *r, const struct account *a,
    enum message_number message, const char *to, enum language language)
{
	const char *token = crypt_random_text(r->mem, TOKEN_BYTES);
	const char *const params[] = { "name", a->display_name, "account",
		a->name, "link",
		arena_printf(r->mem, "%sactivate#%s",
		    r->server->config.public_url, token),
		"hours", arena_printf(r->mem, "%d", ACTIVATION_HOURS), NULL };
	const struct letter letter = { .message = message,
		.language = language,
		.to = to,
		.params = params };
	unsigned char digest[DIGEST_BYTES];

	digest_of(token, digest);
	activation_end(r->db, a->id);
	activation_insert(r->db, a->id, digest);
	outbox_send(r, &letter);
}

/* Whose link it is, open accounts alone. */
static enum err
find(struct request *r, const char *token, struct account *a,
    struct moment *expires_out)
{
	unsigned char digest[DIGEST_BYTES];
	int64_t id;

	digest_of(token, digest);
	id = activation_find(r->db, digest, expires_out);
	if (id != 0 && account_by_id(r->db, r->mem, id, a) &&
	    a->state == ACCOUNT_ACTIVE)
		return OK;
	return db_error(r->db) != OK ? db_error(r->db) : ERR_LINK_ENDED;
}

static void
answer(struct request *r, const struct account *a, struct moment expires)
{
	struct link_subject *d = arena_alloc(r->mem, sizeof(*d));

	*d =
	    (struct link_subject){ a->name, a->display_name, a->kind, expires };
	r->result = d;
}

enum err
activation_look_http(struct request *r)
{
	const struct look *form = r->form;
	struct moment expires;
	struct account a;
	enum err e = find(r, form->token, &a, &expires);

	if (e == OK)
		answer(r, &a, expires);
	return e;
}

struct hashed {
	struct account account;
	struct moment expires;
	const char *hash;
};

enum err
activation_prepare(struct request *r)
{
	const struct activate *form = r->form;
	struct hashed *h = arena_alloc(r->mem, sizeof(*h));
	enum err e = find(r, form->token, &h->account, &h->expires);
	const char *fault;

	r->prepared = h;
	if (e != OK)
		return e;
	fault = password_fault(form->new_password, &h->account);
	if (fault != NULL) {
		request_fault(r, &activation_form, "new_password", fault);
		return ERR_INVALID;
	}
	h->hash = account_hash(r, form->new_password);
	return h->hash == NULL ? ERR_BUSY : OK;
}

enum err
activation_http(struct request *r)
{
	const struct activate *form = r->form;
	const struct hashed *h = r->prepared;
	unsigned char digest[DIGEST_BYTES];

	digest_of(form->token, digest);
	if (!activation_spend(r->db, digest))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_LINK_ENDED;
	r->actor.account_id = h->account.id;
	account_set_password(r->db, h->account.id, h->hash, false);
	account_forgive_tries(r, h->account.name);
	session_end_account(r->db, h->account.id, 0);
	answer(r, &h->account, h->expires);
	return db_error(r->db);
}
