/*
 * liangdingctl secrets: the keys of personal data. Rotating the master:
 * keys add-master, SIGHUP to the daemon, secrets rewrap, secrets retire.
 */
#include <stdio.h>
#include <string.h>

#include "app/secret/secret.h"
#include "ctl/ctl.h"

enum { BATCH = 500 };

static const char sql_status[] =
    "SELECT master, COUNT(*) FROM data_keys GROUP BY master";
static const char sql_others[] =
    "SELECT organisation_id, no, master, wrapped FROM data_keys "
    "WHERE master <> ? LIMIT 500 FOR UPDATE";
static const char sql_rewrap[] =
    "UPDATE data_keys SET master = ?, wrapped = ? "
    "WHERE organisation_id = ? AND no = ? AND master = ?";
static const char sql_newest[] =
    "SELECT organisation_id, MAX(no) FROM data_keys "
    "WHERE organisation_id > ? GROUP BY organisation_id "
    "ORDER BY organisation_id LIMIT 500";

static const char *
newest_master(const struct ctl *c)
{
	return keyring_newest(&c->server.keyring, KEY_MASTER)->id;
}

static int
status(struct ctl *c)
{
	struct query *q = db_query(c->server.db, sql_status);

	while (db_step(q) == DB_ROW) {
		const char *id = db_text(q, c->mem, 0);
		printf("%s %lld%s\n", id, (long long)db_int(q, 1),
		    strcmp(id, newest_master(c)) == 0 ? " (newest)"
		    : keyring_find(&c->server.keyring, KEY_MASTER, id) == NULL
			? " (NOT IN THE KEY FILE)"
			: "");
	}
	return db_error(c->server.db) == OK ? 0 : 1;
}

/* Reads one batch of keys under other masters; how many. */
static int
read_others(struct ctl *c, struct data_key keys[BATCH])
{
	struct query *q = db_query(c->server.db, sql_others);
	int n = 0;

	db_bind_text(q, newest_master(c));
	while (n < BATCH && db_step(q) == DB_ROW) {
		size_t len;
		const void *wrapped = db_bytes(q, c->mem, 3, &len);
		keys[n] = (struct data_key){ db_int(q, 0), db_int(q, 1),
			db_text(q, c->mem, 2), { 0 } };
		if (len == WRAPPED_BYTES)
			memcpy(keys[n].wrapped, wrapped, len);
		n++;
	}
	return n;
}

static bool
rewrap_one(struct ctl *c, struct data_key *key)
{
	const char *old = key->master;
	struct query *q;

	if (!data_key_rewrap(c->mem, &c->server.keyring, key)) {
		fprintf(stderr,
		    "organisation %lld key %lld: its master %s is not in the "
		    "key file, or it was changed\n",
		    (long long)key->organisation_id, (long long)key->no, old);
		return false;
	}
	q = db_query(c->server.db, sql_rewrap);
	db_bind_text(q, key->master);
	db_bind_bytes(q, key->wrapped, sizeof(key->wrapped));
	db_bind_int(q, key->organisation_id);
	db_bind_int(q, key->no);
	db_bind_text(q, old);
	return db_run(q) == OK;
}

/* Every data key goes under the newest master; the data stays as it is. */
static int
rewrap(struct ctl *c)
{
	struct data_key *keys = arena_alloc(c->mem, BATCH * sizeof(*keys));
	int n, total = 0;

	do {
		db_begin(c->server.db);
		n = read_others(c, keys);
		for (int i = 0; i < n; i++)
			if (!rewrap_one(c, &keys[i])) {
				db_rollback(c->server.db);
				return 1;
			}
		if (db_commit(c->server.db) != OK)
			return 1;
		total += n;
	} while (n > 0);
	printf("%d keys rewrapped under %s\n", total, newest_master(c));
	return 0;
}

/* A new data key for each organisation: what is sealed from now on uses it. */
static int
renew(struct ctl *c)
{
	int64_t ids[BATCH], newest[BATCH], last = -1; /* 0: of people */
	int n, total = 0;

	do {
		struct query *q = db_query(c->server.db, sql_newest);
		n = 0;
		db_bind_int(q, last);
		while (n < BATCH && db_step(q) == DB_ROW) {
			ids[n] = last = db_int(q, 0);
			newest[n++] = db_int(q, 1);
		}
		for (int i = 0; i < n; i++) {
			struct data_key key;
			data_key_make(c->mem, &c->server.keyring, ids[i],
			    newest[i] + 1, &key);
			data_key_insert(c->server.db, &key);
		}
		total += n;
	} while (n == BATCH);
	if (db_error(c->server.db) != OK)
		return 1;
	printf("%d new data keys\n", total);
	return 0;
}

/* The old masters leave the key file, once nothing is wrapped under them. */
static int
retire(struct ctl *c)
{
	struct query *q = db_query(c->server.db, sql_status);
	const char *fault, *path = c->server.config.key_file;
	bool used = false;

	while (db_step(q) == DB_ROW)
		used |= strcmp(db_text(q, c->mem, 0), newest_master(c)) != 0;
	if (db_error(c->server.db) != OK)
		return 1;
	if (used) {
		fprintf(stderr, "some data keys are still under an older "
				"master: run secrets rewrap first\n");
		return 1;
	}
	fault = keyring_retire(c->mem, path, KEY_MASTER);
	if (fault != NULL) {
		fprintf(stderr, "%s\n", fault);
		return 1;
	}
	printf("%s: one master key is left. %s.retired has the others: destroy "
	       "it once every host has reloaded and status names no other\n",
	    path, path);
	return 0;
}

int
ctl_secrets(struct ctl *c)
{
	static const struct {
		const char *verb;
		int (*run)(struct ctl *);
	} verbs[] = { { "status", status }, { "rewrap", rewrap },
		{ "renew", renew }, { "retire", retire } };
	const char *verb = ctl_arg(c, 0);

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (verb != NULL && strcmp(verb, verbs[i].verb) == 0)
			return verbs[i].run(c);
	fprintf(
	    stderr, "usage: liangdingctl secrets status|rewrap|renew|retire\n");
	return 2;
}
