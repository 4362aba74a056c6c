/* Who is connected, and what is handed over; see connection.h. */
#include "app/connection/connection.h"

#include <string.h>

#include "app/app_key/app_key.h"
#include "app/connection/connection_sql.h"
#include "app/desk/desk.h"
#include "app/order/order_sql.h"
#include "app/review/route.h"

enum { ID_BYTES = 16 };

/* Who is down is soon up again, or long down. */
const struct job_kind push_job = { .number = PUSH_JOB,
	.name = "push",
	.lane = LANE_PUSH,
	.attempts = 1000, /* its time runs out before that */
	.pause = 10,
	.pause_max = 1800,
	.lease = PUSH_LEASE_SECONDS };

const char *
connection_url_fault(const char *url, bool demo)
{
	bool plain = strncmp(url, "http://", 7) == 0;
	const char *host = strstr(url, "://");

	if (!plain && strncmp(url, "https://", 8) != 0)
		return "expected https://host[:port]/path";
	if (plain && !demo && !url_is_here(url))
		return "http:// only to this machine";
	if (strlen(url) > CONNECTION_URL_MAX)
		return "too long";
	host += 3;
	if (strcspn(host, "/") == 0 || host[strcspn(host, "/")] == '\0')
		return "a host and a path: https://host[:port]/path";
	/* The signature covers the path: nothing stands behind it. */
	for (const char *c = host; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' || strchr("@?#\"\\", *c) != NULL)
			return "no blanks, no user, no query and no fragment";
	return NULL;
}

void
connection_push(
    struct request *r, const struct order *o, int64_t organisation_id)
{
	const struct push p = { .push_id = crypt_random_text(r->mem, ID_BYTES),
		.order_id = o->id,
		.version = o->version,
		.submission_no = o->submission_no,
		.organisation_id = organisation_id };
	/* Organisations take turns. */
	struct job_asked asked = { .account_id = organisation_id };

	asked.object_id = push_insert(r->db, &p);
	if (asked.object_id != 0)
		job_queue(r->db, &push_job, &asked);
}

void
connection_hand_over(struct request *r, const struct order *o)
{
	const struct desk_row *row = desk_row((enum desk)o->desk);
	const struct step *step =
	    review_step_at(kind_of(o->kind), (enum desk)o->desk);
	struct connection c;

	if (o->state != ORDER_WAITING || o->supplement != DESK_NONE ||
	    o->addressee_id == 0 || row == NULL || row->found != BY_ADDRESSEE ||
	    step->action == ACTION_VIEW ||
	    !connection_find(r->db, r->mem, o->addressee_id, &c) ||
	    c.state != CONNECTION_OPEN)
		return;
	connection_push(r, o, c.organisation_id);
}

bool
connection_actor(struct request *r, int64_t organisation_id)
{
	struct seat s;
	const struct desk_row *row;

	if (!connection_seat(r->db, r->mem, organisation_id, &s))
		return false;
	row = desk_row((enum desk)s.desk);
	r->actor = (struct actor){ .now = r->actor.now,
		.via = VIA_CONNECTION,
		.account_name = "",
		.display_name = "",
		.organisation_id = organisation_id,
		.organisation_kind = s.kind,
		.organisation_name = s.name,
		.division = s.division };
	if (row == NULL)
		return true; /* it sits nowhere, and may nothing */
	r->actor.role = row->role;
	r->actor.seat = r->actor.desk = row->desk;
	return true;
}

enum err
connection_identify(struct request *r)
{
	enum err e = app_key_identify(r, APP_DECIDES);
	struct connection c;

	if (e != OK)
		return e;
	r->actor.now = r->app->now;
	if (connection_find(r->db, r->mem, r->app->organisation_id, &c) &&
	    c.state == CONNECTION_OPEN &&
	    connection_actor(r, c.organisation_id))
		return OK;
	if (db_error(r->db) != OK)
		return db_error(r->db);
	r->denied = "connection_closed";
	return ERR_CONNECTION_CLOSED;
}

bool
push_stands(const struct push *p, const struct order *o)
{
	return p->newest && o->state == ORDER_WAITING &&
	       o->submission_no == p->submission_no &&
	       o->addressee_id == p->organisation_id &&
	       o->supplement == DESK_NONE;
}

void
push_acknowledge(struct request *r, const struct push *p)
{
	struct order_event e;
	struct order o;

	/* Whatever becomes of it next comes behind this. */
	if (!order_touch(r->db, p->order_id) ||
	    !order_by_id(r->db, r->mem, p->order_id, &o) || !push_stands(p, &o))
		return;
	e = order_event_by_actor(r, &o, EVENT_HAND_OVER);
	order_add_event(r, o.id, &e);
}
