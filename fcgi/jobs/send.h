/*
 * Sending messages (app/outbox/outbox.h): the work of the mail and the SMS
 * lane's jobs, and the two ways out.
 */
#ifndef LIANGDING_JOBS_SEND_H
#define LIANGDING_JOBS_SEND_H

#include "app/outbox/outbox.h"
#include "jobs/run.h"

job_work send_message;

/* How handing a message over has ended. */
enum sending {
	SENDING_DONE,    /* it was taken */
	SENDING_LATER,   /* it was not, and may be another time */
	SENDING_REFUSED, /* it never will be */
	SENDING_DOUBTFUL /* it was handed over and not answered for */
};

struct sending_result {
	enum sending how;
	const char *why; /* "smtp.450", "http.500", "curl.28"; or NULL */
};

/*
 * Hand one over, within gateway_seconds. Neither writes a log: what they
 * hold is somebody's.
 */
struct sending_result mail_hand_over(const struct server *s, struct arena *mem,
    const struct outbox_row *row, const struct outbox_open *open);
struct sending_result sms_hand_over(const struct server *s, struct arena *mem,
    const struct outbox_row *row, const struct outbox_open *open);

#endif
