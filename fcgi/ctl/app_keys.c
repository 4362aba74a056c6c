/*
 * liangdingctl app-keys: the keys that apps' backends sign with (QR-3), the
 * payment platform, whose are for feeds (MONEY-4), and who is connected by API
 * (app/connection), whose are for its decisions: there APP is its code. To
 * rotate, add a second one for the same app and, once the app signs with it,
 * revoke the first. The key itself comes from stdin, in base64.
 */
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "app/app_key/app_key.h"
#include "app/secret/secret.h"
#include "ctl/ctl.h"

static const char sql_list[] =
    "SELECT keyid, app, algorithm, purpose, created_at, revoked_at "
    "FROM app_keys ORDER BY app, created_at";

static const char *const algorithms[] = {
	[SIGNATURE_ED25519] = "ed25519",
	[SIGNATURE_HMAC_SHA256] = "hmac-sha256",
};

static const char *const purposes[] = {
	[APP_SIGNS_IN] = "sign-in",
	[APP_FEEDS] = "feeds",
	[APP_DECIDES] = "decisions",
};

static int
usage(void)
{
	fprintf(stderr,
	    "usage: liangdingctl app-keys add KEYID APP ed25519|hmac-sha256 "
	    "[sign-in|feeds|decisions] <KEY | list | revoke KEYID\n"
	    "decisions: APP is the code of a bank, the key ed25519\n"
	    "KEY in base64: the 32 bytes of a public key, or a secret of 32 "
	    "to %d bytes\n",
	    APP_SECRET_MAX);
	return 2;
}

/* What may stand in a signature's keyid. */
static bool
is_word(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstu"
			     "vwxyz0123456789-_.:");

	return n > 0 && s[n] == '\0' && n <= SIGNATURE_TEXT_MAX;
}

static int64_t
purpose_of(const char *word)
{
	for (size_t i = 1; i < sizeof(purposes) / sizeof(purposes[0]); i++)
		if (strcmp(purposes[i], word) == 0)
			return (int64_t)i;
	return 0;
}

static int
add(struct ctl *c, const char *keyid, const char *app, const char *algorithm,
    const char *purpose)
{
	struct request r = {
		.server = &c->server, .db = c->server.db, .mem = c->mem
	};
	struct app_key key = {
		.keyid = keyid, .app = app, .purpose = purpose_of(purpose)
	};
	unsigned char bytes[APP_SECRET_MAX], demo[ED25519_KEY_BYTES];
	char line[256] = "";
	size_t n;

	key.algorithm = strcmp(algorithm, "ed25519") == 0 ? SIGNATURE_ED25519
			: strcmp(algorithm, "hmac-sha256") == 0
			    ? SIGNATURE_HMAC_SHA256
			    : 0;
	if (key.algorithm == 0 || key.purpose == 0 || !is_word(keyid) ||
	    !is_word(app) || fgets(line, sizeof(line), stdin) == NULL)
		return usage();
	line[strcspn(line, "\r\n")] = '\0';
	n = base64_read(line, strlen(line), bytes, sizeof(bytes));
	if (key.algorithm == SIGNATURE_ED25519 ? n != ED25519_KEY_BYTES
					       : n < HMAC_KEY_BYTES_MIN)
		return usage();
	if (key.purpose == APP_DECIDES) {
		/* What somebody decided is not to be ours to make. */
		if (key.algorithm != SIGNATURE_ED25519)
			return usage();
		key.organisation_id = ctl_addressee(c, app);
		if (key.organisation_id == 0)
			return 1;
	}
	ed25519_public_key(demo_private_key, demo);
	if (n == sizeof(demo) && memcmp(bytes, demo, n) == 0 &&
	    strcmp(c->server.config.mode, "demo") != 0) {
		fprintf(stderr, "that is the demonstration's key, which "
				"everybody has\n");
		return 1;
	}
	db_begin(r.db);
	if (key.algorithm == SIGNATURE_ED25519)
		key.public_key = bytes;
	else
		key.secret = secret_seal(
		    &r, SECRET_OF_NOBODY, app_key_place(c->mem, keyid), line);
	OPENSSL_cleanse(line, sizeof(line));
	if (r.broken != OK || !app_key_insert(r.db, &key) ||
	    db_commit(r.db) != OK) {
		fprintf(
		    stderr, "%s: could not be added; is there one?\n", keyid);
		return 1;
	}
	printf("%s added for %s, %s\n", keyid, app, purpose);
	return 0;
}

static int
list(struct ctl *c)
{
	struct query *q = db_query(c->server.db, sql_list);

	while (db_step(q) == DB_ROW) {
		struct moment revoked = db_time(q, 5);
		printf("%-24s %-16s %-12s %-8s %s%s\n", db_text(q, c->mem, 0),
		    db_text(q, c->mem, 1), algorithms[db_int(q, 2)],
		    purposes[db_int(q, 3)],
		    revoked.ms == 0 ? "current since " : "revoked ",
		    clock_text(
			c->mem, revoked.ms == 0 ? db_time(q, 4) : revoked));
	}
	return db_error(c->server.db) == OK ? 0 : 1;
}

static int
revoke(struct ctl *c, const char *keyid)
{
	if (!app_key_revoke(c->server.db, keyid)) {
		fprintf(stderr, "%s: no such key, or revoked before\n", keyid);
		return 1;
	}
	printf("%s revoked\n", keyid);
	return 0;
}

int
ctl_app_keys(struct ctl *c)
{
	const char *what = ctl_arg(c, 0), *keyid = ctl_arg(c, 1);

	if (what != NULL && strcmp(what, "add") == 0 &&
	    (c->argc == 4 || c->argc == 5))
		return add(c, keyid, c->argv[2], c->argv[3],
		    c->argc == 5 ? c->argv[4] : purposes[APP_SIGNS_IN]);
	if (what != NULL && strcmp(what, "list") == 0 && c->argc == 1)
		return list(c);
	if (what != NULL && strcmp(what, "revoke") == 0 && c->argc == 2)
		return revoke(c, keyid);
	return usage();
}
