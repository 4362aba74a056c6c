/*
 * What is to be sent by mail or SMS (PLAT-8): a row written in the transaction
 * of what it tells of, sent by a job (fcgi/jobs/send.c) on a lane of its
 * carrier. Whom it is for and what it says are sealed, and forgotten as soon as
 * they are of no more use; only the demonstration keeps them, for its page.
 *
 * A message has an id that stays the same however often it is tried, so that a
 * server or gateway can drop a repeat. One that was being handed over when the
 * sender died, or that nobody answered for, may have gone out: it is "unknown".
 * Then mail is sent again, under the same id; a code is not (message.h, once),
 * for whoever waits for it asks for another. Without a server or gateway in the
 * settings messages wait.
 *
 *   queued → sending → sent
 *              │ ↑ ↘ queued (a while later)       ↘ failed (expired, refused)
 *              ↓ │
 *            unknown (of `once`: for good)
 */
#ifndef LIANGDING_APP_OUTBOX_H
#define LIANGDING_APP_OUTBOX_H

#include "app/job/job.h"
#include "app/outbox/message.h"

enum {
	OUTBOX_MAIL_JOB = 2, /* their kinds' numbers, in the database */
	OUTBOX_SMS_JOB = 3,
	OUTBOX_LEASE_SECONDS = 60, /* more than gateway_seconds can be */
	OUTBOX_WAIT_SECONDS = 60 /* between two looks for one, with none set */
};

struct letter {
	enum message_number message;
	enum language language;
	const char *to; /* a mail address or a mobile number */
	/* Names and values in turn, NULL at the end. */
	const char *const *params;
	/* It is kept and queued like any other, and then dropped. */
	bool nobody;
};

/*
 * Queues a message in the caller's transaction; r->broken when it cannot be
 * sealed. What to is has been checked by the caller's form.
 */
void outbox_send(struct request *r, const struct letter *l);

/* A message as its sender holds it. */
struct outbox_row {
	int64_t id, message, language, state, attempts;
	bool expired;
	const char *message_id;
	const char *recipient_sealed, *params_sealed; /* NULL: forgotten */
	struct moment created_at;
};

/* What it says once opened. */
struct outbox_open {
	const char *to, *subject, *text;
};

/* False when there is none. */
bool outbox_find(
    struct db *db, struct arena *mem, int64_t id, struct outbox_row *out);
/* False, and r->broken, when it cannot be opened. */
bool outbox_open(
    struct request *r, const struct outbox_row *row, struct outbox_open *out);
/*
 * The state it is in from now on. Why it is not sent: a word, without anything
 * of the recipient's; or NULL. Sending counts an attempt. With forget nobody
 * can read or send it any more.
 */
void outbox_note(struct db *db, int64_t id, enum outbox_state state,
    const char *why, bool forget);

/* It is gone. */
void outbox_drop(struct db *db, int64_t id);

/* True when messages of that carrier can be sent. */
bool outbox_can_send(const struct config *c, enum carrier carrier);

/* The demonstration's page: what was sent last. */
extern const struct shape outbox_sent_shape;
handler outbox_sent_http;

extern const struct job_kind outbox_mail_job, outbox_sms_job;

#endif
