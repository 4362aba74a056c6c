/*
 * liangdingctl connections: which organisations orders are handed over to by
 * API (app/connection), and how that goes. What they sign with is kept by
 * liangdingctl app-keys. Tells nothing of an order but its number.
 */
#include <stdio.h>
#include <string.h>

#include "app/app_key/app_key.h"
#include "app/connection/connection.h"
#include "app/desk/desk.h"
#include "app/order/order_sql.h"
#include "ctl/ctl.h"

enum { SHOWN = 1000, URL_CHARS = 48 };

static const char sql_organisation[] =
    "SELECT id, desk FROM organisations WHERE code = ?";
static const char sql_set[] =
    "INSERT INTO connections (organisation_id, url, state, created_at, "
    "changed_at) VALUES (?, ?, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE url = VALUES(url), state = 1, "
    "changed_at = VALUES(changed_at)";
static const char sql_close[] =
    "UPDATE connections SET state = 2, changed_at = UTC_TIMESTAMP(3) "
    "WHERE organisation_id = ? AND state = 1";
_Static_assert(CONNECTION_OPEN == 1 && CONNECTION_CLOSED == 2, "as above");

/* What waits there and was never pushed. */
static const char sql_unpushed[] =
    "SELECT o.id AS order_id FROM order_desks l JOIN orders o "
    "ON o.id = l.order_id WHERE l.desk_id = ? AND l.addressee_id = ? "
    "AND l.done = 0 AND l.state = 1 AND l.applicant_until IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM pushes p WHERE p.order_id = o.id "
    "AND p.organisation_id = l.addressee_id "
    "AND p.submission_no = o.submission_no) ORDER BY o.id";

/* Of what still waits there. */
#define STILL_WAITS                                                       \
	"FROM pushes p JOIN orders o ON o.id = p.order_id "               \
	"WHERE p.state IN (5, ?) AND o.state = 2 AND o.supplement = 0 "   \
	"AND o.addressee_id = p.organisation_id "                         \
	"AND o.submission_no = p.submission_no AND NOT EXISTS (SELECT 1 " \
	"FROM pushes n WHERE n.order_id = p.order_id "                    \
	"AND n.organisation_id = p.organisation_id "                      \
	"AND n.version > p.version) "
_Static_assert(PUSH_FAILED == 5 && ORDER_WAITING == 2, "as above");
static const char sql_failed[] = "SELECT COUNT(*) " STILL_WAITS;
static const char sql_retryable[] =
    "SELECT p.id AS push_id, p.organisation_id " STILL_WAITS
    "AND (? IS NULL OR o.order_no = ?) AND (? IS NULL OR "
    "p.organisation_id = ?) ORDER BY p.id";
static const char sql_renew[] =
    "UPDATE pushes SET state = 1, last_error = NULL, "
    "expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE id = ?";

static const char sql_list[] =
    "SELECT i.code, i.name, c.url, c.state, "
    "CAST(IFNULL(SUM(p.state IN (1, 2)), 0) AS SIGNED), "
    "CAST(IFNULL(SUM(p.state = 3), 0) AS SIGNED), "
    "CAST(IFNULL(SUM(p.state = 5), 0) AS SIGNED), "
    "(SELECT l.last_error FROM pushes l WHERE l.organisation_id = "
    "c.organisation_id AND l.state IN (1, 2) AND l.last_error IS NOT NULL "
    "ORDER BY l.id DESC LIMIT 1) FROM connections c "
    "JOIN organisations i ON i.id = c.organisation_id "
    "LEFT JOIN pushes p ON p.organisation_id = c.organisation_id "
    "GROUP BY c.organisation_id, i.code, i.name, c.url, c.state ORDER BY "
    "i.code";
static const char sql_open[] =
    "SELECT COUNT(*) FROM connections WHERE state = 1";

