/* See account_proof.h. */
#include "app/account_proof/account_proof.h"

#include <stdlib.h>
#include <string.h>

#include "app/account_proof/account_proof_sql.h"
#include "app/calendar/calendar.h"
#include "app/desk/desk.h"
#include "app/notice/notice.h"
#include "app/notice/notice_text.h"
#include "app/order/order_sql.h"
#include "app/order/personal.h"
#include "app/review/pause.h"
#include "app/secret/secret.h"
#include "lib/crypt.h"
#include "lib/mask.h"

/* Without what is taken for another by whoever reads it on a statement. */
static const char remark_letters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
enum { REMARK_LETTERS = 6, DRAWN_CHARS = 32 };

static const struct proving *
proving_of(const struct order *o)
{
	return kind_of(o->kind)->proving;
}

/* One of limit, each as likely: what is over the last whole turn is drawn
 * again. */
static unsigned
draw(unsigned limit)
{
	unsigned char byte;

	do
		crypt_random(&byte, 1);
	while (byte >= 256 / limit * limit);
	return byte % limit;
}

static const char *
seal_place(struct request *r, int64_t order_id, int64_t no)
{
	return arena_printf(r->mem, "account_proof/%lld/%lld",
	    (long long)order_id, (long long)no);
}

static const char *
draw_sealed(struct request *r, const struct order *o, int64_t no)
{
	char remark[REMARK_LETTERS + 1] = { 0 };
	unsigned fen = 1 + draw(ACCOUNT_PROOF_FEN_MAX);

	for (int i = 0; i < REMARK_LETTERS; i++)
		remark[i] = remark_letters[draw(sizeof(remark_letters) - 1)];
	return secret_seal(r, o->organisation_id, seal_place(r, o->id, no),
	    arena_printf(r->mem, "%u YZ%s", fen, remark));
}

/* False, and the request fails, where it cannot be opened. */
static bool
open_drawn(struct request *r, const struct order *o,
    const struct account_proof *p, int64_t *fen_out, const char **remark_out)
{
	const char *text = secret_open(r, o->organisation_id,
	    seal_place(r, p->order_id, p->no), p->drawn_sealed);
	char *end;

	if (text == NULL)
		return false;
	*fen_out = strtoll(text, &end, 10);
	*remark_out = *end == ' ' ? end + 1 : "";
	return true;
}

/* What is written in the item, but for its pictures and its place. */
static void
digest_of(struct request *r, const struct form *part, const struct json *item,
    unsigned char out[DIGEST_BYTES])
{
	struct json *written = json_make(r->mem, JSON_OBJECT, NULL);
	const char *text;

	for (size_t i = 0; i < part->n; i++) {
		const struct field *f = &part->fields[i];
		const struct json *value = json_member(item, f->name);
		if (value != NULL && f->type != FIELD_ATTACHMENT &&
		    f->type != FIELD_GROUP)
			json_append(written, f->name, json_copy(r->mem, value));
	}
	text = arena_printf(
	    r->mem, "account_proof:%s", json_text_of(r->mem, written));
	crypt_hmac(keyring_newest(&r->server->keyring, KEY_MAC), text,
	    strlen(text), out);
}

/* What tells an account number from another, in hexadecimal. */
static const char *
number_of(struct request *r, const struct order *o, const struct json *item)
{
	unsigned char digest[DIGEST_BYTES];
	const char *text = json_member_text(item, proving_of(o)->account_no);

	text =
	    arena_printf(r->mem, "account_number:%s", text == NULL ? "" : text);
	crypt_hmac(keyring_newest(&r->server->keyring, KEY_MAC), text,
	    strlen(text), digest);
	return crypt_hex(r->mem, digest, sizeof(digest));
}

/* The accounts of a submission, as they were typed. */
static const struct json *
accounts_of(struct request *r, const struct order *submission)
{
	return json_member(personal_open(r, submission,
			       order_submitted_content(r, submission)),
	    proving_of(submission)->group);
}

static const struct json *
account_of_key(const struct json *accounts, const char *key)
{
	const struct json *a = accounts == NULL ? NULL : accounts->first;

	while (a != NULL && strcmp(json_member_text(a, "key"), key) != 0)
		a = a->next;
	return a;
}

static const struct form *
part_of(const struct order *o)
{
	return form_field(kind_of(o->kind)->content, proving_of(o)->group)
	    ->part;
}

