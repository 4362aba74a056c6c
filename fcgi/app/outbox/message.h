/*
 * What the product writes to people: a row a message, its words in both
 * languages with {names} for what is particular. Not here: to whom, and how it
 * gets there.
 */
#ifndef LIANGDING_APP_MESSAGE_H
#define LIANGDING_APP_MESSAGE_H

#include "app/words.h"
#include "lib/json.h"

/* In the database; never reused. */
enum message_number {
	MESSAGE_CODE = 1,       /* code, minutes, purpose */
	MESSAGE_ACTIVATION = 2, /* an account: name, account, link, hours */
	MESSAGE_RESET = 3,      /* likewise, for a new password */
	MESSAGE_PHONE = 4,      /* the phone bound has changed: phone */
	MESSAGE_TEST_MAIL = 5,  /* by liangdingctl: at */
	MESSAGE_TEST_SMS = 6,   /* likewise */
	MESSAGE_REFUSED = 7,    /* no account: name, institution, reason */
	MESSAGE_NOTICE = 8,     /* subject, text, link */
	MESSAGE_NOTICE_SMS = 9  /* likewise */
};

struct message {
	enum message_number number;
	const char *name; /* in lists and on record */
	enum carrier carrier;
	/* It is never sent a second time where the first may have arrived:
	 * whoever waits for it asks for another. */
	bool once;
	int seconds;                         /* how long it is worth sending */
	const char *subject_zh, *subject_en; /* of mail */
	const char *text_zh, *text_en;
};

extern const struct message messages[];
extern const size_t messages_count;
/* The one of that number; NULL when this program does not know it. */
const struct message *message_of(int64_t number);

/* In that language, with the members of params, an object of texts, in place of
 * their {names}. From mem. The subject of an SMS is "". */
const char *message_subject(struct arena *mem, const struct message *m,
    enum language language, const struct json *params);
const char *message_text(struct arena *mem, const struct message *m,
    enum language language, const struct json *params);

#endif
