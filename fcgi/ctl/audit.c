/*
 * liangdingctl audit: whether the log is whole (PLAT-6), and closing what has
 * been kept long enough.
 *
 * verify [--journal FILE] [--key HEX] recomputes every digest and head, and
 * compares the heads with the lines event=audit.seal of the journal: only there
 * an end that was cut off is seen. --key: who may have closed what lies before.
 *
 * close DAY takes out what was sealed before DAY, and leaves a checkpoint
 * signed with the key (base64, the 32 bytes of an Ed25519 key) that comes from
 * stdin.
 */
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/audit/chain.h"
#include "ctl/ctl.h"
#include "lib/http_signature.h"
#include "lib/log.h"

enum { FINDINGS_MAX = 20, BITE = 1000 };

static const char sql_checkpoint[] =
    "SELECT seal, head, settled, rows_count, last_at, public_key, signature "
    "FROM audit_checkpoints ORDER BY seal DESC LIMIT 1";
static const char sql_seals[] =
    "SELECT no, settled, rows_count, head, sealed_at FROM audit_seals "
    "WHERE no > ? ORDER BY no LIMIT ?";
static const char sql_rows[] =
    "SELECT s.row_id, s.digest, a.id, CAST(a.at AS CHAR), a.account_id, "
    "a.organisation_id, a.act, a.object, a.outcome, a.address "
    "FROM audit_sealed s LEFT JOIN audit_rows a ON a.id = s.row_id "
    "WHERE s.seal = ? ORDER BY s.row_id";
static const char sql_strays[] =
    "SELECT a.id FROM audit_rows a LEFT JOIN audit_sealed s "
    "ON s.row_id = a.id WHERE a.id > ? AND a.id <= ? AND s.row_id IS NULL "
    "ORDER BY a.id LIMIT ?";
static const char sql_unsealed[] =
    "SELECT COUNT(*) FROM audit_rows a LEFT JOIN audit_sealed s "
    "ON s.row_id = a.id WHERE a.id > ? AND s.row_id IS NULL";
static const char sql_last_before[] =
    "SELECT no FROM audit_seals WHERE sealed_at < ? AND no < "
    "(SELECT MAX(no) FROM audit_seals) ORDER BY no DESC LIMIT 1";
static const char sql_seal_of[] =
    "SELECT settled, head, sealed_at FROM audit_seals WHERE no = ?";
static const char sql_count[] =
    "SELECT COUNT(*) FROM audit_sealed WHERE seal <= ?";
static const char sql_close[] =
    "INSERT INTO audit_checkpoints (seal, head, settled, rows_count, last_at, "
    "closed_at, public_key, signature) "
    "VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ?, ?)";
static const char *const sql_take_out[] = {
	"DELETE a FROM audit_rows a JOIN (SELECT row_id FROM audit_sealed "
	"WHERE seal <= ? ORDER BY seal, row_id LIMIT 1000) AS s "
	"ON s.row_id = a.id",
	"DELETE FROM audit_sealed WHERE seal <= ? ORDER BY seal, row_id "
	"LIMIT 1000",
};
static const char sql_drop_seals[] = "DELETE FROM audit_seals WHERE no <= ?";

/* A walk along the chain. */
struct walk {
	struct ctl *c;
	struct seal at; /* the last one that was looked at */
	int64_t closed; /* up to this seal, */
	int64_t begins; /* and rows up to this id */
	int64_t rows, findings;
	const char *journal; /* its whole text, or NULL */
	const char *at_line; /* how far it has been compared */
	const char *key;     /* who may close, in hex, or NULL */
};

__attribute__((format(printf, 2, 3))) static void
find(struct walk *w, const char *format, ...)
{
	va_list ap;

	if (w->findings++ >= FINDINGS_MAX)
		return;
	va_start(ap, format);
	fprintf(stderr, "%s\n", arena_vprintf(w->c->mem, format, ap));
	va_end(ap);
}

/* What was signed for: the seal, its head, how many rows, until when. */
static const char *
signed_text(
    struct arena *mem, const struct seal *s, int64_t rows, struct moment last)
{
	return arena_printf(mem,
	    "liangding audit checkpoint\n%lld\n%s\n%lld\n%lld\n%s",
	    (long long)s->no, crypt_hex(mem, s->head, DIGEST_BYTES),
	    (long long)s->settled, (long long)rows, clock_text(mem, last));
}

static bool
is_signed(const char *text, const unsigned char *key,
    const unsigned char *signature, size_t len)
{
	struct http_signature s = { .len = len };
	struct signature_key k = { .algorithm = SIGNATURE_ED25519,
		.len = ED25519_KEY_BYTES };

	memcpy(k.bytes, key, ED25519_KEY_BYTES);
	memcpy(s.bytes, signature, len);
	return http_signature_fits(&s, &k, text);
}