static const char *
masked(struct request *r, const struct order *o, const struct json *account)
{
	const char *number =
	    json_member_text(account, proving_of(o)->account_no);

	return number == NULL ? "" : mask_text(r->mem, number);
}

/* The newest of an account as it is written now, or NULL. */
static const struct account_proof *
newest_of(struct request *r, const struct list *proofs,
    const unsigned char digest[DIGEST_BYTES])
{
	const struct account_proof *all = proofs->items;
	const char *hex = crypt_hex(r->mem, digest, DIGEST_BYTES);

	for (size_t i = 0; i < proofs->n; i++)
		if (strcmp(all[i].digest, hex) == 0)
			return &all[i];
	return NULL;
}

/* One that its applicant ends by changing or taking back the order, having
 * guessed wrong before, gains nothing by that. */
static bool
has_failed(const struct account_proof *p)
{
	return p->state == ACCOUNT_PROOF_FAILED ||
	       p->state == ACCOUNT_PROOF_LAPSED ||
	       (p->state == ACCOUNT_PROOF_CLOSED && p->tries > 0);
}

/* How often the account of that number has failed lately. */
static int
failures_of(struct request *r, const struct list *proofs, const char *number)
{
	const struct account_proof *all = proofs->items;
	int64_t since =
	    r->actor.now.ms - ACCOUNT_PROOF_FAILURE_DAYS * CLOCK_DAY_MS;
	int n = 0;

	for (size_t i = 0; i < proofs->n; i++)
		n += has_failed(&all[i]) && all[i].ended_at.ms >= since &&
		     strcmp(all[i].number, number) == 0;
	return n;
}

/* Whether one more may be asked of the account of that number whose newest is
 * p. */
static enum err
may_ask_of(struct request *r, const struct list *proofs,
    const struct account_proof *p, const char *number, const struct order *o)
{
	const struct account_proof *all = proofs->items;
	size_t n = 0;

	for (size_t i = 0; i < proofs->n; i++) {
		if (all[i].order_id != o->id)
			continue;
		n++;
		if (all[i].ended_at.ms == 0)
			return ERR_ACCOUNT_PROOF_OPEN;
	}
	if (p != NULL && p->state == ACCOUNT_PROOF_PROVEN)
		return ERR_ACCOUNT_PROOF_PROVEN;
	return n >= ACCOUNT_PROOFS_MAX ||
		       failures_of(r, proofs, number) >= ACCOUNT_PROOF_FAILURES
		   ? ERR_ACCOUNT_PROOF_TWICE
		   : OK;
}

/* The office that asks for o's. */
static struct office
office_of(struct request *r, const struct order *o)
{
	struct office offices[DESK_COUNT];

	desk_offices(r, o->division, o->addressee_id, offices);
	return offices[proving_of(o)->desk];
}

static bool
may_decide_here(struct request *r, const struct order_seen *seen)
{
	return proving_of(&seen->order) != NULL &&
	       (enum desk)r->actor.desk == proving_of(&seen->order)->desk &&
	       review_may_decide(r, seen);
}

static void
show_account(struct request *r, const struct order_seen *seen,
    const struct list *proofs, const struct json *account,
    struct account_shown *out)
{
	const struct order *o = &seen->order;
	const struct proving *proving = proving_of(o);
	unsigned char digest[DIGEST_BYTES];
	const struct account_proof *p;
	const char *remark;
	bool asks = request_has_role(r, MAY_REVIEW) && may_decide_here(r, seen);
	int64_t fen;

	digest_of(r, part_of(o), account, digest);
	p = newest_of(r, proofs, digest);
	*out =
	    (struct account_shown){ .account = json_member_text(account, "key"),
		    .account_no = masked(r, o, account),
		    .account_name =
			proving->account_name == NULL
			    ? NULL
			    : json_member_text(account, proving->account_name),
		    .bank_name = json_member_text(account, proving->bank_name),
		    .state = ACCOUNT_PROOF_NONE,
		    .ask = asks && may_ask_of(r, proofs, p,
				       number_of(r, o, account), o) == OK };
	if (p == NULL)
		return;
	out->state = p->state;
	out->actor_name = r->actor.organisation_id == p->organisation_id
			      ? p->actor_name
			      : NULL;
	out->organisation_name = p->organisation_name;
	out->asked_at = p->asked_at;
	out->paid_at = p->paid_at;
	out->until = p->until;
	out->ended_at = p->ended_at;
	if (p->order_id != o->id)
		return; /* of an order before: only that it was proven */
	out->no = p->no;
	out->pay = asks && p->state == ACCOUNT_PROOF_ASKED;
	out->recall = asks && p->ended_at.ms == 0;
	out->answer = p->state == ACCOUNT_PROOF_PAID &&
		      request_is_applicant(r, o->organisation_id);
	if (p->state == ACCOUNT_PROOF_PAID)
		out->tries_left = ACCOUNT_PROOF_TRIES - p->tries;
	/* Of whom nobody asks for the amount, it is no secret. */
	if (out->answer && open_drawn(r, o, p, &fen, &remark))
		out->remark = remark;
}

