/* Statements about sessions and the grants of an account. */
#include "app/session/session_sql.h"

#include <string.h>

#include "app/desk/desk.h"
#include "app/session/known.h"
#include "app/session/session.h"

/* The statements below say it in digits. */
_Static_assert(IDLE_SECONDS == 1800, "the idle time in LIVE");

#define LIVE                                               \
	"ended_at IS NULL AND ends_at > UTC_TIMESTAMP(3) " \
	"AND last_seen_at > UTC_TIMESTAMP(3) - INTERVAL 1800 SECOND"

static const struct column actor_columns[] = {
	COLUMN(actor, facts),
	COLUMN(actor, account_id),
	COLUMN(actor, account_kind),
	COLUMN(actor, must_change_password),
	COLUMN(actor, account_name),
	COLUMN(actor, display_name),
	COLUMN(actor, grant_id),
	COLUMN(actor, role),
	COLUMN(actor, organisation_id),
	COLUMN(actor, organisation_kind),
	COLUMN(actor, seat),
	COLUMN(actor, division),
	COLUMN(actor, organisation_name),
	COLUMN(actor, permits),
	COLUMN(actor, now),
	COLUMN(actor, last_seen_at),
};
static const struct shape actor_shape = SHAPE(actor, actor_columns);

/* What a grant may review by permission (USER-3): bits of lists' numbers. */
#define PERMITS                                                 \
	"(SELECT BIT_OR(1 << p.list) FROM grant_permissions p " \
	"WHERE p.grant_id = g.id) AS permits "
#define IN_SESSION          \
	" FROM sessions s " \
	"JOIN accounts a ON a.id = s.account_id AND a.state = 1 "
#define BY_FILE " AND s.file_digest = ?"

/* Once a request: does the session live, whose is it, which facts hold. After
 * the columns and before the end there may be an object's (struct beside). */
static const char sql_pulse[] =
    "s.account_id, a.facts, UTC_TIMESTAMP(3), s.last_seen_at" IN_SESSION;
static const char sql_pulse_end[] = "WHERE s.id = ? AND s." LIVE;

/* Once per set of facts: all of it, with the account. */
#define ACCOUNT                                                        \
	"SELECT a.id AS account_id, a.facts, a.kind AS account_kind, " \
	"a.must_change_password, a.name AS account_name, "             \
	"a.display_name, UTC_TIMESTAMP(3) AS now, s.last_seen_at"
#define ACTOR ACCOUNT IN_SESSION "WHERE s.id = ? AND s." LIVE
/* Likewise with the acting grant, if it is the account's and good. */
#define ACTOR_GRANTED                                                          \
	ACCOUNT ", g.id AS grant_id, g.role, o.id AS organisation_id, "        \
		"o.kind AS organisation_kind, o.desk AS seat, "                \
		"o.division, o.name AS organisation_name, " PERMITS IN_SESSION \
		"JOIN grants g ON g.account_id = a.id AND g.state = 1 "        \
		"JOIN organisations o ON o.id = g.organisation_id "            \
		"WHERE s.id = ? AND s." LIVE " AND g.id = ?"
static const char sql_actor[] = ACTOR;
static const char sql_actor_by_file[] = ACTOR BY_FILE;
static const char sql_granted[] = ACTOR_GRANTED;
static const char sql_granted_by_file[] = ACTOR_GRANTED BY_FILE;

static const char sql_actor_by_grant[] =
    "SELECT a.id AS account_id, a.kind AS account_kind, "
    "a.name AS account_name, a.display_name, g.id AS grant_id, g.role, "
    "o.id AS organisation_id, o.kind AS organisation_kind, o.desk AS seat, "
    "o.division, o.name AS organisation_name, UTC_TIMESTAMP(3) AS now, " PERMITS
    "FROM grants g JOIN accounts a ON a.id = g.account_id AND a.state = 1 "
    "JOIN organisations o ON o.id = g.organisation_id "
    "WHERE g.id = ? AND g.account_id = ? AND g.state = 1";

static const char sql_touch[] =
    "UPDATE sessions SET last_seen_at = UTC_TIMESTAMP(3) WHERE id = ?";

static const char sql_insert[] =
    "INSERT INTO sessions (account_id, refresh_digest, file_digest, device, "
    "address, created_at, last_seen_at, ends_at) VALUES (?, ?, ?, ?, ?, "
    "UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), "
    "UTC_TIMESTAMP(3) + INTERVAL ? SECOND)";

static const char sql_set_by_app[] =
    "UPDATE sessions SET by_app = 1 WHERE id = ?";
static const char sql_is_by_app[] =
    "SELECT 1 FROM sessions WHERE id = ? AND by_app = 1 "
    "AND created_at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND";

static const char sql_lock[] =
    "SELECT account_id, refresh_digest, previous_digest, " LIVE " AS live, "
    "previous_until > UTC_TIMESTAMP(3) AS previous_good "
    "FROM sessions WHERE id = ? FOR UPDATE";

