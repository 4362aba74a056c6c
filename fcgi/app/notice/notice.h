/*
 * Notices (PLAT-8): what happened, told to whom it concerns; in the inbox
 * always, by mail or SMS as each has chosen, through the outbox. Whoever brings
 * something about queues a job in its transaction, which finds out to whom it
 * is told. Kept as what it is and with what, said in the reader's language. Not
 * here: how mail and SMS leave (app/outbox).
 */
#ifndef LIANGDING_APP_NOTICE_H
#define LIANGDING_APP_NOTICE_H

#include "app/job/job.h"
#include "app/order/order.h"

enum {
	NOTICE_JOB = 7, /* their kinds' numbers, in the database */
	NOTICE_DUE_JOB = 8,
	NOTICE_DUE_HOUR = 8, /* in Shanghai, from which deadlines are told of */
	NOTICE_DUTY_DAYS = 3 /* before it is due a duty is told of */
};

enum notice {
#define NOTICE(number, name, ...) NOTICE_##name = number,
#include "app/notice/notices.def"
};
extern const struct words notice_words;

/* To whom. */
enum notice_audience {
	TO_APPLICANTS = 1, /* whoever may submit for its institution */
	TO_APPROVERS,      /* who has approved this submission, but the actor */
	TO_REJECTER,       /* who rejected it last */
	TO_ONE,            /* an account, for an organisation */
	TO_OFFICE          /* who decides in an organisation at a desk */
};

struct notice_told {
	enum notice notice;
	enum notice_audience audience;
	int64_t account_id, organisation_id; /* TO_ONE, TO_OFFICE */
	int64_t desk;                        /* TO_OFFICE */
	/* Names and values in turn, NULL at the end; title is known. */
	const char *const *params;
};

/* Has it told, once the caller's transaction is committed. o: which order it is
 * about, or NULL (TO_ONE). */
void notice_tell(
    struct request *r, const struct order *o, const struct notice_told *t);
extern const struct job_kind notice_job, notice_due_job;
/* Once a day, from NOTICE_DUE_HOUR on, queues notice_due_job: what is due soon
 * or late, told to desks, those who supervise them, and institutions. */
void notice_due_daily(struct server *s, struct arena *mem);

/* The language that an account is written to in. */
enum language notice_language(struct request *r, int64_t account_id);

/* How somebody is told: besides the inbox, which all have. */
struct notice_choices {
	int64_t language;
	bool mail, sms;
	const char *mail_address, *phone; /* masked, or NULL: there is none */
};
/* What the account has chosen, else what is usual. */
void notice_choices_of(
    struct request *r, int64_t account_id, struct notice_choices *out);
void notice_choose(struct request *r, int64_t account_id,
    const struct notice_choices *choices);

extern const struct form notice_query_form, notice_read_form,
    notice_choices_form;
extern const struct shape notice_list_shape, notice_unread_shape,
    notice_choices_shape;
handler notice_list_http, notice_unread_http, notice_read_http,
    notice_choices_http, notice_choose_http;

#endif
