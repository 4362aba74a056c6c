/* Queueing and opening messages; see outbox.h. */
#include "app/outbox/outbox.h"

#include <string.h>

#include "app/outbox/outbox_sql.h"
#include "app/secret/secret.h"

enum { ID_BYTES = 16 };

/* A gateway that is down is soon up again or long down. */
const struct job_kind outbox_mail_job = { .number = OUTBOX_MAIL_JOB,
	.name = "mail",
	.lane = LANE_MAIL,
	.attempts = 1000, /* its time runs out before that */
	.pause = 10,
	.pause_max = 1800,
	.lease = OUTBOX_LEASE_SECONDS };
const struct job_kind outbox_sms_job = { .number = OUTBOX_SMS_JOB,
	.name = "sms",
	.lane = LANE_SMS,
	.attempts = 1000,
	.pause = 5,
	.pause_max = 300,
	.lease = OUTBOX_LEASE_SECONDS };

static const char *
place_of(struct arena *mem, const char *message_id, const char *what)
{
	return arena_printf(mem, "outbox/%s/%s", message_id, what);
}

static const char *
params_text(struct arena *mem, const char *const *params)
{
	struct json_out o;

	json_begin(&o, mem);
	json_object(&o);
	for (; params != NULL && *params != NULL; params += 2)
		json_set_text(&o, params[0], params[1]);
	json_object_end(&o);
	return json_finish(&o);
}

void
outbox_send(struct request *r, const struct letter *l)
{
	const struct message *m = message_of(l->message);
	struct outbox_row row = { .message = l->message,
		.language = l->language == 0 ? LANGUAGE_ZH : l->language,
		.state = l->nobody ? OUTBOX_NOBODY : OUTBOX_QUEUED,
		.message_id = crypt_random_text(r->mem, ID_BYTES) };
	struct job_asked asked = { 0 };

	row.recipient_sealed = secret_seal(r, SECRET_OF_NOBODY,
	    place_of(r->mem, row.message_id, "recipient"), l->to);
	row.params_sealed = secret_seal(r, SECRET_OF_NOBODY,
	    place_of(r->mem, row.message_id, "params"),
	    params_text(r->mem, l->params));
	if (r->broken != OK)
		return;
	asked.object_id = outbox_insert(r->db, &row, m->carrier, m->seconds);
	if (asked.object_id != 0)
		job_queue(r->db,
		    m->carrier == CARRIER_MAIL ? &outbox_mail_job
					       : &outbox_sms_job,
		    &asked);
}

bool
outbox_open(
    struct request *r, const struct outbox_row *row, struct outbox_open *out)
{
	const struct message *m = message_of(row->message);
	const struct json *params;
	const char *text;

	if (m == NULL || row->recipient_sealed == NULL ||
	    row->params_sealed == NULL)
		return false;
	out->to = secret_open(r, SECRET_OF_NOBODY,
	    place_of(r->mem, row->message_id, "recipient"),
	    row->recipient_sealed);
	text = secret_open(r, SECRET_OF_NOBODY,
	    place_of(r->mem, row->message_id, "params"), row->params_sealed);
	if (out->to == NULL || text == NULL)
		return false;
	params = json_read(r->mem, text, strlen(text));
	out->subject =
	    message_subject(r->mem, m, (enum language)row->language, params);
	out->text =
	    message_text(r->mem, m, (enum language)row->language, params);
	return true;
}

bool
outbox_can_send(const struct config *c, enum carrier carrier)
{
	return carrier == CARRIER_MAIL ? c->smtp_url != NULL
				       : c->sms_url != NULL;
}
