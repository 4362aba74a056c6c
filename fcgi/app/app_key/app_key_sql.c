/* Statements about the keys of apps and the nonces that were used. */
#include "app/app_key/app_key.h"

static const char sql_find[] =
    "SELECT app, algorithm, public_key, secret, state, UTC_TIMESTAMP(3), "
    "purpose, organisation_id "
    "FROM app_keys WHERE keyid = ?";
static const char sql_spend[] =
    "INSERT INTO app_nonces (keyid, nonce, used_at) "
    "VALUES (?, ?, UTC_TIMESTAMP(3))";
static const char sql_insert[] =
    "INSERT INTO app_keys (keyid, app, algorithm, public_key, secret, "
    "purpose, organisation_id, state, created_at) VALUES (?, ?, ?, ?, ?, ?, "
    "?, 1, UTC_TIMESTAMP(3))";
static const char sql_revoke[] =
    "UPDATE app_keys SET state = 2, revoked_at = UTC_TIMESTAMP(3) "
    "WHERE keyid = ? AND state = 1";
/* By what it is, whatever it was named. */
static const char sql_demo[] =
    "SELECT 1 FROM app_keys WHERE public_key = ? AND state = 1";

bool
app_key_find(
    struct db *db, struct arena *mem, const char *keyid, struct app_key *out)
{
	struct query *q = db_query(db, sql_find);
	size_t len;

	db_bind_text(q, keyid);
	if (db_step(q) != DB_ROW)
		return false;
	*out = (struct app_key){ .keyid = keyid,
		.app = db_text(q, mem, 0),
		.algorithm = db_int(q, 1),
		.secret = db_text(q, mem, 3),
		.state = db_int(q, 4),
		.now = db_time(q, 5),
		.purpose = db_int(q, 6),
		.organisation_id = db_int(q, 7) };
	out->public_key = db_bytes(q, mem, 2, &len);
	return true;
}

bool
app_nonce_spend(struct db *db, const char *keyid, const char *nonce)
{
	struct query *q = db_query(db, sql_spend);

	db_bind_text(q, keyid);
	db_bind_text(q, nonce);
	return db_step(q) == DB_DONE;
}

bool
app_key_insert(struct db *db, const struct app_key *key)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_text(q, key->keyid);
	db_bind_text(q, key->app);
	db_bind_int(q, key->algorithm);
	if (key->public_key != NULL)
		db_bind_bytes(q, key->public_key, ED25519_KEY_BYTES);
	else
		db_bind_null(q);
	db_bind_text(q, key->secret);
	db_bind_int(q, key->purpose);
	db_bind_id(q, key->organisation_id);
	return db_step(q) == DB_DONE;
}

bool
app_key_revoke(struct db *db, const char *keyid)
{
	struct query *q = db_query(db, sql_revoke);

	db_bind_text(q, keyid);
	return db_run(q) == OK && db_affected(q) == 1;
}

bool
app_key_demo_is_current(struct db *db)
{
	struct query *q = db_query(db, sql_demo);
	unsigned char public_key[ED25519_KEY_BYTES];

	ed25519_public_key(demo_private_key, public_key);
	db_bind_bytes(q, public_key, sizeof(public_key));
	return db_step(q) == DB_ROW;
}
