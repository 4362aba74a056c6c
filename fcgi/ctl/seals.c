/*
 * liangdingctl seals: which bureau's key is there and until when, and what
 * waits for it; what waits asked for again at once; and a file sealed with one,
 * to see whether others verify it.
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
static const int64_t day_ms = 86400 * 1000;

/* 2: for the key. */
static const char sql_waiting[] = "SELECT COUNT(*) FROM sealed_files "
				  "WHERE division = ? AND state = 2";
/* 4: the kind of job. One that is held, or was tried in vain, keeps its time.
 */
static const char sql_hurry[] =
    "UPDATE jobs j JOIN sealed_files s ON s.id = j.object_id "
    "SET j.run_at = UTC_TIMESTAMP(3) "
    "WHERE j.kind = 4 AND j.state = 1 AND s.state = 2";

/* How it stands with an owner's key. */
struct key_standing {
	enum seal_key_state state;
	struct moment ends; /* of a good one */
	int64_t waiting;    /* papers */
};

static struct key_standing
standing_of(struct ctl *c, const struct seal_owner *o, struct moment now)
{
	struct query *q = db_query(c->server.db, sql_waiting);
	struct key_standing s = { 0 };
	struct seal_key *key;

	db_bind_int(q, o->division);
	if (db_step(q) == DB_ROW)
		s.waiting = db_int(q, 0);
	s.state = seal_key_load(
	    c->server.config.seal_key_directory, o->division, now, &key);
	if (key != NULL)
		s.ends = seal_key_ends(key);
	seal_key_free(key);
	return s;
}

static int
list(struct ctl *c)
{
	struct moment now = session_database_now(c->server.db);
	struct list all = seal_owners(c->server.db, c->mem);
	const struct seal_owner *o = all.items;

	printf("%-8s %-24s %8s %s\n", "division", "key", "waiting", "bureau");
	for (size_t i = 0; i < all.n; i++) {
		struct key_standing s = standing_of(c, &o[i], now);
		printf("%06lld   %-24s %8lld %s\n", (long long)o[i].division,
		    s.ends.ms == 0 ? seal_key_word(s.state)
				   : clock_text(c->mem, s.ends),
		    (long long)s.waiting, o[i].name);
	}
	return db_error(c->server.db) == OK ? 0 : 1;
}

static int
hurry(struct ctl *c)
{
	struct query *q = db_query(c->server.db, sql_hurry);

	if (db_run(q) != OK)
		return 1;
	printf("%lld to be tried now\n", (long long)db_affected(q));
	return 0;
}

static void
note(const struct ctl *c, const char *text)
{
	fprintf(stderr, "%s: note: %s\n", c->config_path, text);
}

bool
check_seals(struct ctl *c)
{
	struct moment now = session_database_now(c->server.db);
	struct list all = seal_owners(c->server.db, c->mem);
	const struct seal_owner *o = all.items;

	for (size_t i = 0; i < all.n; i++) {
		struct key_standing s = standing_of(c, &o[i], now);
		if (s.waiting > 0)
			note(c,
			    arena_printf(c->mem,
				"%lld papers wait for the seal of %06lld: %s",
				(long long)s.waiting, (long long)o[i].division,
				s.ends.ms == 0
				    ? seal_key_fault(s.state)
				    : "its key is there, they follow"));
		else if (s.ends.ms == 0)
			note(c,
			    arena_printf(c->mem, "the seal key of %06lld: %s",
				(long long)o[i].division,
				seal_key_fault(s.state)));
		else if (s.ends.ms - now.ms < WARN_DAYS * day_ms)
			note(c, arena_printf(c->mem,
				    "the seal key of %06lld expires on %s",
				    (long long)o[i].division,
				    clock_text(c->mem, s.ends)));
	}
	return db_error(c->server.db) == OK;
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
	if (c->argc == 1 && strcmp(what, "retry") == 0)
		return hurry(c);
	if (c->argc == 4 && strcmp(what, "try") == 0)
		return try_one(c, c->argv[1], c->argv[2], c->argv[3]);
	fprintf(stderr, "seals [retry | try DIVISION IN.pdf OUT.pdf]\n");
	return 2;
}