/* Where the log begins. */
static bool
begin(struct walk *w)
{
	struct arena *mem = w->c->mem;
	struct query *q = db_query(w->c->server.db, sql_checkpoint);
	const unsigned char *key, *signature;
	struct moment last;
	const char *text;
	size_t len;

	if (db_step(q) != DB_ROW)
		return db_error(w->c->server.db) == OK;
	w->at = (struct seal){ .no = db_int(q, 0), .settled = db_int(q, 2) };
	memcpy(w->at.head, db_bytes(q, mem, 1, &len), DIGEST_BYTES);
	w->begins = w->at.settled;
	w->closed = w->at.no;
	last = db_time(q, 4);
	text = signed_text(mem, &w->at, db_int(q, 3), last);
	key = db_bytes(q, mem, 5, &len);
	signature = db_bytes(q, mem, 6, &len);
	if (!is_signed(text, key, signature, len))
		find(w, "checkpoint %lld: its signature is not its key's",
		    (long long)w->at.no);
	if (w->key != NULL &&
	    strcmp(crypt_hex(mem, key, ED25519_KEY_BYTES), w->key) != 0)
		find(w, "checkpoint %lld: was closed by another key",
		    (long long)w->at.no);
	if (clock_now().ms - last.ms < AUDIT_KEEP_DAYS * 86400000LL)
		find(w, "checkpoint %lld: closes what is to be kept",
		    (long long)w->at.no);
	printf("begins behind seal %lld, closed by %s\n", (long long)w->at.no,
	    crypt_hex(mem, key, ED25519_KEY_BYTES));
	return true;
}

/* A row that is sealed: there, and as it was. */
static void
check_row(struct walk *w, struct query *q, const unsigned char *sealed)
{
	struct arena *mem = w->c->mem;
	struct audit_row row = { .id = db_int(q, 2),
		.at = db_text(q, mem, 3),
		.account_id = db_int(q, 4),
		.organisation_id = db_int(q, 5),
		.act = db_text(q, mem, 6),
		.object = db_text(q, mem, 7),
		.outcome = db_text(q, mem, 8),
		.address = db_text(q, mem, 9) };
	unsigned char digest[DIGEST_BYTES];

	w->rows++;
	if (row.id == 0) {
		find(w, "row %lld: was removed", (long long)db_int(q, 0));
		return;
	}
	chain_digest(mem, &row, digest);
	if (memcmp(digest, sealed, DIGEST_BYTES) != 0)
		find(w, "row %lld: was changed", (long long)row.id);
}

static void
check_seal(struct walk *w, const struct seal *s)
{
	struct arena *mem = w->c->mem;
	struct query *q = db_query(w->c->server.db, sql_rows);
	struct buf digests = buf_new(mem);
	unsigned char head[DIGEST_BYTES];
	size_t len;

	if (s->no != w->at.no + 1)
		find(w, "seals %lld to %lld: were removed",
		    (long long)w->at.no + 1, (long long)s->no - 1);
	db_bind_int(q, s->no);
	while (db_step(q) == DB_ROW) {
		const unsigned char *digest = db_bytes(q, mem, 1, &len);
		buf_add(&digests, digest, DIGEST_BYTES);
		check_row(w, q, digest);
	}
	chain_head(mem, w->at.head, (const unsigned char *)buf_text(&digests),
	    digests.len / DIGEST_BYTES, head);
	if ((int64_t)(digests.len / DIGEST_BYTES) != s->rows_count ||
	    memcmp(head, s->head, DIGEST_BYTES) != 0)
		find(w,
		    "seal %lld: what it seals, or the seal before it, is "
		    "not what it was",
		    (long long)s->no);
	w->at = *s;
}

/* What a line of the journal says behind name, as a number. */
static long long
said(const char *line, const char *name)
{
	const char *end = strchr(line, '\n');
	const char *at = strstr(line, name);

	return at == NULL || (end != NULL && at > end)
		   ? 0
		   : atoll(at + strlen(name));
}

/* The line's head is that of the seal. */
static void
check_line(struct walk *w, const char *line, const struct seal *s)
{
	const char *head = crypt_hex(w->c->mem, s->head, DIGEST_BYTES);
	const char *at = strstr(line, "head=");

	if (at == NULL || strncmp(at + 5, head, strlen(head)) != 0)
		find(w, "seal %lld: the journal says another head",
		    (long long)s->no);
}

/*
 * The lines of the journal from where it was left, up to the seal: in a journal
 * they are in the order of their seals, but for what several hosts have told.
 */