static int
usage(void)
{
	fprintf(stderr,
	    "usage: liangdingctl -c FILE connections [list]\n"
	    "       liangdingctl -c FILE connections set CODE URL\n"
	    "       liangdingctl -c FILE connections close CODE\n"
	    "       liangdingctl -c FILE connections retry ORDER_NO|--failed\n"
	    "       liangdingctl -c FILE connections key\n"
	    "CODE: of a bank, or of whoever else orders are addressed to\n");
	return 2;
}

static struct request
request_of(struct ctl *c)
{
	return (struct request){
		.server = &c->server, .db = c->server.db, .mem = c->mem
	};
}

int64_t
ctl_addressee(struct ctl *c, const char *code)
{
	struct query *q = db_query(c->server.db, sql_organisation);
	const struct desk_row *row;

	db_bind_text(q, code);
	if (db_step(q) == DB_ROW) {
		int64_t id = db_int(q, 0);
		row = desk_row((enum desk)db_int(q, 1));
		if (row != NULL && row->found == BY_ADDRESSEE)
			return id;
	}
	fprintf(
	    stderr, "%s: no organisation that orders are addressed to\n", code);
	return 0;
}

struct waiting {
	int64_t order_id;
};
static const struct column waiting_columns[] = {
	COLUMN(waiting, order_id),
};
static const struct shape waiting_shape = SHAPE(waiting, waiting_columns);

static size_t
push_unpushed(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_unpushed);
	struct list found;
	const struct waiting *all;

	db_bind_int(q, id);
	db_bind_int(q, id);
	found = db_rows(q, r->mem, &waiting_shape, SHOWN);
	all = found.items;
	for (size_t i = 0; i < found.n; i++) {
		struct order o;
		if (order_by_id(r->db, r->mem, all[i].order_id, &o))
			connection_push(r, &o, id);
	}
	return found.n;
}

struct retried {
	int64_t push_id, organisation_id;
};
static const struct column retried_columns[] = {
	COLUMN(retried, push_id),
	COLUMN(retried, organisation_id),
};
static const struct shape retried_shape = SHAPE(retried, retried_columns);

/* What has failed, and also what is in that state: of an order (NULL: of any)
 * and to an organisation (0: to any); how many. Under the same ids. */
static size_t
push_again(
    struct request *r, enum push_state also, const char *order_no, int64_t id)
{
	struct query *q = db_query(r->db, sql_retryable);
	struct list found;
	const struct retried *p;

	db_bind_int(q, also);
	db_bind_text(q, order_no);
	db_bind_text(q, order_no);
	db_bind_id(q, id);
	db_bind_id(q, id);
	found = db_rows(q, r->mem, &retried_shape, SHOWN);
	p = found.items;
	for (size_t i = 0; i < found.n; i++) {
		const struct job_asked asked = { .object_id = p[i].push_id,
			.account_id = p[i].organisation_id };

		job_forget(r->db, &push_job, p[i].push_id);
		q = db_query(r->db, sql_renew);
		db_bind_int(q, PUSH_KEEP_SECONDS);
		db_bind_int(q, p[i].push_id);
		db_run(q);
		job_queue(r->db, &push_job, &asked);
	}
	return found.n;
}

static int
set(struct ctl *c, const char *code, const char *url)
{
	struct request r = request_of(c);
	const char *fault = connection_url_fault(
	    url, strcmp(c->server.config.mode, "demo") == 0);
	int64_t id;
	struct query *q;
	size_t n;

	if (fault != NULL) {
		fprintf(stderr, "%s: %s\n", url, fault);
		return 1;
	}
	if ((id = ctl_addressee(c, code)) == 0)
		return 1;
	db_begin(r.db);
	q = db_query(r.db, sql_set);
	db_bind_int(q, id);
	db_bind_text(q, url);
	db_run(q);
	/* What waits there already goes over, too. */
	n = push_unpushed(&r, id) + push_again(&r, PUSH_OVERTAKEN, NULL, id);
	if (db_commit(r.db) != OK) {
		fprintf(stderr, "%s: could not be set\n", code);
		return 1;
	}
	printf("%s connected, %zu orders that wait are handed over\n", code, n);
	return 0;
}