static const char sql_rotate[] =
    "UPDATE sessions SET previous_digest = ?, previous_until = "
    "UTC_TIMESTAMP(3) + INTERVAL ? SECOND, refresh_digest = ?, "
    "last_seen_at = UTC_TIMESTAMP(3) WHERE id = ?";

static const char sql_end[] = "UPDATE sessions SET ended_at = UTC_TIMESTAMP(3) "
			      "WHERE id = ? AND ended_at IS NULL";

static const char sql_end_account[] =
    "UPDATE sessions SET ended_at = UTC_TIMESTAMP(3) "
    "WHERE account_id = ? AND id <> ? AND ended_at IS NULL";

static const char sql_grants[] =
    "SELECT g.id AS grant_id, g.organisation_id, g.role, o.kind, o.desk, "
    "o.name, o.code, LPAD(o.division, 6, '0') AS division, "
    "IFNULL(d.full_name, '全国') AS division_name, " PERMITS "FROM grants g "
    "JOIN organisations o ON o.id = g.organisation_id "
    "LEFT JOIN divisions d ON d.code = o.division "
    "WHERE g.account_id = ? AND g.state = 1 ORDER BY g.id";

static const char sql_select[] =
    "SELECT id, device, address, created_at, last_seen_at FROM sessions "
    "WHERE account_id = ? AND " LIVE " ORDER BY id DESC LIMIT 50";

static const char sql_account[] =
    "SELECT account_id FROM sessions WHERE id = ? AND " LIVE;

static const char sql_now[] = "SELECT UTC_TIMESTAMP(3)";

static const struct column grant_columns[] = {
	COLUMN(grant_row, grant_id),
	COLUMN(grant_row, organisation_id),
	COLUMN(grant_row, role),
	COLUMN(grant_row, kind),
	COLUMN(grant_row, desk),
	COLUMN(grant_row, name),
	COLUMN(grant_row, code),
	COLUMN(grant_row, division),
	COLUMN(grant_row, division_name),
	COLUMN(grant_row, permits),
};
static const struct shape grant_row_shape = SHAPE(grant_row, grant_columns);

static void
fill_actor(struct request *r, struct query *q)
{
	struct actor *a = &r->actor;

	db_row(q, r->mem, &actor_shape, a);
	a->desk = desk_at((enum desk)a->seat, a->role);
}

/* Who is in the session; under no grant if grant_id is 0. */
static bool
select_actor(struct request *r, int64_t session_id, int64_t grant_id,
    const unsigned char *file_digest)
{
	bool by_file = file_digest != NULL;
	struct query *q = db_query(
	    r->db, grant_id != 0 ? (by_file ? sql_granted_by_file : sql_granted)
				 : (by_file ? sql_actor_by_file : sql_actor));

	db_bind_int(q, session_id);
	if (grant_id != 0)
		db_bind_int(q, grant_id);
	if (by_file)
		db_bind_bytes(q, file_digest, DIGEST_BYTES);
	if (db_step(q) != DB_ROW)
		return false;
	fill_actor(r, q);
	return true;
}

/* Reads all, and keeps who acts for the next time. */
static bool
read_actor(struct request *r, int64_t session_id, int64_t grant_id,
    const unsigned char *file_digest)
{
	struct met met = { .session_id = session_id, .grant_id = grant_id };

	/* One whose grant is not there may get it without any count. */
	if (!select_actor(r, session_id, grant_id, file_digest))
		return grant_id != 0 &&
		       select_actor(r, session_id, 0, file_digest);
	met.account_id = r->actor.account_id;
	known_keep(&r->server->known, &met, &r->actor);
	return true;
}

/* The pulse's row, after n columns of the object's; NULL when there is none. */
static struct query *
take_pulse(struct request *r, int64_t session_id,
    const unsigned char *file_digest, const struct beside *beside)
{
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT ");
	if (beside != NULL)
		buf_printf(&sql, "%s, ", beside->columns);
	buf_puts(&sql, sql_pulse);
	if (beside != NULL)
		buf_puts(&sql, beside->joins);
	buf_puts(&sql, sql_pulse_end);
	if (file_digest != NULL)
		buf_puts(&sql, BY_FILE);
	q = db_query(r->db, buf_text(&sql));
	if (beside != NULL)
		db_bind_text(q, r->args[0]);
	db_bind_int(q, session_id);
	if (file_digest != NULL)
		db_bind_bytes(q, file_digest, DIGEST_BYTES);
	return db_step(q) == DB_ROW ? q : NULL;
}

/* Whom this worker knows, if the pulse says that nothing has changed. */
static const struct actor *
find_known(struct request *r, struct met *met, const unsigned char *file_digest,
    struct moment *now_out, struct moment *seen_out)
{
	const struct route *route = r->route;
	/* What a transaction may run again over is read in it. */
	bool again =
	    (route->flags & ROUTE_WRITES) != 0 && route->prepare == NULL;
	const struct beside *beside =
	    route->object == NULL || again ? NULL : route->object->beside;
	unsigned n = beside == NULL ? 0 : beside->n;
	struct query *q = take_pulse(r, met->session_id, file_digest, beside);
	void *object;