static void
check_journal(struct walk *w, const struct seal *s)
{
	const char *at = w->at_line;

	while (at != NULL && (at = strstr(at, "event=audit.seal ")) != NULL &&
	       said(at, "seal=") <= s->no) {
		if (said(at, " seal=") == s->no)
			check_line(w, at, s);
		w->at_line = ++at;
	}
}

/* The journal's last seal is here as well, and what was closed was told. */
static void
check_end(struct walk *w)
{
	long long newest = 0, closed = 0;

	for (const char *at = w->journal;
	     at != NULL && (at = strstr(at, "event=audit.")) != NULL; at++) {
		long long no = said(at, " seal=");
		if (strncmp(at, "event=audit.seal ", 17) == 0 && no > newest)
			newest = no;
		if (strncmp(at, "event=audit.close ", 18) == 0 && no > closed)
			closed = no;
	}
	if (newest > w->at.no)
		find(w,
		    "seals %lld to %lld: the journal has them, they were cut "
		    "off",
		    (long long)w->at.no + 1, newest);
	if (w->journal != NULL && closed < w->closed)
		find(w, "checkpoint %lld: the journal knows nothing of it",
		    (long long)w->closed);
}

static void
check_strays(struct walk *w)
{
	struct query *q = db_query(w->c->server.db, sql_strays);

	db_bind_int(q, w->begins);
	db_bind_int(q, w->at.settled);
	db_bind_int(q, FINDINGS_MAX);
	while (db_step(q) == DB_ROW)
		find(w, "row %lld: was added later", (long long)db_int(q, 0));
}

/* All seals up to one; their rows too. */
static bool
walk(struct walk *w, int64_t until)
{
	struct db *db = w->c->server.db;
	struct arena_mark mark = arena_mark(w->c->mem);
	struct seal s;

	if (!begin(w))
		return false;
	while (w->at.no < until) {
		struct query *q = db_query(db, sql_seals);
		size_t len;

		arena_reset(w->c->mem, mark);
		db_bind_int(q, w->at.no);
		db_bind_int(q, 1);
		if (db_step(q) != DB_ROW)
			break;
		s = (struct seal){ db_int(q, 0), db_int(q, 1), db_int(q, 2),
			{ 0 } };
		memcpy(s.head, db_bytes(q, w->c->mem, 3, &len), DIGEST_BYTES);
		check_seal(w, &s);
		check_journal(w, &s);
	}
	return db_error(db) == OK;
}

static const char *
read_whole(struct arena *mem, const char *path)
{
	struct buf text = buf_new(mem);
	FILE *f = fopen(path, "re");
	char part[4096];
	size_t n;

	if (f == NULL)
		return NULL;
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&text, part, n);
	fclose(f);
	return buf_text(&text);
}

static int
report(const struct walk *w)
{
	if (w->findings > FINDINGS_MAX)
		fprintf(stderr, "and %lld more\n",
		    (long long)w->findings - FINDINGS_MAX);
	if (w->findings > 0)
		return 1;
	printf("%lld rows in seals up to %lld are as they were; head %s\n",
	    (long long)w->rows, (long long)w->at.no,
	    crypt_hex(w->c->mem, w->at.head, DIGEST_BYTES));
	return 0;
}

static int
verify(struct ctl *c, const char *journal, const char *key)
{
	struct walk w = { .c = c, .key = key };
	struct query *q;

	if (journal != NULL &&
	    (w.journal = read_whole(c->mem, journal)) == NULL) {
		fprintf(stderr, "%s: cannot be read\n", journal);
		return 1;
	}
	w.at_line = w.journal;
	if (!walk(&w, INT64_MAX)) {
		fprintf(stderr, "the log could not be read\n");
		return 1;
	}
	check_end(&w);
	check_strays(&w);
	q = db_query(c->server.db, sql_unsealed);
	db_bind_int(q, w.at.settled);
	if (db_step(q) == DB_ROW && db_int(q, 0) > 0)
		printf(
		    "%lld rows wait for their seal\n", (long long)db_int(q, 0));
	return report(&w);
}

