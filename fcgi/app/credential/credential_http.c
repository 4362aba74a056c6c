/* Looking at a key of an application, on record (PLAT-6). */
#include "app/credential/credential.h"
#include "app/rate.h"

struct credential_reveal {
	int64_t no, key;
};

static const struct field reveal_fields[] = {
	{ .name = "no",
	    .type = FIELD_INTEGER,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = INT32_MAX,
	    .zh = "密钥序号",
	    .en = "Which of the application's keys",
	    INTO(credential_reveal, no) },
	{ .name = "key",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &credential_key_words,
	    .zh = "密钥",
	    .en = "Key",
	    INTO(credential_reveal, key) },
};
const struct form credential_reveal_form = FORM_INTO("credential_reveal",
    "查看密钥", "Show a key", reveal_fields, credential_reveal);

struct credential_revealed {
	int64_t no, key;
	const char *value;
};

static const struct column revealed_columns[] = {
	COLUMN(credential_revealed, no),
	COLUMN_WITH(credential_revealed, key, .words = &credential_key_words),
	COLUMN(credential_revealed, value),
};
const struct shape credential_revealed_shape =
    SHAPE(credential_revealed, revealed_columns);

static const struct column columns[] = {
	COLUMN(credential, no),
	COLUMN_WITH(credential, environment, .words = &environment_words),
	COLUMN_WITH(credential, state, .words = &credential_state_words),
	COLUMN(credential, app_id),
	COLUMN(credential, created_at),
	COLUMN_WITH(credential, stopped_at, .flags = COLUMN_NULLABLE),
};
const struct shape credential_shape = SHAPE(credential, columns);

enum err
credential_reveal_http(struct request *r)
{
	const struct order *o = &((const struct order_seen *)r->object)->order;
	const struct credential_reveal *form = r->form;
	struct credential_revealed *out = arena_alloc(r->mem, sizeof(*out));
	struct credential c;

	if (!credential_current(r->db, r->mem, o->id, &c) || c.no != form->no)
		return ERR_CREDENTIAL_CHANGED;
	if (!rate_allows(r, RATE_REVEAL, r->actor.account_id,
		r->server->config.reveals_an_hour))
		return ERR_REVEALS_TOO_OFTEN;
	*out = (struct credential_revealed){ form->no, form->key,
		credential_open(r, &c, (enum credential_key)form->key) };
	r->noted_object = arena_printf(r->mem, "%s %s", o->order_no,
	    words_at(&credential_key_words, form->key)->word);
	r->noted_outcome = "shown";
	r->result = out;
	return db_error(r->db);
}
