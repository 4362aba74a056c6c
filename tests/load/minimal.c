/*
 * The least that could do the work: libfcgi, libjwt, prepared statements, no
 * sessions, grants, scopes, checks, idempotency or audit. Not the product, and
 * never shipped: the yardstick beside which `make bench` measures it.
 *	minimal SOCKET DATABASE_SOCKET USER PASSWORD KEY FILES WORKERS
 */
#include <fcgiapp.h>
#include <fcntl.h>
#include <jwt.h>
#include <mysql.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PARAMS = 160, COLUMNS = 16, TEXT = 256, BODY = 1 << 21 };

struct statement {
	MYSQL_STMT *stmt;
	MYSQL_BIND in[PARAMS], out[COLUMNS];
	long long numbers[PARAMS];
	char text[COLUMNS][TEXT];
	unsigned long lengths[COLUMNS];
	my_bool nulls[COLUMNS];
	unsigned n_in, columns;
};

static MYSQL *db;
static unsigned char key[64];
static int key_len, slot;
static const char *files;
static struct statement me, poll_file, counters, list_rows, find, move, event, desks, counts, file_row;

static void
die(const char *what)
{
	fprintf(stderr, "minimal: %s: %s\n", what, db ? mysql_error(db) : "");
	exit(1);
}

static void
prepare(struct statement *s, const char *sql)
{
	MYSQL_RES *meta;

	s->stmt = mysql_stmt_init(db);
	if (mysql_stmt_prepare(s->stmt, sql, strlen(sql)) != 0)
		die(mysql_stmt_error(s->stmt));
	meta = mysql_stmt_result_metadata(s->stmt);
	s->columns = meta == NULL ? 0 : mysql_num_fields(meta);
	mysql_free_result(meta);
	for (unsigned i = 0; i < s->columns; i++)
		s->out[i] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = s->text[i],
			.buffer_length = TEXT - 1, .length = &s->lengths[i], .is_null = &s->nulls[i] };
}

static void
number(struct statement *s, long long n)
{
	s->numbers[s->n_in] = n;
	s->in[s->n_in] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG,
		.buffer = &s->numbers[s->n_in] };
	s->n_in++;
}

static void
text(struct statement *s, const void *t, size_t len)
{
	s->in[s->n_in++] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = (void *)t,
		.buffer_length = len };
}

static void
run(struct statement *s)
{
	s->n_in = 0;
	if (mysql_stmt_bind_param(s->stmt, s->in) != 0 || mysql_stmt_execute(s->stmt) != 0 ||
	    (s->columns > 0 && (mysql_stmt_bind_result(s->stmt, s->out) != 0 ||
				   mysql_stmt_store_result(s->stmt) != 0)))
		die(mysql_stmt_error(s->stmt));
}

static int
row(struct statement *s)
{
	int got = mysql_stmt_fetch(s->stmt);

	if (got != 0 && got != MYSQL_DATA_TRUNCATED)
		return 0;
	for (unsigned i = 0; i < s->columns; i++)
		s->text[i][s->nulls[i] ? 0 : s->lengths[i] < TEXT ? s->lengths[i] : TEXT - 1] = '\0';
	return 1;
}

