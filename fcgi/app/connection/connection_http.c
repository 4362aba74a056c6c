/* What who is connected calls, signed: to decide, to have an account proven,
 * and to fetch a file. */
#include <stdlib.h>
#include <string.h>

#include "app/account_proof/account_proof.h"
#include "app/connection/connection.h"
#include "app/file/file.h"
#include "app/review/review.h"

/* What the step grants, as it is kept: the order of its members and how a
 * number is written make no other decision. */
static const char *
granted_text(struct request *r, const struct order *o, const struct decision *d)
{
	const struct step *step =
	    review_step_at(kind_of(o->kind), (enum desk)r->actor.desk);
	struct faults faults = { .mem = r->mem };

	return json_text_of(
	    r->mem, step == NULL || step->grants == NULL || d->granted == NULL
			? d->granted
			: form_check(step->grants, d->granted, FORM_STRICT,
			      &faults, NULL));
}

static void
add_part(struct buf *b, const char *text)
{
	buf_printf(b, "%zu:%s", text == NULL ? (size_t)0 : strlen(text),
	    text == NULL ? "" : text);
}

/* What makes it the same decision, in hexadecimal. */
static const char *
digest_of(struct request *r, const struct order *o, const struct decision *d)
{
	unsigned char digest[DIGEST_BYTES];
	struct buf b = buf_new(r->mem);

	buf_printf(
	    &b, "%lld %lld ", (long long)d->verdict, (long long)d->whole);
	add_part(&b, d->reason);
	add_part(&b, d->remark);
	add_part(&b, json_text_of(r->mem, d->remarks));
	add_part(&b, granted_text(r, o, d));
	crypt_sha256(buf_text(&b), b.len, digest);
	return crypt_hex(r->mem, digest, sizeof(digest));
}

static void
answer(struct request *r, const char *text)
{
	r->answer.status = r->route->status;
	r->answer.type = "application/json";
	r->answer.body = text;
	r->answer.body_len = strlen(text);
}

static const char *
standing_text(struct request *r)
{
	struct json_out o;
	const char *text;

	json_begin(&o, r->mem);
	shape_write(&o, r->route->answer, r->result);
	text = json_finish(&o);
	if (text == NULL)
		abort(); /* a shape that does not fit its struct */
	return text;
}

/* Decided on before: the same again, or another one. */
static enum err
again(struct request *r, const struct order *o, const struct push *p,
    const char *digest)
{
	if (strcmp(p->decided, digest) != 0)
		return order_too_late(r, o, (enum desk)r->actor.desk);
	r->noted_outcome = "decided_before";
	answer(r, p->answer);
	return OK;
}

/* What was pushed as that version is what o now waits with. */
static bool
is_pushed(
    struct request *r, const struct order *o, int64_t version, struct push *out)
{
	return push_of_version(r, o->id, version, out) &&
	       out->submission_no == o->submission_no &&
	       o->state == ORDER_WAITING && o->desk == r->actor.desk;
}

enum err
connection_proof_ask_http(struct request *r)
{
	const struct order_seen *seen = r->object;
	const struct order *o = &seen->order;
	struct account_proof_asked asked =
	    *(const struct account_proof_asked *)r->form;
	struct push p;

	if (!is_pushed(r, o, asked.version, &p))
		return db_error(r->db) != OK
			   ? db_error(r->db)
			   : order_too_late(r, o, (enum desk)r->actor.desk);
	asked.version = o->version;
	return account_proof_ask_as(r, &asked);
}

struct connection_proofs {
	struct list items;
};
static const struct column proofs_columns[] = {
	COLUMN_WITH(connection_proofs, items, .shape = &account_shown_shape),
};
const struct shape connection_proofs_shape =
    SHAPE(connection_proofs, proofs_columns);

enum err
connection_proofs_http(struct request *r)
{
	const struct order_seen *seen = r->object;
	struct connection_proofs *x = arena_alloc(r->mem, sizeof(*x));

	x->items = account_proofs_shown(r, seen, &seen->order);
	r->result = x;
	return db_error(r->db);
}

enum err
connection_decide_http(struct request *r)
{
	const struct order_seen *seen = r->object;
	const struct order *o = &seen->order;
	struct decision d = *(const struct decision *)r->form;
	const char *digest, *text;
	struct push p;
	enum err e;

	if (!push_of_version(r, o->id, d.version, &p))
		return db_error(r->db) != OK
			   ? db_error(r->db)
			   : order_too_late(r, o, (enum desk)r->actor.desk);
	digest = digest_of(r, o, &d);
	if (p.decided != NULL)
		return again(r, o, &p, digest);
	if (p.submission_no != o->submission_no || o->state != ORDER_WAITING ||
	    o->desk != r->actor.desk)
		return order_too_late(r, o, (enum desk)r->actor.desk);
	d.version = o->version;
	e = review_decide(r, seen, &d);
	/* It waited when it was read: somebody was faster since, or has saved a
	 * draft. Another look tells. */
	if (e == ERR_ORDER_CHANGED || e == ERR_ORDER_DECIDED ||
	    e == ERR_ORDER_WITHDRAWN)
		return ERR_RETRY;
	if (e != OK)
		return e;
	text = standing_text(r);
	push_keep_decision(r->db, p.id, digest, text);
	answer(r, text);
	return db_error(r->db);
}

enum err
connection_file_http(struct request *r)
{
	const struct file *f = r->object;

	if (f->state != FILE_OK)
		return ERR_NOT_FOUND;
	r->noted_object =
	    arena_printf(r->mem, "%s %s", f->order_no, f->file_id);
	file_send(r, f->name, f->media_type, f->sha256);
	return OK;
}
