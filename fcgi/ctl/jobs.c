/*
 * liangdingctl jobs: what waits, runs and has failed, and another try for the
 * latter, or its end. Tells nothing of what a job is about: that may be a
 * person.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/job/job.h"
#include "ctl/ctl.h"

enum { SHOWN = 1000, STUCK_SECONDS = 3600, KIND_CHARS = 24 };

/* What is done is of no interest; what has failed comes first. */
static const char sql_list[] =
    "SELECT id, lane, kind, state, run_at, attempts, last_error FROM jobs "
    "WHERE (state = 4 OR (? = 0 AND state IN (1, 2))) AND (? = 0 OR lane = ?) "
    "ORDER BY state DESC, run_at, id LIMIT ?";
static const char sql_retry[] =
    "UPDATE jobs SET state = 1, attempts = 0, run_at = UTC_TIMESTAMP(3), "
    "finished_at = NULL WHERE state = 4 AND (? = 0 OR id = ?)";
static const char sql_drop[] = "DELETE FROM jobs WHERE state = 4 AND id = ?";
/* Due since long, and nobody has it. */
static const char sql_stuck[] =
    "SELECT kind, COUNT(*) FROM jobs WHERE "
    "(state = 1 AND run_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND) OR "
    "(state = 2 AND lease_until < UTC_TIMESTAMP(3) - INTERVAL ? SECOND) "
    "GROUP BY kind ORDER BY kind";
static const char sql_failed[] =
    "SELECT kind, COUNT(*) FROM jobs WHERE state = 4 GROUP BY kind "
    "ORDER BY kind";
static const char sql_kinds[] =
    "SELECT kind, COUNT(*) FROM jobs WHERE state IN (1, 2) GROUP BY kind "
    "ORDER BY kind";

static const char *
kind_name(struct arena *mem, int64_t number)
{
	const struct job_kind *k = job_kind_of(number);

	return k != NULL ? k->name
			 : arena_printf(mem, "unknown-%lld", (long long)number);
}

static const char *
word_of(const struct words *words, int64_t value)
{
	const struct word *w = words_at(words, value);

	return w == NULL ? "?" : w->word;
}

static int
list(struct ctl *c, bool failed, const struct word *lane)
{
	struct query *q = db_query(c->server.db, sql_list);
	int64_t only = lane == NULL ? 0 : lane->value;
	const char *error;
	int n = 0;

	db_bind_int(q, failed);
	db_bind_int(q, only);
	db_bind_int(q, only);
	db_bind_int(q, SHOWN);
	printf("%10s %-6s %-*s %-8s %-24s %8s %s\n", "id", "lane", KIND_CHARS,
	    "kind", "state", "run_at", "attempts", "last_error");
	while (db_step(q) == DB_ROW) {
		error = db_text(q, c->mem, 6);
		printf("%10lld %-6s %-*s %-8s %-24s %8lld %s\n",
		    (long long)db_int(q, 0), word_of(&lane_words, db_int(q, 1)),
		    KIND_CHARS, kind_name(c->mem, db_int(q, 2)),
		    word_of(&job_state_words, db_int(q, 3)),
		    clock_text(c->mem, db_time(q, 4)), (long long)db_int(q, 5),
		    error == NULL ? "-" : error);
		n++;
	}
	if (n == SHOWN)
		printf("and perhaps more: these are the first %d\n", SHOWN);
	return db_error(c->server.db) == OK ? 0 : 1;
}

/* Runs what is bound, and tells how many it was done to. */
static int
tell(struct query *q, int64_t id, const char *what)
{
	if (db_run(q) != OK)
		return 1;
	if (id != 0 && db_affected(q) == 0) {
		fprintf(
		    stderr, "%lld: no job that has failed\n", (long long)id);
		return 1;
	}
	printf("%lld %s\n", (long long)db_affected(q), what);
	return 0;
}

/* id 0: every one that has failed. */
static int
retry(struct ctl *c, int64_t id)
{
	struct query *q = db_query(c->server.db, sql_retry);

	db_bind_int(q, id);
	db_bind_int(q, id);
	return tell(q, id, "tried again");
}

static int
drop(struct ctl *c, int64_t id)
{
	struct query *q = db_query(c->server.db, sql_drop);

	db_bind_int(q, id);
	return tell(q, id, "dropped");
}

static int
usage(void)
{
	fprintf(stderr, "usage: liangdingctl -c FILE jobs [--failed] "
			"[--lane short|long|mail|sms|push]\n"
			"       liangdingctl -c FILE jobs retry ID|--failed\n"
			"       liangdingctl -c FILE jobs drop ID\n");
	return 2;
}

static int
run_on(struct ctl *c, int (*act)(struct ctl *, int64_t))
{
	const char *which = ctl_arg(c, 1);

	if (c->argc != 2)
		return usage();
	if (act == retry && strcmp(which, "--failed") == 0)
		return retry(c, 0);
	if (strlen(which) > 18 ||
	    strspn(which, "0123456789") != strlen(which) ||
	    strtoll(which, NULL, 10) == 0)
		return usage();
	return act(c, strtoll(which, NULL, 10));
}

int
ctl_jobs(struct ctl *c)
{
	const struct word *lane = NULL;
	bool failed = false;

	if (c->argc > 0 && strcmp(c->argv[0], "retry") == 0)
		return run_on(c, retry);
	if (c->argc > 0 && strcmp(c->argv[0], "drop") == 0)
		return run_on(c, drop);
	for (int i = 0; i < c->argc; i++) {
		if (strcmp(c->argv[i], "--failed") == 0) {
			failed = true;
		} else if (strcmp(c->argv[i], "--lane") == 0 &&
			   i + 1 < c->argc) {
			lane = words_find(&lane_words, c->argv[++i]);
			if (lane == NULL)
				return usage();
		} else {
			return usage();
		}
	}
	return list(c, failed, lane);
}

static void
note(struct ctl *c, int64_t kind, int64_t n, const char *what)
{
	fprintf(stderr, "%s: note: jobs of kind %s: %lld %s\n", c->config_path,
	    kind_name(c->mem, kind), (long long)n, what);
}

bool
check_jobs(struct ctl *c)
{
	struct db *db = c->server.db;
	struct query *q = db_query(db, sql_stuck);
	bool good = true;

	db_bind_int(q, STUCK_SECONDS);
	db_bind_int(q, STUCK_SECONDS);
	while (db_step(q) == DB_ROW)
		if (job_kind_of(db_int(q, 0)) != NULL)
			good = ctl_wrong(c,
			    arena_printf(c->mem,
				"jobs of kind %s: %lld due for over an hour",
				kind_name(c->mem, db_int(q, 0)),
				(long long)db_int(q, 1)),
			    "does liangdingd run? say liangdingctl jobs");
	q = db_query(db, sql_failed);
	while (db_step(q) == DB_ROW)
		note(c, db_int(q, 0), db_int(q, 1),
		    "failed: say liangdingctl jobs --failed, then retry");
	q = db_query(db, sql_kinds);
	while (db_step(q) == DB_ROW)
		if (job_kind_of(db_int(q, 0)) == NULL)
			note(c, db_int(q, 0), db_int(q, 1),
			    "wait for a newer program, and are left alone");
	return good && db_error(db) == OK;
}
