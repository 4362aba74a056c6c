/*
 * Proof that an account of an order's form is its applicant's (MERCH-8, 打款验
 * 证): an office that reviews it asks, the platform draws an amount of some fen
 * and a remark, the office pays that into the account, and the applicant says
 * how much has come. While the applicant has that to do the desk's clock stands
 * still (app/review/pause.h). Which accounts can be proven, and which step
 * asks, is said by the kind's row. A proof is of an account as it was written:
 * one that was changed is another. Not here: phones (app/proof).
 */
#ifndef LIANGDING_APP_ACCOUNT_PROOF_H
#define LIANGDING_APP_ACCOUNT_PROOF_H

#include "app/job/job.h"
#include "app/review/review.h"

enum {
	ACCOUNT_PROOF_JOB = 11, /* its kind's number, in the database */
	ACCOUNT_PROOF_FEN_MAX = 99,
	ACCOUNT_PROOF_TRIES = 3,
	/* Of an account number, whatever else is written with it and in which
	 * order: what has failed is asked for once more within so many days. */
	ACCOUNT_PROOF_FAILURES = 2,
	ACCOUNT_PROOF_FAILURE_DAYS = 30,
	ACCOUNT_PROOFS_MAX = 20 /* of an order, whatever came of them */
};

struct account_proof {
	int64_t id, order_id, no; /* no: of the order's, from 1 */
	int64_t desk, organisation_id, account_id;
	int64_t state, tries, days_left;
	const char *item;         /* its item's key in the form */
	const char *digest;       /* of what is written in it, keyed */
	const char *number;       /* of its account number alone, likewise */
	const char *drawn_sealed; /* amount and remark */
	const char *actor_name, *organisation_name;
	struct moment asked_at, paid_at, until, ended_at;
};

/* An account of a submission, and how it stands with its proof. */
struct account_shown {
	const char *account;                               /* its item's key */
	const char *account_no, *account_name, *bank_name; /* masked; or NULL */
	int64_t state;
	int64_t no, tries_left; /* 0: none */
	const char *remark;     /* that the statement has; or NULL */
	const char *actor_name, *organisation_name;
	struct moment asked_at, paid_at, until, ended_at;
	/* What the actor can do about it now. */
	bool ask, pay, recall, answer;
};
extern const struct shape account_shown_shape;

/* Of the accounts of the submission that seen has, as struct account_shown:
 * for its applicant, and for the office that asks; nothing for others. */
struct list account_proofs_shown(struct request *r,
    const struct order_seen *seen, const struct order *submission);

struct account_proof_asked {
	int64_t version;     /* of the order */
	const char *account; /* the item's key */
};
/*
 * Who acts by a connection has no idempotency key: to ask again for what is
 * asked, and to say again that it was paid, is answered as before.
 *
 * The actor's desk asks for one: of a reviewer's, or of whoever acts for its
 * office. ERR_ORDER_STAGE where it is not that desk's to decide or nothing can
 * be proven, ERR_ORDER_CLAIMED, ERR_ACCOUNT_PROOF_OPEN, _PROVEN, _TWICE,
 * ERR_INVALID of an account that is not there; as order_too_late(). no_out: the
 * number of the proof.
 */
enum err account_proof_ask(struct request *r, const struct order_seen *seen,
    const struct account_proof_asked *asked, int64_t *no_out);
/* What is to be paid and with which remark, to be put on record: amount in fen.
 * These say ERR_ACCOUNT_PROOF_OVER of one that the actor's office does not ask
 * for, or not any more. */
enum err account_proof_drawn(struct request *r, const struct order *o,
    int64_t no, int64_t *amount_out, const char **remark_out);
/* The office has paid it: the applicant's time begins. */
enum err account_proof_pay(
    struct request *r, const struct order_seen *seen, int64_t no);
/* The office asks for it no more. */
enum err account_proof_recall(
    struct request *r, const struct order_seen *seen, int64_t no);
/*
 * How much has come. A wrong one is counted and no error: so it is counted once
 * however often its request is repeated, and not at all where that fails.
 * ERR_ACCOUNT_PROOF_OVER: there is nothing (more) to answer.
 */
struct account_proof_answered {
	bool right;
	int64_t state, tries_left;
};
enum err account_proof_answer(struct request *r, const struct order *o,
    int64_t no, int64_t fen, struct account_proof_answered *out);

/* What is open of o ends: it was decided, withdrawn or sent anew; in the
 * caller's transaction, which has changed o. */
void account_proof_close(struct request *r, const struct order *o);
/* True while one of o's is asked for and neither answered nor over. */
bool account_proof_is_open(struct request *r, const struct order *o);

/* The same for the order of a request, answered by its number. */
enum err account_proof_ask_as(
    struct request *r, const struct account_proof_asked *asked);

extern const struct job_kind account_proof_job;
extern const struct form account_proof_ask_form, account_proof_answer_form;
extern const struct shape account_proof_new_shape, account_proof_drawn_shape,
    account_proof_answered_shape;
handler account_proof_ask_http, account_proof_drawn_http,
    account_proof_pay_http, account_proof_recall_http,
    account_proof_answer_http;

#endif