/* Signs for what is taken out, and takes it out. */
static int
close_until(struct ctl *c, int64_t no, const unsigned char *private_key)
{
	struct db *db = c->server.db;
	unsigned char key[ED25519_KEY_BYTES], signature[SIGNATURE_BYTES_MAX];
	struct signature_key k = { .algorithm = SIGNATURE_ED25519,
		.len = ED25519_KEY_BYTES };
	struct seal s = { .no = no };
	struct moment last;
	struct query *q = db_query(db, sql_seal_of);
	const char *text;
	struct log l;
	int64_t rows;
	size_t len;

	db_bind_int(q, no);
	if (db_step(q) != DB_ROW)
		return 1;
	s.settled = db_int(q, 0);
	memcpy(s.head, db_bytes(q, c->mem, 1, &len), DIGEST_BYTES);
	last = db_time(q, 2);
	q = db_query(db, sql_count);
	db_bind_int(q, no);
	rows = db_step(q) == DB_ROW ? db_int(q, 0) : 0;
	text = signed_text(c->mem, &s, rows, last);
	memcpy(k.bytes, private_key, ED25519_KEY_BYTES);
	ed25519_public_key(private_key, key);
	http_signature_make(&k, text, signature);
	OPENSSL_cleanse(&k, sizeof(k));
	q = db_query(db, sql_close);
	db_bind_int(q, no);
	db_bind_bytes(q, s.head, DIGEST_BYTES);
	db_bind_int(q, s.settled);
	db_bind_int(q, rows);
	db_bind_time(q, last);
	db_bind_bytes(q, key, sizeof(key));
	db_bind_bytes(q, signature, sizeof(signature));
	if (db_run(q) != OK)
		return 1;
	log_begin(&l, "audit.close");
	log_number(&l, "seal", no);
	log_number(&l, "rows", rows);
	log_word(&l, "head", crypt_hex(c->mem, s.head, DIGEST_BYTES));
	log_word(&l, "key", crypt_hex(c->mem, key, sizeof(key)));
	log_end(&l);
	printf("closed up to seal %lld: %lld rows\n", (long long)no,
	    (long long)rows);
	return 0;
}

/* Also what a close that was interrupted has left. */
static int
take_out(struct ctl *c, int64_t no)
{
	struct db *db = c->server.db;
	struct query *q;

	do {
		for (size_t i = 0; i < 2; i++) {
			q = db_query(db, sql_take_out[i]);
			db_bind_int(q, no);
			if (db_run(q) != OK)
				return 1;
		}
	} while (db_affected(q) == BITE);
	q = db_query(db, sql_drop_seals);
	db_bind_int(q, no);
	return db_run(q) == OK ? 0 : 1;
}

static int
close_log(struct ctl *c, const char *day)
{
	struct moment before, now = clock_now();
	unsigned char key[ED25519_KEY_BYTES];
	struct walk w = { .c = c };
	char line[128] = "";
	struct query *q;
	int64_t no;
	int status;

	if (!clock_day_begin(day, &before) ||
	    now.ms - before.ms < AUDIT_KEEP_DAYS * 86400000LL) {
		fprintf(stderr, "%s: not a day that is %d days ago or more\n",
		    day, AUDIT_KEEP_DAYS);
		return 2;
	}
	if (fgets(line, sizeof(line), stdin) == NULL)
		return 2;
	line[strcspn(line, "\r\n")] = '\0';
	if (base64_read(line, strlen(line), key, sizeof(key)) != sizeof(key)) {
		fprintf(stderr, "stdin: not a key: 32 bytes in base64\n");
		return 2;
	}
	OPENSSL_cleanse(line, sizeof(line));
	q = db_query(c->server.db, sql_last_before);
	db_bind_time(q, before);
	no = db_step(q) == DB_ROW ? db_int(q, 0) : 0;
	/* Nothing is signed for that is not as it was. */
	if (!walk(&w, no) || w.findings > 0) {
		fprintf(stderr, "nothing was closed\n");
		status = 1;
	} else if (no <= w.closed) {
		printf("nothing more was sealed before %s\n", day);
		status = take_out(c, w.closed);
	} else {
		status = close_until(c, no, key);
		if (status == 0)
			status = take_out(c, no);
	}
	OPENSSL_cleanse(key, sizeof(key));
	return status;
}

int
ctl_audit(struct ctl *c)
{
	const char *what = ctl_arg(c, 0), *journal = NULL, *key = NULL;

	if (what != NULL && strcmp(what, "close") == 0 && c->argc == 2)
		return close_log(c, c->argv[1]);
	for (int i = 1; i + 1 < c->argc; i += 2)
		if (strcmp(c->argv[i], "--journal") == 0)
			journal = c->argv[i + 1];
		else if (strcmp(c->argv[i], "--key") == 0)
			key = c->argv[i + 1];
		else
			what = NULL;
	if (what != NULL && strcmp(what, "verify") == 0 && c->argc % 2 == 1)
		return verify(c, journal, key);
	fprintf(stderr, "usage: liangdingctl audit verify [--journal FILE] "
			"[--key HEX] | close DAY <KEY\n");
	return 2;
}
