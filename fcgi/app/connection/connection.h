/*
 * Organisations that are connected by API (MERCH-6): an order that comes to
 * wait at a deciding step for one that it is addressed to is pushed to it,
 * signed, until it is acknowledged, and its signed callback decides as one of
 * its reviewers does in a browser. Its people's own queue works all the same.
 * Operations keep who is connected (liangdingctl connections).
 *
 * A push is queued in the transaction that brings the order there and sent by
 * fcgi/jobs/push.c on a lane of its own, where organisations take turns. Its id
 * stays the same however often it is tried. Tried for a day, it has failed, and
 * the order goes on waiting in the browser.
 *
 *   queued → sending → acknowledged
 *     ↑         │    ↘ overtaken (decided, changed or taken back by now)
 *     └─────────┘      ↘ failed (nobody has acknowledged it in time)
 *
 * A callback names the version that was pushed. It decides on what was pushed,
 * or it is too late: a draft that is not sent in, or a supplement that was
 * recalled, changes nothing of that. What a colleague in a browser has claimed
 * it leaves alone, as a colleague does, unless it says over_claim. The same
 * decision again is answered as the first time; another one is too late.
 *
 * To ask for something that is no decision, an account's proof (MERCH-8), is a
 * route of its own with that noun's form and rule, its version the pushed one.
 */
#ifndef LIANGDING_APP_CONNECTION_H
#define LIANGDING_APP_CONNECTION_H

#include "app/job/job.h"
#include "app/order/order.h"

enum {
	PUSH_JOB = 10,           /* its kind's number, in the database */
	PUSH_LEASE_SECONDS = 60, /* more than gateway_seconds can be */
	PUSH_WAIT_SECONDS = 60, /* between two looks for a key, with none set */
	PUSH_KEEP_SECONDS = 24 * 3600,
	CONNECTION_URL_MAX = 200
};

/* Who is connected. */
struct connection {
	int64_t organisation_id, state;
	const char *url;
};

/* A push as its sender, or a callback on it, finds it. */
struct push {
	int64_t id, order_id, version, submission_no, organisation_id, state;
	bool newest; /* of its order, to that organisation */
	bool expired;
	const char *push_id, *url;
	int64_t connection;  /* enum connection_state; 0: none */
	const char *decided; /* in hexadecimal, or NULL */
	const char *answer;  /* to that decision, as JSON */
};

/* Queues a push of o, as it now is, where it has come to wait for one that is
 * connected. In the caller's transaction. */
void connection_hand_over(struct request *r, const struct order *o);
/* The same of one that waited before its organisation was connected. */
void connection_push(
    struct request *r, const struct order *o, int64_t organisation_id);
/* What is wrong with the URL, or NULL: https, or, to this machine and in the
 * demonstration, http. */
const char *connection_url_fault(const char *url, bool demo);

/* Makes the actor one of the organisation's reviewers, who is no person; false
 * when there is no such organisation. */
bool connection_actor(struct request *r, int64_t organisation_id);
/* Sets the actor by the signature of the request, or tells what is wrong. */
enum err connection_identify(struct request *r);

/* True while the order still waits for what the push has brought. */
bool push_stands(const struct push *p, const struct order *o);
/*
 * What goes over, as JSON: the order as the actor, of connection_actor(), may
 * read it, personal data that it may ask for in full. NULL, and r->broken, when
 * that cannot be opened.
 */
const char *push_body(
    struct request *r, const struct push *p, const struct order *o);
/* It is acknowledged: on the order's record, if it still stands. */
void push_acknowledge(struct request *r, const struct push *p);

/* Statements, for this folder, jobs and ctl. */
bool connection_find(struct db *db, struct arena *mem, int64_t organisation_id,
    struct connection *out);
bool push_find(struct db *db, struct arena *mem, int64_t id, struct push *out);
bool push_of_version(
    struct request *r, int64_t order_id, int64_t version, struct push *out);
/* Its id, or 0. */
int64_t push_insert(struct db *db, const struct push *p);
/* The state it is in from now on. why: a word, or NULL. Sending counts an
 * attempt. */
void push_note(
    struct db *db, int64_t id, enum push_state state, const char *why);
void push_keep_decision(
    struct db *db, int64_t id, const char *decided, const char *answer);

extern const struct job_kind push_job;

extern const struct shape connection_proofs_shape;
handler connection_decide_http, connection_file_http, connection_proofs_http,
    connection_proof_ask_http;

#endif