struct list
account_proofs_shown(struct request *r, const struct order_seen *seen,
    const struct order *submission)
{
	const struct order *o = &seen->order;
	struct account_shown *shown;
	const struct json *accounts;
	struct office office;
	struct list proofs;
	size_t n = 0;

	if (proving_of(o) == NULL || submission->submission_no == 0)
		return (struct list){ NULL, 0 };
	office = office_of(r, o);
	if (!request_is_applicant(r, o->organisation_id) &&
	    office.id != r->actor.organisation_id)
		return (struct list){ NULL, 0 };
	proofs = account_proofs_of(r, o->organisation_id, office.id);
	accounts = accounts_of(r, submission);
	if (accounts == NULL)
		return (struct list){ NULL, 0 };
	shown = arena_alloc(r->mem, (accounts->count + 1) * sizeof(*shown));
	for (const struct json *a = accounts->first; a != NULL; a = a->next) {
		show_account(r, seen, &proofs, a, &shown[n]);
		/* Of an order before, what failed there is no matter here. */
		if (shown[n].no == 0 && shown[n].state != ACCOUNT_PROOF_PROVEN)
			shown[n].state = ACCOUNT_PROOF_NONE;
		n++;
	}
	return (struct list){ shown, n };
}

static void
note(struct request *r, const struct order *o, enum event event,
    const char *account)
{
	struct order_event e = order_event_by_actor(r, o, event);

	e.desk = request_has_role(r, MAY_REVIEW) ? r->actor.desk : DESK_NONE;
	e.remark = account;
	order_add_event(r, o->id, &e);
}

/* The account of p, masked, as the submission that there is has it. */
static const char *
account_of(
    struct request *r, const struct order *o, const struct account_proof *p)
{
	const struct json *a = account_of_key(accounts_of(r, o), p->item);

	return a == NULL ? "" : masked(r, o, a);
}

static struct pause
pause_of(const struct account_proof *p)
{
	return (struct pause){ p->order_id, p->desk, p->organisation_id,
		p->account_id, p->days_left };
}

static void
tell_applicants(struct request *r, const struct order *o, enum notice notice,
    const struct account_proof *p, const char *account, const char *remark)
{
	const char *const params[] = { "office", p->organisation_name,
		"account", account, "remark", remark, "due",
		p->until.ms == 0 ? NULL : notice_day_text(r->mem, p->until),
		NULL };

	notice_tell(r, o,
	    &(struct notice_told){ .notice = notice,
		.audience = TO_APPLICANTS,
		.params = params });
}

static void
tell_office(struct request *r, const struct order *o, enum notice notice,
    const struct account_proof *p, const char *account)
{
	const struct pause pause = pause_of(p);
	int64_t holder = pause_holder(r, &pause);
	const char *const params[] = { "office", p->organisation_name,
		"account", account, NULL };

	/* What was asked by a connection is nobody's. */
	notice_tell(r, o,
	    &(struct notice_told){ .notice = notice,
		.audience = holder != 0 ? TO_ONE : TO_OFFICE,
		.account_id = holder,
		.desk = p->desk,
		.organisation_id = p->organisation_id,
		.params = params });
}

