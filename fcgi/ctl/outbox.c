/*
 * liangdingctl outbox: messages that wait, were not sent, or perhaps were; and
 * another try for those that were not; and one to see whether they arrive.
 * Tells neither to whom nor what.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/outbox/outbox.h"
#include "ctl/ctl.h"
#include "lib/checks.h"

enum { SHOWN = 1000, KIND_CHARS = 16 };

/* What is sent is of no interest, unless all is asked for. */
static const char sql_list[] =
    "SELECT id, carrier, message, state, attempts, created_at, last_error, "
    "message_id FROM outbox WHERE state <> 6 AND (state <> 3 OR ? = 1) "
    "ORDER BY id DESC LIMIT ?";
/* 4: not sent. One that nobody can read any more, or that is not worth it, is
 * past that. */
static const char sql_retryable[] =
    "SELECT id, carrier FROM outbox WHERE state = 4 AND params IS NOT NULL "
    "AND expires_at > UTC_TIMESTAMP(3) AND (? = 0 OR id = ?) ORDER BY id";
static const char sql_states[] =
    "SELECT carrier, state, COUNT(*) FROM outbox WHERE state IN (1, 4, 5) "
    "GROUP BY carrier, state ORDER BY carrier, state";

static int
list(struct ctl *c, bool all)
{
	struct query *q = db_query(c->server.db, sql_list);
	int n = 0;

	db_bind_int(q, all);
	db_bind_int(q, SHOWN);
	printf("%10s %-7s %-*s %-8s %8s %-24s %-16s %s\n", "id", "carrier",
	    KIND_CHARS, "message", "state", "attempts", "created_at",
	    "last_error", "message_id");
	while (db_step(q) == DB_ROW) {
		const struct message *m = message_of(db_int(q, 2));
		const char *error = db_text(q, c->mem, 6);

		printf("%10lld %-7s %-*s %-8s %8lld %-24s %-16s %s\n",
		    (long long)db_int(q, 0),
		    ctl_word(&carrier_words, db_int(q, 1)), KIND_CHARS,
		    m == NULL ? "?" : m->name,
		    ctl_word(&outbox_state_words, db_int(q, 3)),
		    (long long)db_int(q, 4), clock_text(c->mem, db_time(q, 5)),
		    error == NULL ? "-" : error, db_text(q, c->mem, 7));
		n++;
	}
	if (n == SHOWN)
		printf("and perhaps more: these are the latest %d\n", SHOWN);
	return db_error(c->server.db) == OK ? 0 : 1;
}

struct retried {
	int64_t id, carrier;
};
static const struct column retried_columns[] = {
	COLUMN(retried, id),
	COLUMN(retried, carrier),
};
static const struct shape retried_shape = SHAPE(retried, retried_columns);

/* id 0: all that were not sent. */
static int
retry(struct ctl *c, int64_t id)
{
	struct db *db = c->server.db;
	struct query *q = db_query(db, sql_retryable);
	struct list found;
	const struct retried *m;

	db_bind_int(q, id);
	db_bind_int(q, id);
	found = db_rows(q, c->mem, &retried_shape, SHOWN);
	m = found.items;
	db_begin(db);
	for (size_t i = 0; i < found.n; i++) {
		const struct job_kind *kind = m[i].carrier == CARRIER_MAIL
						  ? &outbox_mail_job
						  : &outbox_sms_job;
		const struct job_asked asked = { .object_id = m[i].id };

		job_forget(db, kind, m[i].id);
		outbox_note(db, m[i].id, OUTBOX_QUEUED, NULL, false);
		job_queue(db, kind, &asked);
	}
	if (db_commit(db) != OK)
		return 1;
	if (id != 0 && found.n == 0) {
		fprintf(stderr,
		    "%lld: no message that was not sent and still could be\n",
		    (long long)id);
		return 1;
	}
	printf("%zu tried again\n", found.n);
	return 0;
}

/* One to who runs this; the address or number comes from stdin, where no list
 * of processes shows it. */
static int
test(struct ctl *c, const char *carrier)
{
	struct request r = {
		.server = &c->server, .db = c->server.db, .mem = c->mem
	};
	bool mail = strcmp(carrier, "mail") == 0;
	char to[128] = "";
	const char *const params[] = { "at", clock_text(c->mem, clock_now()),
		NULL };
	const struct letter letter = { .message = mail ? MESSAGE_TEST_MAIL
						       : MESSAGE_TEST_SMS,
		.to = to,
		.params = params };

	if (fgets(to, sizeof(to), stdin) == NULL)
		return 2;
	to[strcspn(to, "\r\n")] = '\0';
	if (!(mail ? is_mail(to) : is_mobile(to))) {
		fprintf(stderr, "stdin: no %s\n",
		    mail ? "mail address" : "mobile number");
		return 1;
	}
	db_begin(r.db);
	outbox_send(&r, &letter);
	if (r.broken != OK || db_commit(r.db) != OK)
		return 1;
	printf("queued: say liangdingctl outbox --all\n");
	return 0;
}

static int
usage(void)
{
	fprintf(stderr, "usage: liangdingctl -c FILE outbox [--all]\n"
			"       liangdingctl -c FILE outbox retry "
			"ID|--failed\n"
			"       liangdingctl -c FILE outbox test mail|sms "
			"(to whom from stdin)\n");
	return 2;
}

int
ctl_outbox(struct ctl *c)
{
	const char *first = ctl_arg(c, 0), *which = ctl_arg(c, 1);

	if (c->argc == 0)
		return list(c, false);
	if (c->argc == 1 && strcmp(first, "--all") == 0)
		return list(c, true);
	if (c->argc == 2 && strcmp(first, "test") == 0 &&
	    (strcmp(which, "mail") == 0 || strcmp(which, "sms") == 0))
		return test(c, which);
	if (c->argc != 2 || strcmp(first, "retry") != 0)
		return usage();
	if (strcmp(which, "--failed") == 0)
		return retry(c, 0);
	if (strlen(which) > 18 ||
	    strspn(which, "0123456789") != strlen(which) ||
	    strtoll(which, NULL, 10) == 0)
		return usage();
	return retry(c, strtoll(which, NULL, 10));
}

static void
note(const struct ctl *c, const char *what)
{
	fprintf(stderr, "%s: note: %s\n", c->config_path, what);
}

bool
check_outbox(struct ctl *c)
{
	const struct config *config = &c->server.config;
	struct query *q = db_query(c->server.db, sql_states);
	bool demo = strcmp(config->mode, "demo") == 0;

	if (!demo && !outbox_can_send(config, CARRIER_MAIL))
		note(c, "smtp_url is not set: no mail is sent, it waits");
	if (!demo && !outbox_can_send(config, CARRIER_SMS))
		note(c, "sms_url is not set: no SMS is sent, it waits");
	while (db_step(q) == DB_ROW)
		if (!demo || db_int(q, 1) != OUTBOX_QUEUED)
			note(c,
			    arena_printf(c->mem,
				"outbox: %lld %s %s: say liangdingctl outbox",
				(long long)db_int(q, 2),
				ctl_word(&carrier_words, db_int(q, 0)),
				ctl_word(&outbox_state_words, db_int(q, 1))));
	return db_error(c->server.db) == OK;
}
