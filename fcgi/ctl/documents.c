/*
 * liangdingctl documents: papers that approvals give out and that are not
 * ready, with what they wait for; and revoking one, with the keys that it
 * carries. Tells no key.
 */
#include <stdio.h>
#include <string.h>

#include "app/document/document.h"
#include "app/order/order_sql.h"
#include "app/session/session_sql.h"
#include "ctl/ctl.h"

enum { SHOWN = 1000 };

static const char sql_waiting[] =
    "SELECT id FROM documents WHERE state = 1 AND standing = 1 "
    "ORDER BY id DESC LIMIT ?";
static const char sql_lacking[] =
    "SELECT COUNT(*) FROM documents WHERE state = 1 AND standing = 1 "
    "AND kind = ?";

struct row {
	int64_t id;
};
static const struct column row_columns[] = { COLUMN(row, id) };
static const struct shape row_shape = SHAPE(row, row_columns);

static int
list(struct ctl *c)
{
	struct query *q = db_query(c->server.db, sql_waiting);
	struct list all;
	const struct row *rows;

	db_bind_int(q, SHOWN);
	all = db_rows(q, c->mem, &row_shape, SHOWN);
	rows = all.items;
	printf("%-24s %-16s %-8s %-10s %-24s %s\n", "number", "kind", "state",
	    "awaits", "created_at", "last_error");
	for (size_t i = 0; i < all.n; i++) {
		struct document d;
		if (!document_by_id(c->server.db, c->mem, rows[i].id, &d))
			continue;
		printf("%-24s %-16s %-8s %-10s %-24s %s\n", d.document_no,
		    ctl_word(&document_kind_words, d.kind),
		    ctl_word(&document_state_words, d.state),
		    ctl_word(&document_awaits_words, d.awaits),
		    clock_text(c->mem, d.created_at),
		    d.why == NULL ? "-" : d.why);
	}
	return db_error(c->server.db) == OK ? 0 : 1;
}

static int
unrevoked(const char *number, bool failed)
{
	fprintf(stderr, "%s: %s\n", number,
	    failed ? "could not be revoked; try again"
		   : "no such paper that is valid");
	return 1;
}

/* The paper, its keys and the order's history at once. */
static int
revoke(struct ctl *c, const char *number)
{
	/* Nobody asks, from this machine. */
	struct request r = { .server = &c->server,
		.db = c->server.db,
		.mem = c->mem,
		.address = "127.0.0.1" };
	struct order_event e = {
		.event = EVENT_REVOKE, .organisation_name = "", .actor_name = ""
	};
	struct document d;
	struct credential keys;
	struct order o;

	r.http.mem = c->mem;
	r.actor.now = session_database_now(r.db);
	db_begin(r.db);
	if (document_by_no(r.db, c->mem, number, &d))
		/* First, as whoever makes it does: one waits for the other. */
		job_cancel(r.db, &document_job, d.id);
	if (!credential_by_id(r.db, c->mem, d.credential_id, &keys) ||
	    !order_by_id(r.db, c->mem, d.order_id, &o) ||
	    !document_revoke(r.db, &d)) {
		bool failed = db_error(r.db) != OK;
		db_rollback(r.db);
		return unrevoked(number, failed);
	}
	credential_stop(r.db, &keys);
	e.submission_no = o.submission_no;
	order_add_event(&r, o.id, &e);
	audit_note(&r, "document.revoke", number, "ok");
	if (db_commit(r.db) != OK)
		return unrevoked(number, true);
	printf("%s revoked, its keys stopped\n", number);
	return 0;
}

int
ctl_documents(struct ctl *c)
{
	if (c->argc == 0)
		return list(c);
	if (c->argc == 2 && strcmp(c->argv[0], "revoke") == 0)
		return revoke(c, c->argv[1]);
	fprintf(stderr, "usage: liangdingctl documents [revoke NUMBER]\n");
	return 2;
}

/* Of what kinds issue, where no endpoint says what their keys open. */
bool
check_documents(struct ctl *c)
{
	const struct config *config = &c->server.config;

	for (size_t i = 0; i < document_kind_words.n; i++) {
		const struct word *w = &document_kind_words.list[i];
		bool test =
		    kind_issue(w->value)->environment == ENVIRONMENT_TEST;
		struct query *q;
		if ((test ? config->test_endpoint
			  : config->production_endpoint) != NULL)
			continue;
		q = db_query(c->server.db, sql_lacking);
		db_bind_int(q, w->value);
		if (db_step(q) == DB_ROW && db_int(q, 0) > 0)
			fprintf(stderr,
			    "%s: note: %s_endpoint is not set: %lld papers "
			    "wait for it\n",
			    c->config_path, test ? "test" : "production",
			    (long long)db_int(q, 0));
	}
	return db_error(c->server.db) == OK;
}
