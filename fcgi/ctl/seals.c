/*
 * liangdingctl seals: which bureau's key is there and until when; and a file
 * sealed with one, to see whether others verify it. What is done to orders'
 * papers are jobs.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/seal/seal.h"
#include "app/session/session_sql.h"
#include "ctl/ctl.h"
#include "seal/seal.h"

enum { WARN_DAYS = 30 };

/* The key of each that may seal, and how it stands. */
static int
list(struct ctl *c)
{
	struct moment now = session_database_now(c->server.db);
	struct list all = seal_owners(c->server.db, c->mem);
	const struct seal_owner *o = all.items;
	struct seal_key *key;

	for (size_t i = 0; i < all.n; i++) {
		enum seal_key_state state =
		    seal_key_load(c->server.config.seal_key_directory,
			o[i].division, now, &key);
		printf("%06lld %-24s %s\n", (long long)o[i].division,
		    key == NULL ? seal_key_word(state)
				: clock_text(c->mem, seal_key_ends(key)),
		    o[i].name);
		seal_key_free(key);
	}
	return db_error(c->server.db) == OK ? 0 : 1;
}

static int
open_file(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0640);

	if (fd < 0)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return fd;
}

/* A key of the division, and its bureau's name; NULL, and told. */
static struct seal_key *
find_key(struct ctl *c, int64_t division, struct seal_mark *mark)
{
	struct list all = seal_owners(c->server.db, c->mem);
	const struct seal_owner *o = all.items;
	struct seal_key *key;
	enum seal_key_state state;

	mark->at = session_database_now(c->server.db);
	for (size_t i = 0; i < all.n; i++)
		if (o[i].division == division)
			mark->organisation = o[i].name;
	if (mark->organisation == NULL) {
		fprintf(stderr, "nobody seals for that division\n");
		return NULL;
	}
	state = seal_key_load(
	    c->server.config.seal_key_directory, division, mark->at, &key);
	if (key == NULL)
		fprintf(stderr, "the key of %06lld: %s\n", (long long)division,
		    seal_key_fault(state));
	return key;
}

static int
try_one(struct ctl *c, const char *division, const char *in, const char *out)
{
	struct seal_mark mark = { 0 };
	struct seal_key *key = find_key(c, atoll(division), &mark);
	struct seal_result result = { 0 };
	int from = -1, to = -1, status = 1;
	enum err e;

	if (key != NULL && (from = open_file(in, O_RDONLY)) >= 0 &&
	    (to = open_file(out, O_RDWR | O_CREAT | O_TRUNC)) >= 0) {
		e = seal_file(
		    &c->server.looker, c->mem, key, &mark, from, to, &result);
		status = e == OK && result.fault == NULL ? 0 : 1;
		printf("%s%s\n",
		    e != OK                ? err_info(e)->code
		    : result.fault != NULL ? result.fault
					   : "sealed",
		    result.decrypted ? " (its decrypted content)" : "");
	}
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	seal_key_free(key);
	return status;
}

int
ctl_seals(struct ctl *c)
{
	const char *what = ctl_arg(c, 0);

	if (what == NULL)
		return list(c);
	if (c->argc == 4 && strcmp(what, "try") == 0)
		return try_one(c, c->argv[1], c->argv[2], c->argv[3]);
	fprintf(stderr, "seals [try DIVISION IN.pdf OUT.pdf]\n");
	return 2;
}
