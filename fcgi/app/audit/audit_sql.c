/* The audit log's statements: rows are added, never changed. */
#include "app/audit/audit.h"

#include <stdlib.h>

#include "lib/text.h"

enum {
	OBJECT_CHARS = 200,
	PLACES = 1024,
	STRANGERS = 256, /* addresses that a worker tells apart */
	STRANGERS_ROWS = 20,
	MINUTE_MS = 60 * 1000
};

static const char sql_note[] =
    "INSERT INTO audit_rows "
    "(at, account_id, organisation_id, act, object, outcome, address) "
    "VALUES (UTC_TIMESTAMP(3), ?, ?, ?, ?, ?, ?)";

void
audit_note(
    struct request *r, const char *act, const char *object, const char *outcome)
{
	const char *what = text_escape(r->mem, object);
	struct query *q = db_query(r->db, sql_note);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.organisation_id);
	db_bind_text(q, act);
	db_bind_text(
	    q, arena_strndup(r->mem, what, text_bytes(what, OBJECT_CHARS)));
	db_bind_text(q, outcome);
	db_bind_text(q, r->address != NULL
			    ? r->address
			    : http_param(&r->http, "REMOTE_ADDR"));
	db_run(q);
}

static const char sql_read[] =
    "INSERT IGNORE INTO order_reads "
    "(day, account_id, order_id, what, organisation_id, at) "
    "VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";

/* What this worker has kept last, by a place that follows from it. */
struct audit_read {
	int64_t account_id, organisation_id, order_id;
	int day;
	enum read_what what;
};

static struct audit_read *
place_of(struct server *s, const struct audit_read *read)
{
	uint64_t hash = (uint64_t)read->order_id * 31 +
			(uint64_t)read->account_id * 7 + (uint64_t)read->what;

	if (s->reads == NULL &&
	    (s->reads = calloc(PLACES, sizeof(*s->reads))) == NULL)
		abort();
	return &s->reads[hash % PLACES];
}

static bool
is_same(const struct audit_read *a, const struct audit_read *b)
{
	return a->account_id == b->account_id &&
	       a->organisation_id == b->organisation_id &&
	       a->order_id == b->order_id && a->day == b->day &&
	       a->what == b->what;
}

void
audit_read(struct request *r, int64_t order_id, enum read_what what)
{
	struct audit_read read = { r->actor.account_id,
		r->actor.organisation_id, order_id,
		clock_local_day(r->actor.now), what };
	struct audit_read *place = place_of(r->server, &read);
	struct query *q;

	if (r->actor.organisation_kind == ORGANISATION_INSTITUTION ||
	    is_same(place, &read))
		return;
	q = db_query(r->db, sql_read);
	db_bind_int(q, read.day);
	db_bind_int(q, read.account_id);
	db_bind_int(q, order_id);
	db_bind_int(q, what);
	db_bind_int(q, r->actor.organisation_id);
	if (db_run(q) == OK)
		*place = read;
}

/* An address from which nobody known was refused something. */
struct audit_stranger {
	uint64_t address; /* by its hash */
	int64_t minute, rows, dropped;
};

static struct audit_stranger *
stranger_of(struct server *s, const char *address)
{
	uint64_t hash = 0xCBF29CE484222325U;
	struct audit_stranger *place;

	for (; *address != '\0'; address++)
		hash = (hash ^ (unsigned char)*address) * 0x100000001B3U;
	if (s->strangers == NULL &&
	    (s->strangers = calloc(STRANGERS, sizeof(*s->strangers))) == NULL)
		abort();
	place = &s->strangers[hash % STRANGERS];
	if (place->address != hash)
		*place = (struct audit_stranger){ .address = hash };
	return place;
}

void
audit_denial(struct request *r, const char *object, const char *why)
{
	struct audit_stranger *from;
	int64_t minute = clock_ticks() / MINUTE_MS;

	if (r->actor.account_id != 0) {
		audit_note(r, "denied", object, why);
		return;
	}
	from = stranger_of(r->server, http_param(&r->http, "REMOTE_ADDR"));
	if (from->minute != minute) {
		if (from->dropped > 0)
			audit_note(r, "denied",
			    arena_printf(r->mem, "%lld more in a minute",
				(long long)from->dropped),
			    "strangers");
		from->minute = minute;
		from->rows = from->dropped = 0;
	}
	if (from->rows++ < STRANGERS_ROWS)
		audit_note(r, "denied", object, why);
	else
		from->dropped++;
}
