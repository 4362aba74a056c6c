/* Rules of credentials: made, opened, replaced; see credential.h. */
#include <openssl/crypto.h>
#include <string.h>

#include "app/credential/credential_sql.h"
#include "app/secret/secret.h"

enum { APP_ID_BYTES = 8, SECRET_BYTES_MAX = 32, ROTATIONS_MAX = 100 };

/* How many bytes each key has. */
static size_t
bytes_of(enum credential_key key)
{
	return key == CREDENTIAL_APP_SECRET ? 32 : 16;
}

static const char *
place_of(struct arena *mem, const struct credential *c)
{
	return arena_printf(mem, "credential/%lld/%lld", (long long)c->order_id,
	    (long long)c->no);
}

static void
add_key(struct json_out *o, struct arena *mem, const struct word *key)
{
	unsigned char bytes[SECRET_BYTES_MAX];
	size_t n = bytes_of((enum credential_key)key->value);

	crypt_random(bytes, n);
	json_set_text(o, key->word, crypt_hex(mem, bytes, n));
	OPENSSL_cleanse(bytes, sizeof(bytes));
}

/* One of each, as they are kept. */
static const char *
make_secrets(struct request *r, const struct credential *c)
{
	struct json_out o;

	json_begin(&o, r->mem);
	json_object(&o);
	for (size_t i = 0; i < credential_key_words.n; i++)
		add_key(&o, r->mem, &credential_key_words.list[i]);
	json_object_end(&o);
	return secret_seal(
	    r, c->organisation_id, place_of(r->mem, c), json_finish(&o));
}

static enum err
make(struct request *r, struct credential *c)
{
	c->state = CREDENTIAL_CURRENT;
	c->created_at = r->actor.now;
	c->secrets = make_secrets(r, c);
	return c->secrets == NULL ? r->broken : credential_insert(r, c);
}

enum err
credential_issue(struct request *r, const struct order *o,
    enum environment environment, struct credential *out)
{
	unsigned char id[APP_ID_BYTES];

	crypt_random(id, sizeof(id));
	*out = (struct credential){ .order_id = o->id,
		.no = 1,
		.organisation_id = o->organisation_id,
		.environment = environment,
		.app_id = crypt_hex(r->mem, id, sizeof(id)) };
	return make(r, out);
}

enum err
credential_rotate(struct request *r, const struct order *o, int64_t no,
    struct credential *out)
{
	struct credential now;

	if (!credential_current(r->db, r->mem, o->id, &now) || now.no != no ||
	    !credential_end(r->db, o->id, no))
		return ERR_CREDENTIAL_CHANGED;
	if (no >= ROTATIONS_MAX)
		return ERR_CREDENTIAL_TOO_OFTEN;
	*out = (struct credential){ .order_id = o->id,
		.no = no + 1,
		.organisation_id = o->organisation_id,
		.environment = now.environment,
		.app_id = now.app_id };
	return make(r, out);
}

enum err
credential_stop(struct db *db, const struct credential *c)
{
	credential_end(db, c->order_id, c->no);
	return db_error(db);
}

const char *
credential_open(
    struct request *r, const struct credential *c, enum credential_key key)
{
	const char *text =
	    secret_open(r, c->organisation_id, place_of(r->mem, c), c->secrets);
	const struct json *all =
	    text == NULL ? NULL : json_read(r->mem, text, strlen(text));

	return all == NULL ? NULL
			   : json_member_text(all,
				 words_at(&credential_key_words, key)->word);
}