enum err
account_proof_ask(struct request *r, const struct order_seen *seen,
    const struct account_proof_asked *asked, int64_t *no_out)
{
	const struct order *o = &seen->order;
	const struct order_desk *desk = &seen->desks[r->actor.desk];
	const struct account_proof *newest;
	struct account_proof p;
	unsigned char digest[DIGEST_BYTES];
	const struct json *account;
	struct list proofs;
	enum err err;

	if (o->version != asked->version)
		return order_too_late(r, o, (enum desk)r->actor.desk);
	if (!may_decide_here(r, seen))
		return ERR_ORDER_STAGE;
	if (desk->claimed_by != 0 && desk->claimed_by != r->actor.account_id) {
		r->problem.claimed_by = desk->claimed_name;
		return ERR_ORDER_CLAIMED;
	}
	account = account_of_key(accounts_of(r, o), asked->account);
	if (account == NULL) {
		request_fault(r, &account_proof_ask_form, "account", "choice");
		return ERR_INVALID;
	}
	if (!account_proof_hold(r, o, o->desk, o->version))
		return order_too_late(r, o, (enum desk)r->actor.desk);
	digest_of(r, part_of(o), account, digest);
	proofs =
	    account_proofs_of(r, o->organisation_id, r->actor.organisation_id);
	newest = newest_of(r, &proofs, digest);
	if (r->actor.via != 0 && newest != NULL && newest->order_id == o->id &&
	    newest->ended_at.ms == 0) {
		*no_out = newest->no;
		return OK;
	}
	err = may_ask_of(r, &proofs, newest, number_of(r, o, account), o);
	if (err != OK)
		return err;
	p = (struct account_proof){ .order_id = o->id,
		.no = account_proof_last_no(r, o->id) + 1,
		.desk = o->desk,
		.organisation_id = r->actor.organisation_id,
		.account_id = r->actor.account_id,
		.actor_name = r->actor.display_name,
		.organisation_name = r->actor.organisation_name,
		.item = asked->account,
		.number = number_of(r, o, account) };
	p.drawn_sealed = draw_sealed(r, o, p.no);
	if (p.drawn_sealed == NULL)
		return r->broken;
	account_proof_insert(r, o, &p, digest);
	note(r, o, EVENT_PROOF_ASK, masked(r, o, account));
	tell_applicants(
	    r, o, NOTICE_ACCOUNT_PROOF_ASKED, &p, masked(r, o, account), NULL);
	*no_out = p.no;
	return db_error(r->db);
}

/* One of the order's that the actor's office asks for. */
static bool
find_own(struct request *r, const struct order *o, int64_t no,
    struct account_proof *out)
{
	return proving_of(o) != NULL &&
	       account_proof_by_no(r, o->id, no, out) &&
	       out->organisation_id == r->actor.organisation_id;
}

enum err
account_proof_drawn(struct request *r, const struct order *o, int64_t no,
    int64_t *amount_out, const char **remark_out)
{
	struct account_proof p;

	if (!find_own(r, o, no, &p))
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_ACCOUNT_PROOF_OVER;
	return open_drawn(r, o, &p, amount_out, remark_out) ? OK : r->broken;
}

enum err
account_proof_pay(struct request *r, const struct order_seen *seen, int64_t no)
{
	const struct order *o = &seen->order;
	struct account_proof p;
	struct pause pause;
	const char *account, *remark;
	int64_t fen;

	if (!find_own(r, o, no, &p))
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_ACCOUNT_PROOF_OVER;
	if (!account_proof_hold(r, o, p.desk, 0))
		return order_too_late(r, o, (enum desk)p.desk);
	if (r->actor.via != 0 && account_proof_by_id(r, p.id, &p) &&
	    p.state == ACCOUNT_PROOF_PAID)
		return OK;
	p.until = calendar_deadline(
	    r, r->actor.now, proving_of(o)->days, WORKING_DAYS);
	p.days_left =
	    pause_days_left(r, o, p.desk, seen->desks[p.desk].working.due_at);
	if (!account_proof_set_paid(r, &p))
		return ERR_ACCOUNT_PROOF_OVER;
	if (!open_drawn(r, o, &p, &fen, &remark))
		return r->broken;
	job_queue(r->db, &account_proof_job,
	    &(struct job_asked){ .object_id = p.id, .run_at = p.until });
	pause = pause_of(&p);
	pause_begin(r, o, &pause, p.until);
	account = account_of(r, o, &p);
	note(r, o, EVENT_PROOF_PAY, account);
	tell_applicants(r, o, NOTICE_ACCOUNT_PROOF_PAID, &p, account, remark);
	return db_error(r->db);
}

/* Ends an open one, and the applicant's time with it; false when it had ended.
 */
static bool
finish(struct request *r, const struct order *o, const struct account_proof *p,
    enum account_proof_state how)
{
	const struct pause pause = pause_of(p);

	if (!account_proof_end(r, p->id, how))
		return false;
	if (p->state == ACCOUNT_PROOF_PAID)
		pause_end(r, &pause, pause_due(r, o, &pause));
	return true;
}