	if (q == NULL)
		return NULL;
	if (beside != NULL) {
		r->beside = object = arena_alloc(r->mem, beside->shape->size);
		db_row_part(q, r->mem, beside->shape, object, n);
	}
	met->account_id = db_int(q, n);
	met->facts = db_int(q, n + 1);
	*now_out = db_time(q, n + 2);
	*seen_out = db_time(q, n + 3);
	return known_find(r->server->known, met);
}

bool
session_find_actor(struct request *r, int64_t session_id, int64_t grant_id,
    const unsigned char *file_digest)
{
	struct met met = { .session_id = session_id, .grant_id = grant_id };
	const struct actor *actor = NULL;
	struct moment now, last_seen_at;

	if (known_has(r->server->known, session_id, grant_id))
		actor = find_known(r, &met, file_digest, &now, &last_seen_at);
	if (actor == NULL && !read_actor(r, session_id, grant_id, file_digest))
		return false;
	if (actor != NULL) {
		r->actor = *actor;
		r->actor.now = now;
		r->actor.last_seen_at = last_seen_at;
	}
	r->actor.session_id = session_id;
	return true;
}

bool
session_actor_by_grant(struct request *r, int64_t account_id, int64_t grant_id)
{
	struct query *q = db_query(r->db, sql_actor_by_grant);

	db_bind_int(q, grant_id);
	db_bind_int(q, account_id);
	if (db_step(q) != DB_ROW)
		return false;
	fill_actor(r, q);
	return true;
}

void
session_touch(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_touch);

	db_bind_int(q, id);
	db_run(q);
}

const char *
session_device(struct request *r)
{
	const char *agent = http_header(&r->http, "USER_AGENT");
	char *s = arena_strndup(
	    r->mem, agent ? agent : "-", agent ? strnlen(agent, 120) : 1);

	for (char *p = s; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	return s;
}

int64_t
session_insert(struct request *r, int64_t account_id,
    const unsigned char *refresh_digest, const unsigned char *file_digest)
{
	struct query *q = db_query(r->db, sql_insert);

	db_bind_int(q, account_id);
	db_bind_bytes(q, refresh_digest, DIGEST_BYTES);
	db_bind_bytes(q, file_digest, DIGEST_BYTES);
	db_bind_text(q, session_device(r));
	db_bind_text(q, http_param(&r->http, "REMOTE_ADDR"));
	db_bind_int(q, ABSOLUTE_SECONDS);
	return db_run(q) == OK ? db_inserted_id(q) : 0;
}

bool
session_lock(struct db *db, struct arena *mem, int64_t id, struct session *out)
{
	struct query *q = db_query(db, sql_lock);
	size_t len;

	db_bind_int(q, id);
	if (db_step(q) != DB_ROW)
		return false;
	out->id = id;
	out->account_id = db_int(q, 0);
	out->refresh_digest = db_bytes(q, mem, 1, &len);
	out->previous_digest = db_bytes(q, mem, 2, &len);
	out->live = db_int(q, 3) != 0;
	out->previous_good = db_int(q, 4) != 0;
	return true;
}

void
session_rotate(
    struct db *db, int64_t id, const void *previous, const unsigned char *next)
{
	struct query *q = db_query(db, sql_rotate);

	db_bind_bytes(q, previous, DIGEST_BYTES);
	db_bind_int(q, GRACE_SECONDS);
	db_bind_bytes(q, next, DIGEST_BYTES);
	db_bind_int(q, id);
	db_run(q);
}

void
session_end(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_end);

	db_bind_int(q, id);
	db_run(q);
}

void
session_end_account(struct db *db, int64_t account_id, int64_t but)
{
	struct query *q = db_query(db, sql_end_account);

	db_bind_int(q, account_id);
	db_bind_int(q, but);
	db_run(q);
}

size_t
session_grants(struct db *db, struct arena *mem, int64_t account_id,
    struct grant_row *rows, size_t max)
{
	struct query *q = db_query(db, sql_grants);
	size_t n = 0;

	db_bind_int(q, account_id);
	while (db_step(q) == DB_ROW && n < max)
		db_row(q, mem, &grant_row_shape, &rows[n++]);
	return n;
}

size_t
session_select(struct db *db, struct arena *mem, int64_t account_id,
    const struct shape *shape, struct session_row *rows, size_t max)
{
	struct query *q = db_query(db, sql_select);
	size_t n = 0;

	db_bind_int(q, account_id);
	while (db_step(q) == DB_ROW && n < max)
		db_row(q, mem, shape, &rows[n++]);
	return n;
}

int64_t
session_account(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_account);

	db_bind_int(q, id);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

struct moment
session_database_now(struct db *db)
{
	struct query *q = db_query(db, sql_now);

	return db_step(q) == DB_ROW ? db_time(q, 0) : clock_now();
}

void
session_set_by_app(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_set_by_app);

	db_bind_int(q, id);
	db_run(q);
}

bool
session_is_by_app(struct db *db, int64_t id, int64_t seconds)
{
	struct query *q = db_query(db, sql_is_by_app);

	db_bind_int(q, id);
	db_bind_int(q, seconds);
	return db_step(q) == DB_ROW;
}
