/*
 * liangdingctl feed payments|settlements FILE: what the payment platform would
 * send, from a file, through the same code (feeds/). JSON lines, and not CSV:
 * each line is the very object that the API takes, so that there is one
 * description, one check and nothing to quote, and no program that opens it
 * rounds a long number. A batch is its header and then its lines:
 *
 *	{"batch_no":"20261127-1","count":2,"sum":5000}
 *	{"payment_no":"P1","total":3000,…}
 *	{"payment_no":"P2","total":2000,…}
 *
 * and a file holds any number of them. Each is one transaction: whatever ends
 * the command, run it again; batches that are there are answered as before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/problem.h"
#include "ctl/ctl.h"
#include "feeds/feed.h"

enum { TRIES = 30 };

static const struct {
	const char *name;
	const struct feed *feed;
} feeds[] = {
	{ "payments", &payment_feed },
	{ "settlements", &settlement_feed },
};

struct reader {
	struct ctl *c;
	const char *path;
	FILE *file;
	char *line; /* the one that was read last, without its end */
	size_t room;
	int64_t no; /* of that line, from 1 */
};

static int
usage(void)
{
	fprintf(stderr,
	    "usage: liangdingctl feed payments|settlements FILE\n"
	    "JSON lines: a header {\"batch_no\", \"count\", \"sum\"}, its "
	    "lines, the next header, …\n");
	return 2;
}

static int
wrong(const struct reader *in, const char *what)
{
	fprintf(stderr, "%s:%lld: %s\n", in->path, (long long)in->no, what);
	return 1;
}

/* The next line that is not empty; false at the end. */
static bool
next_line(struct reader *in)
{
	ssize_t n;

	while ((n = getline(&in->line, &in->room, in->file)) >= 0) {
		in->no++;
		while (n > 0 && strchr("\r\n \t", in->line[n - 1]) != NULL)
			in->line[--n] = '\0';
		if (n > 0)
			return true;
	}
	return false;
}

/* The batch whose header was just read as the API takes it, or NULL. */
static const char *
read_batch(struct reader *in)
{
	struct arena *mem = in->c->mem;
	struct buf text = buf_new(mem);
	const struct json *header = json_read(mem, in->line, strlen(in->line));
	const struct json *count = header == NULL || header->type != JSON_OBJECT
				       ? NULL
				       : json_member(header, "count");
	int64_t n;

	if (count == NULL || !json_integer(count, &n) || n < 1 ||
	    n > FEED_LINES_MAX || json_member(header, "lines") != NULL) {
		wrong(in, "no header: {\"batch_no\", \"count\" (1 to 2000), "
			  "\"sum\"}");
		return NULL;
	}
	/* The header without its bracket, and the lines in it. */
	buf_add(&text, in->line, strlen(in->line) - 1);
	buf_puts(&text, ",\"lines\":[");
	for (int64_t i = 0; i < n; i++) {
		if (!next_line(in)) {
			wrong(in, "the file ends inside a batch");
			return NULL;
		}
		buf_puts(&text, i > 0 ? "," : "");
		buf_puts(&text, in->line);
	}
	buf_puts(&text, "]}");
	return buf_text(&text);
}

/* One try, in its own transaction. */
static enum err
take(struct request *r, const struct feed *feed, const char *text,
    const char **answer_out)
{
	enum err e;

	db_begin(r->db);
	e = feed_take_text(r, feed, text, strlen(text), answer_out);
	if (e == OK)
		audit_note(r, feed->act, r->noted_object,
		    r->noted_outcome != NULL ? r->noted_outcome : "ok");
	if (db_error(r->db) != OK)
		e = db_error(r->db);
	if (e != OK) {
		db_rollback(r->db);
		return e;
	}
	return db_commit(r->db);
}

static int
say_faults(const struct reader *in, struct request *r, enum err e)
{
	wrong(in, err_info(e)->en);
	for (const struct fault *f = r->problem.faults.first; f != NULL;
	     f = f->next)
		fprintf(
		    stderr, "  %s: %s\n", f->path, fault_text(r->mem, f).en);
	return 1;
}

/* The exit status; -1: where the next batch begins cannot be told. */
static int
feed_batch(struct reader *in, const struct feed *feed)
{
	struct request r;
	const char *text = read_batch(in), *answer;
	enum err e = text == NULL ? ERR_INVALID : ERR_RETRY;

	for (int i = 0; e == ERR_RETRY && i < TRIES; i++) {
		r = (struct request){ .server = &in->c->server,
			.db = in->c->server.db,
			.mem = in->c->mem,
			.address = "127.0.0.1" };
		r.problem.faults.mem = r.mem;
		db_clear(r.db);
		e = take(&r, feed, text, &answer);
	}
	if (text == NULL)
		return -1;
	if (e != OK)
		return say_faults(in, &r, e);
	printf("%s\n", answer);
	return fflush(stdout) == 0 ? 0 : 1;
}

static int
feed_file(struct ctl *c, const struct feed *feed, const char *path)
{
	struct reader in = { .c = c, .path = path, .file = fopen(path, "r") };
	struct arena_mark mark = arena_mark(c->mem);
	int status = 0;

	if (in.file == NULL) {
		perror(path);
		return 1;
	}
	/* A batch that is refused whole does not keep the others out. */
	while (status >= 0 && next_line(&in)) {
		int said = feed_batch(&in, feed);
		if (said != 0)
			status = said;
		arena_reset(c->mem, mark);
	}
	free(in.line);
	fclose(in.file);
	return status == 0 ? 0 : 1;
}

int
ctl_feed(struct ctl *c)
{
	if (c->argc != 2)
		return usage();
	for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++)
		if (strcmp(c->argv[0], feeds[i].name) == 0)
			return feed_file(c, feeds[i].feed, c->argv[1]);
	return usage();
}
