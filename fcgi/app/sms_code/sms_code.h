/*
 * Codes by SMS (ACC-2): six digits that live five minutes, for five tries, sent
 * to a number once a minute and ten times a day at most, and so often a day
 * from one address. A code is bound to what it was asked for and to the ticket
 * that whoever asked has in hand; only a keyed hash of it is kept.
 *
 * Where the answer must not tell whether somebody exists, a code is asked for
 * all the same, with subject 0: everything is counted, kept and queued alike,
 * but nothing is sent and nothing fits.
 */
#ifndef LIANGDING_APP_SMS_CODE_H
#define LIANGDING_APP_SMS_CODE_H

#include "app/request.h"

enum {
	SMS_CODE_DIGITS = 6,
	SMS_CODE_SECONDS = 300,
	SMS_CODE_TRIES = 5,
	SMS_CODE_PAUSE_SECONDS = 60, /* between two to the same number */
	SMS_CODES_A_DAY = 10         /* to the same number */
};

struct sms_code_asked {
	enum sms_purpose purpose;
	const char *phone;  /* is_mobile() */
	int64_t subject_id; /* what it is about: an account, an order; 0: nobody
			     * is to get it */
	int64_t language;   /* 0: Chinese */
};

/* What the answer to who asked says. */
struct sms_code_issued {
	const char *ticket, *phone; /* the latter masked, or NULL */
	int64_t expires_in, again_in;
	const char *sent; /* the page that shows it, in the demo; or NULL */
};
extern const struct shape sms_code_shape;

/*
 * Sends one, in the caller's transaction. ERR_SMS_TOO_OFTEN, and r->problem
 * says when to come back. show_phone: the answer may say to which number.
 */
enum err sms_code_send(struct request *r, const struct sms_code_asked *a,
    bool show_phone, struct sms_code_issued *out);

/* A code that has been shown to be right. */
struct sms_code {
	int64_t purpose, subject_id;
	const unsigned char *phone_mac; /* person_phone_mac() of its number */
};

/*
 * Counts a try, and says whether the code is right: else ERR_SMS_CODE or
 * ERR_SMS_ENDED, told at that path of
 * the form. purposes: bits by enum sms_purpose.
 * The caller's transaction, if it has one, is kept.
 */
enum err sms_code_check(struct request *r, const struct form *form,
    const char *path, unsigned purposes, const char *ticket, const char *code,
    struct sms_code *out);
/* What it was for is done, in the same transaction; false when another has done
 * that just now. */
bool sms_code_spend(struct db *db, const char *ticket);

/* The fields of a form that brings a ticket and its code. */
#define SMS_CODE_FIELDS(s)                                                   \
	{ .name = "ticket",                                                  \
		.type = FIELD_TEXT,                                          \
		.flags = FIELD_REQUIRED,                                     \
		.max = 40,                                                   \
		.zh = "验证码凭据",                                          \
		.en = "Ticket",                                              \
		INTO(s, ticket) },                                           \
	{                                                                    \
		.name = "code", .type = FIELD_TEXT, .flags = FIELD_REQUIRED, \
		.max = 6, .format = &format_digits, .zh = "短信验证码",      \
		.en = "SMS code", INTO(s, code)                              \
	}

#endif