enum err
account_proof_recall(
    struct request *r, const struct order_seen *seen, int64_t no)
{
	const struct order *o = &seen->order;
	struct account_proof p;

	if (!find_own(r, o, no, &p))
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_ACCOUNT_PROOF_OVER;
	if (!account_proof_hold(r, o, p.desk, 0))
		return order_too_late(r, o, (enum desk)p.desk);
	/* As it is now that nobody else is at it. */
	if (!account_proof_by_id(r, p.id, &p) ||
	    !finish(r, o, &p, ACCOUNT_PROOF_RECALLED))
		return ERR_ACCOUNT_PROOF_OVER;
	job_cancel(r->db, &account_proof_job, p.id);
	note(r, o, EVENT_PROOF_RECALL, account_of(r, o, &p));
	return db_error(r->db);
}

enum err
account_proof_answer(struct request *r, const struct order *o, int64_t no,
    int64_t fen, struct account_proof_answered *out)
{
	struct account_proof p;
	const char *account, *remark;
	int64_t drawn;

	if (proving_of(o) == NULL || !account_proof_by_no(r, o->id, no, &p))
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_ACCOUNT_PROOF_OVER;
	if (!account_proof_hold(r, o, p.desk, 0) ||
	    !account_proof_count(r, p.id) || !account_proof_by_id(r, p.id, &p))
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_ACCOUNT_PROOF_OVER;
	if (!open_drawn(r, o, &p, &drawn, &remark))
		return r->broken;
	*out = (struct account_proof_answered){ fen == drawn,
		ACCOUNT_PROOF_PAID, ACCOUNT_PROOF_TRIES - p.tries };
	account = account_of(r, o, &p);
	if (out->right) {
		out->state = ACCOUNT_PROOF_PROVEN;
		note(r, o, EVENT_PROVEN, account);
		tell_office(r, o, NOTICE_ACCOUNT_PROVEN, &p, account);
	} else if (out->tries_left == 0) {
		out->state = ACCOUNT_PROOF_FAILED;
		note(r, o, EVENT_UNPROVEN, account);
		tell_office(r, o, NOTICE_ACCOUNT_UNPROVEN, &p, account);
	}
	if (out->state != ACCOUNT_PROOF_PAID) {
		finish(r, o, &p, (enum account_proof_state)out->state);
		job_cancel(r->db, &account_proof_job, p.id);
	}
	return db_error(r->db);
}

bool
account_proof_is_open(struct request *r, const struct order *o)
{
	struct account_proof p;

	return proving_of(o) != NULL && account_proof_open(r, o->id, &p);
}

void
account_proof_close(struct request *r, const struct order *o)
{
	struct account_proof p;

	if (proving_of(o) == NULL || !account_proof_open(r, o->id, &p))
		return;
	account_proof_end(r, p.id, ACCOUNT_PROOF_CLOSED);
	job_cancel(r->db, &account_proof_job, p.id);
}

/* Its time has run out: the desk goes on without it. */
static enum err
lapse(struct request *r, struct job *j)
{
	struct account_proof p;
	struct order_event e;
	const char *account;
	struct order o;

	if (!account_proof_by_id(r, j->object_id, &p) ||
	    !order_by_id(r->db, r->mem, p.order_id, &o) ||
	    !account_proof_hold(r, &o, p.desk, 0) ||
	    !finish(r, &o, &p, ACCOUNT_PROOF_LAPSED))
		return db_error(r->db);
	account = account_of(r, &o, &p);
	e = (struct order_event){ .event = EVENT_PROOF_LAPSE,
		.desk = p.desk,
		.organisation_id = p.organisation_id,
		.organisation_name = p.organisation_name,
		.actor_name = "",
		.remark = account,
		.submission_no = o.submission_no };
	order_add_event(r, o.id, &e);
	tell_applicants(r, &o, NOTICE_ACCOUNT_UNPROVEN, &p, account, NULL);
	tell_office(r, &o, NOTICE_ACCOUNT_UNPROVEN, &p, account);
	return db_error(r->db);
}

const struct job_kind account_proof_job = { .number = ACCOUNT_PROOF_JOB,
	.name = "account_proof",
	.lane = LANE_SHORT,
	.attempts = 20,
	.pause = 5,
	.pause_max = 600,
	.lease = 30,
	.effect = lapse };