static int
close_one(struct ctl *c, const char *code)
{
	int64_t id = ctl_addressee(c, code);
	struct query *q;

	if (id == 0)
		return 1;
	q = db_query(c->server.db, sql_close);
	db_bind_int(q, id);
	if (db_run(q) != OK || db_affected(q) != 1) {
		fprintf(stderr, "%s: no connection that is open\n", code);
		return 1;
	}
	printf("%s closed: nothing is handed over any more, and no callback "
	       "decides\n",
	    code);
	return 0;
}

static int
list(struct ctl *c)
{
	struct query *q = db_query(c->server.db, sql_list);

	printf("%-12s %-7s %8s %12s %8s %-16s %-*s %s\n", "code", "state",
	    "waiting", "acknowledged", "failed", "last_error", URL_CHARS, "url",
	    "name");
	while (db_step(q) == DB_ROW) {
		const char *error = db_text(q, c->mem, 7);

		printf("%-12s %-7s %8lld %12lld %8lld %-16s %-*s %s\n",
		    db_text(q, c->mem, 0),
		    ctl_word(&connection_state_words, db_int(q, 3)),
		    (long long)db_int(q, 4), (long long)db_int(q, 5),
		    (long long)db_int(q, 6), error == NULL ? "-" : error,
		    URL_CHARS, db_text(q, c->mem, 2), db_text(q, c->mem, 1));
	}
	return db_error(c->server.db) == OK ? 0 : 1;
}

/* order_no NULL: all that have failed and still wait. */
static int
retry(struct ctl *c, const char *order_no)
{
	struct request r = request_of(c);
	size_t n;

	db_begin(r.db);
	n = push_again(&r, PUSH_FAILED, order_no, 0);
	if (db_commit(r.db) != OK)
		return 1;
	if (order_no != NULL && n == 0) {
		fprintf(stderr, "%s: nothing that failed and still waits\n",
		    order_no);
		return 1;
	}
	printf("%zu tried again\n", n);
	return 0;
}

/* What who is connected verifies with. */
static int
key(struct ctl *c)
{
	const struct server *s = &c->server;
	unsigned char public_key[ED25519_KEY_BYTES];

	if (s->connection_keyid == NULL) {
		fprintf(stderr, "connection_keyid and connection_key_file are "
				"not set\n");
		return 1;
	}
	ed25519_public_key(s->connection_key, public_key);
	printf("%s ed25519 %s\n", s->connection_keyid,
	    base64_text(c->mem, public_key, sizeof(public_key)));
	return 0;
}

int
ctl_connections(struct ctl *c)
{
	const char *what = ctl_arg(c, 0), *first = ctl_arg(c, 1);

	if (what == NULL || (strcmp(what, "list") == 0 && c->argc == 1))
		return list(c);
	if (strcmp(what, "key") == 0 && c->argc == 1)
		return key(c);
	if (strcmp(what, "set") == 0 && c->argc == 3)
		return set(c, first, c->argv[2]);
	if (strcmp(what, "close") == 0 && c->argc == 2)
		return close_one(c, first);
	if (strcmp(what, "retry") == 0 && c->argc == 2)
		return retry(c, strcmp(first, "--failed") == 0 ? NULL : first);
	return usage();
}

bool
check_connections(struct ctl *c)
{
	struct db *db = c->server.db;
	struct query *q = db_query(db, sql_open);
	int64_t n = db_step(q) == DB_ROW ? db_int(q, 0) : 0;

	if (n > 0 && c->server.connection_keyid == NULL)
		fprintf(stderr,
		    "%s: note: connection_keyid is not set: nothing is handed "
		    "over to %lld connected, it waits\n",
		    c->config_path, (long long)n);
	q = db_query(db, sql_failed);
	db_bind_int(q, PUSH_FAILED);
	n = db_step(q) == DB_ROW ? db_int(q, 0) : 0;
	if (n > 0)
		fprintf(stderr,
		    "%s: note: connections: %lld orders wait and were not "
		    "handed over: say liangdingctl connections, then retry\n",
		    c->config_path, (long long)n);
	return db_error(db) == OK;
}
