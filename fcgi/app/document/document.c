/* Rules of papers: numbered, made by a job, kept; see document.h. */
#include "app/document/document_sql.h"
#include "app/secret/secret.h"
#include "app/serial.h"

enum {
	SERIAL = 251,   /* the numbers of papers, by division and day */
	CODE_BYTES = 16 /* of what a QR code asks by: nobody guesses it */
};

/* Tried for a day and more, by when somebody has looked at `check`. */
const struct job_kind document_job = { .number = DOCUMENT_JOB,
	.name = "document",
	.lane = LANE_SHORT,
	.attempts = 40,
	.pause = 5,
	.pause_max = 3600,
	.lease = 60 };

static const char *
place_of(struct arena *mem, const struct document *d)
{
	return arena_printf(mem, "document/%lld", (long long)d->id);
}

const char *
document_wait_word(enum document_awaits why)
{
	return words_at(&document_awaits_words, why)->word;
}

static const char *
next_number(struct request *r, const struct order *o)
{
	int day = clock_local_day(r->actor.now);

	return arena_printf(r->mem, "FK%08d%06lld%05lld", day,
	    (long long)o->division,
	    (long long)serial_next(r->db, SERIAL, o->division, day));
}

enum err
document_issue(struct request *r, const struct order *o,
    const struct issue *issue, const struct credential *c)
{
	struct document before;
	struct document d = { .order_id = o->id,
		.no = 1,
		.kind = issue->number,
		.organisation_id = o->organisation_id,
		.credential_id = c->id,
		.document_no = next_number(r, o),
		.code = crypt_random_text(r->mem, CODE_BYTES) };

	if (document_current(r->db, r->mem, o->id, &before)) {
		d.no = before.no + 1;
		job_cancel(r->db, &document_job, before.id);
		document_supersede(r->db, o->id);
	}
	if (document_insert(r->db, &d) != OK)
		return db_error(r->db);
	return job_queue(
	    r->db, &document_job, &(struct job_asked){ .object_id = d.id });
}

bool
document_keep(
    struct request *r, const struct document *d, const void *data, size_t len)
{
	size_t n = 0;
	const void *box = secret_seal_bytes(
	    r, d->organisation_id, place_of(r->mem, d), data, len, &n);

	return box != NULL && document_keep_content(r->db, d->id, box, n, len);
}

const void *
document_open(struct request *r, const struct document *d, size_t *len_out)
{
	size_t n = 0;
	const void *box = document_content(r->db, r->mem, d->id, &n);

	return secret_open_bytes(
	    r, d->organisation_id, place_of(r->mem, d), box, n, len_out);
}

const char *
document_address(
    struct arena *mem, const struct server *s, const struct document *d)
{
	return arena_printf(mem, "%sverify/%s", s->config.public_url, d->code);
}