static void
connect_database(char **argv)
{
	db = mysql_init(NULL);
	mysql_options(db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (mysql_real_connect(db, NULL, argv[3], argv[4], "liangding", 0, argv[2], 0) == NULL)
		die("connect");
	prepare(&me, "SELECT id, name, display_name, kind FROM accounts "
		     "WHERE id = (SELECT account_id FROM sessions WHERE id = ?)");
	prepare(&poll_file, "SELECT file_id, name, size, received, state "
			    "FROM files WHERE file_id = ?");
	prepare(&counters, "SELECT state, SUM(n) FROM order_counts "
			   "WHERE list = 1 AND desk = 3 AND scope = 35 GROUP BY state");
	prepare(&list_rows,
	    "SELECT o.order_no, l.kind, l.state, l.title, l.facet_a, "
	    "l.facet_b, i.code, i.name, o.division, d.full_name, "
	    "l.submitted_at, o.version FROM (SELECT order_id, at "
	    "FROM order_desks WHERE list = 1 AND desk = 3 AND div2 = 35 AND state = 1 "
	    "ORDER BY at DESC, order_id DESC LIMIT 20) AS page "
	    "JOIN order_desks l ON l.order_id = page.order_id AND l.desk = 3 "
	    "AND l.done = 0 JOIN orders o ON o.id = l.order_id "
	    "JOIN organisations i ON i.id = o.organisation_id "
	    "JOIN divisions d ON d.code = o.division ORDER BY page.at DESC, page.order_id DESC");
	prepare(&find, "SELECT id, version, division, organisation_id, "
		       "facet_a, facet_b, submitted_at FROM orders WHERE order_no = ?");
	prepare(&move, "UPDATE orders SET state = 2, desk = 3, "
		       "version = version + 1, updated_at = UTC_TIMESTAMP(3) "
		       "WHERE id = ? AND version = ?");
	prepare(&event,
	    "INSERT INTO order_events (order_id, at, event, desk, "
	    "organisation_id, organisation_name, account_id, actor_name, "
	    "submission_no) VALUES (?, UTC_TIMESTAMP(3), 4, 2, 1, 'bureau', 1, 'reviewer', 1)");
	prepare(&desks,
	    "INSERT INTO order_desks (order_id, list, desk, done, state, "
	    "automatic, last_verdict, submission_no, kind, facet_a, "
	    "facet_b, div2, div4, div6, organisation_id, submitted_at, at) "
	    "VALUES (?, 1, 2, 0, 2, 0, 0, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?), "
	    "(?, 1, 2, 1, 4, 0, 1, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?), "
	    "(?, 1, 3, 0, 1, 0, 0, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE state = VALUES(state)");
	prepare(&counts,
	    "INSERT INTO order_counts (list, desk, scope, state, kind, "
	    "facet_a, facet_b, slot, n) VALUES "
	    "(1, 2, ?, 1, 1, ?, ?, ?, -1), (1, 2, ?, 1, 1, ?, ?, ?, -1), "
	    "(1, 2, ?, 2, 1, ?, ?, ?, 1), (1, 2, ?, 2, 1, ?, ?, ?, 1), "
	    "(1, 2, ?, 4, 1, ?, ?, ?, 1), (1, 2, ?, 4, 1, ?, ?, ?, 1), "
	    "(1, 3, ?, 1, 1, ?, ?, ?, 1), (1, 3, ?, 1, 1, ?, ?, ?, 1), (1, 3, ?, 1, 1, ?, ?, ?, 1) "
	    "ON DUPLICATE KEY UPDATE n = n + VALUES(n)");
	prepare(&file_row, "UPDATE files SET received = size, state = 2, "
			   "media_type = 'application/pdf', sha256 = ? WHERE file_id = ?");
}

/* The session's id when the token is well signed; else 0. */
static long long
signed_by_us(FCGX_Request *r)
{
	const char *header = FCGX_GetParam("HTTP_AUTHORIZATION", r->envp);
	long long session = 0;
	jwt_t *jwt;

	if (header == NULL || strncmp(header, "Bearer ", 7) != 0 || jwt_decode(&jwt, header + 7, key, key_len) != 0)
		return 0;
	session = jwt_get_grant_int(jwt, "sid");
	jwt_free(jwt);
	return session;
}

static void
answer_rows(FCGX_Request *r, struct statement *s)
{
	const char *comma = "";

	FCGX_PutS("[", r->out);
	while (row(s)) {
		FCGX_FPrintF(r->out, "%s[", comma);
		for (unsigned i = 0; i < s->columns; i++)
			FCGX_FPrintF(r->out, "%s\"%s\"", i > 0 ? "," : "", s->text[i]);
		FCGX_PutS("]", r->out);
		comma = ",";
	}
	FCGX_PutS("]", r->out);
	mysql_stmt_free_result(s->stmt);
}

static void
decide(const char *no)
{
	long long id, version, division, organisation, type, channel;
	char at[TEXT];

	mysql_query(db, "BEGIN");
	text(&find, no, strcspn(no, "/"));
	run(&find);
	if (!row(&find))
		die("no such order");
	id = atoll(find.text[0]), version = atoll(find.text[1]);
	division = atoll(find.text[2]), organisation = atoll(find.text[3]);
	type = atoll(find.text[4]), channel = atoll(find.text[5]);
	snprintf(at, sizeof(at), "%s", find.text[6]);
	mysql_stmt_free_result(find.stmt);
	number(&move, id), number(&move, version);
	run(&move);
	number(&event, id);
	run(&event);
	for (int i = 0; i < 3; i++) {
		number(&desks, id), number(&desks, type), number(&desks, channel);
		number(&desks, division / 10000), number(&desks, division / 100);
		number(&desks, division), number(&desks, organisation);
		text(&desks, at, strlen(at)), text(&desks, at, strlen(at));
	}
	run(&desks);
	for (int i = 0; i < 9; i++) {
		const long long scopes[] = { division / 100, division, division / 10000 };
		number(&counts, i < 6 ? scopes[i % 2] : scopes[i - 6]);
		number(&counts, type), number(&counts, channel), number(&counts, slot);
	}
	run(&counts);
	mysql_query(db, "COMMIT");
}

static void
keep_file(FCGX_Request *r, const char *id)
{
	static char body[BODY];
	int n = FCGX_GetStr(body, BODY, r->in);
	unsigned char sha256[32];
	char path[512], spool[512], hex[65];
	int fd;

	EVP_Digest(body, (size_t)n, sha256, NULL, EVP_sha256(), NULL);
	for (int i = 0; i < 32; i++)
		snprintf(hex + i * 2, 3, "%02x", sha256[i]);
	snprintf(spool, sizeof(spool), "%s/spool/minimal-%d", files, slot);
	snprintf(path, sizeof(path), "%s/blobs/%.2s", files, hex), mkdir(path, 0750);
	snprintf(path, sizeof(path), "%s/blobs/%.2s/%s", files, hex, hex + 2);
	fd = open(spool, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (fd < 0 || write(fd, body, (size_t)n) != n || fsync(fd) != 0 ||
	    close(fd) != 0 || rename(spool, path) != 0)
		die(spool);
	text(&file_row, sha256, 32), text(&file_row, id, strcspn(id, "/"));
	run(&file_row);
}

static void
serve(FCGX_Request *r)
{
	const char *path = FCGX_GetParam("PATH_INFO", r->envp);
	long long session = signed_by_us(r);

	FCGX_PutS("Content-Type: application/json\r\n\r\n", r->out);
	if (strcmp(path, "/nothing") == 0) {
		FCGX_PutS("{}", r->out);
	} else if (session == 0) {
		FCGX_PutS("{\"status\":401}", r->out);
	} else if (strcmp(path, "/me") == 0) {
		number(&me, session);
		run(&me);
		answer_rows(r, &me);
	} else if (strcmp(path, "/reviews") == 0) {
		run(&counters);
		answer_rows(r, &counters);
		run(&list_rows);
		answer_rows(r, &list_rows);
	} else if (strncmp(path, "/orders/", 8) == 0) {
		decide(path + 8);
		FCGX_PutS("{}", r->out);
	} else if (strstr(path, "/content") != NULL) {
		keep_file(r, path + 7);
		FCGX_PutS("{}", r->out);
	} else {
		text(&poll_file, path + 7, strlen(path + 7));
		run(&poll_file);
		answer_rows(r, &poll_file);
	}
}

int
main(int argc, char **argv)
{
	int socket = argc == 8 ? FCGX_OpenSocket(argv[1], 128) : -1;
	FCGX_Request r;

	if (socket < 0)
		die("socket");
	files = argv[6];
	key_len = EVP_DecodeBlock(key, (unsigned char *)argv[5], 44) - 1;
	for (; slot < atoi(argv[7]); slot++)
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			connect_database(argv);
			FCGX_Init();
			FCGX_InitRequest(&r, socket, 0);
			while (FCGX_Accept_r(&r) >= 0) {
				serve(&r);
				FCGX_Finish_r(&r);
			}
			exit(0);
		}
	while (wait(NULL) > 0)
		;
	return 0;
}
