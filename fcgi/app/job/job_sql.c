/* The queue's statements; see job.h. Every guard is a change of the job's row,
 * so that the nodes of a cluster certify it. */
#include "app/job/job.h"

#include "app/session/session_sql.h"

enum {
	TURNS = 200, /* looked at for whose turn it is */
	OFFERS = 5   /* one may be held by who has stalled over it */
};

static const char sql_queue[] =
    "INSERT INTO jobs (lane, kind, object_id, account_id, args, state, run_at, "
    "created_at) VALUES (?, ?, ?, ?, ?, 1, IFNULL(?, UTC_TIMESTAMP(3) + "
    "INTERVAL ? SECOND), UTC_TIMESTAMP(3))";
static const char sql_cancel[] =
    "DELETE FROM jobs WHERE kind = ? AND object_id = ? AND state <> 3";
static const char sql_forget[] =
    "DELETE FROM jobs WHERE kind = ? AND object_id = ?";

/* One whose holder has not been heard of is anybody's. Out of those that are
 * due longest it is the turn of the account whose last job was begun first. */
static const char sql_due[] =
    "SELECT j.id, j.kind, j.object_id, j.account_id, j.state, j.attempts, "
    "j.lease_no, j.progress, j.total, j.args FROM ("
    "(SELECT id, account_id, run_at FROM jobs WHERE lane = ? AND state = 1 "
    "AND run_at <= UTC_TIMESTAMP(3) AND FIND_IN_SET(kind, ?) "
    "ORDER BY run_at, id LIMIT ?) UNION ALL "
    "(SELECT id, account_id, run_at FROM jobs WHERE lane = ? AND state = 2 "
    "AND lease_until < UTC_TIMESTAMP(3) AND FIND_IN_SET(kind, ?) "
    "ORDER BY run_at, id LIMIT ?)) AS due JOIN jobs j ON j.id = due.id "
    "ORDER BY (SELECT t.begun_at FROM jobs t WHERE t.lane = ? "
    "AND t.account_id = due.account_id ORDER BY t.begun_at DESC LIMIT 1), "
    "due.run_at, due.id LIMIT ?";
static const char sql_claim[] =
    "UPDATE jobs SET state = 2, lease_no = lease_no + 1, "
    "attempts = attempts + 1, progress = 0, begun_at = UTC_TIMESTAMP(3), "
    "lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND "
    "WHERE id = ? AND lease_no = ? AND ((state = 1 AND "
    "run_at <= UTC_TIMESTAMP(3)) OR (state = 2 AND "
    "lease_until < UTC_TIMESTAMP(3)))";

#define HELD "WHERE id = ? AND state = 2 AND lease_no = ?"
static const char sql_expect[] = "UPDATE jobs SET total = ? " HELD;
static const char sql_go_on[] =
    "UPDATE jobs SET progress = ?, "
    "lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND " HELD;
static const char sql_done[] =
    "UPDATE jobs SET state = 3, progress = ?, total = progress, "
    "lease_until = NULL, last_error = NULL, finished_at = "
    "UTC_TIMESTAMP(3) " HELD;
static const char sql_result[] = "UPDATE jobs SET result = ? WHERE id = ?";
static const char sql_again[] =
    "UPDATE jobs SET state = 1, lease_until = NULL, last_error = ?, "
    "run_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND " HELD;
static const char sql_wait[] =
    "UPDATE jobs SET state = 1, lease_until = NULL, last_error = ?, "
    "attempts = attempts - 1, "
    "run_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND " HELD;
static const char sql_give_up[] =
    "UPDATE jobs SET state = 4, lease_until = NULL, last_error = ?, "
    "finished_at = UTC_TIMESTAMP(3) " HELD;
static const char sql_release[] = "UPDATE jobs SET state = 1, lease_until = "
				  "NULL, attempts = attempts - 1 " HELD;

static const struct column columns[] = {
	COLUMN(job, id),
	COLUMN(job, kind),
	COLUMN(job, object_id),
	COLUMN(job, account_id),
	COLUMN(job, state),
	COLUMN(job, attempts),
	COLUMN(job, lease_no),
	COLUMN(job, progress),
	COLUMN(job, total),
	COLUMN(job, args),
};
static const struct shape row_shape = SHAPE(job, columns);

enum err
job_queue(
    struct db *db, const struct job_kind *kind, const struct job_asked *asked)
{
	struct query *q = db_query(db, sql_queue);

	db_bind_int(q, kind->lane);
	db_bind_int(q, kind->number);
	db_bind_int(q, asked->object_id);
	db_bind_int(q, asked->account_id);
	db_bind_text(q, asked->args);
	db_bind_time(q, asked->run_at);
	db_bind_int(q, asked->in_seconds);
	return db_run(q);
}

static int64_t
drop(struct db *db, const char *sql, const struct job_kind *kind,
    int64_t object_id)
{
	struct query *q = db_query(db, sql);

	db_bind_int(q, kind->number);
	db_bind_int(q, object_id);
	return db_run(q) == OK ? db_affected(q) : 0;
}

bool
job_cancel(struct db *db, const struct job_kind *kind, int64_t object_id)
{
	return drop(db, sql_cancel, kind, object_id) > 0;
}

void
job_forget(struct db *db, const struct job_kind *kind, int64_t object_id)
{
	drop(db, sql_forget, kind, object_id);
}

/* The numbers that this program knows, as FIND_IN_SET takes them. */
static const char *
known(struct arena *mem)
{
	const struct job_kind *k = NULL;
	struct buf numbers = buf_new(mem);

	while ((k = job_kind_next(k)) != NULL)
		buf_printf(
		    &numbers, "%s%d", numbers.len == 0 ? "" : ",", k->number);
	return buf_text(&numbers);
}

static struct list
offers(struct db *db, struct arena *mem, enum lane lane)
{
	struct query *q = db_query(db, sql_due);
	const char *kinds_known = known(mem);

	for (int i = 0; i < 2; i++) {
		db_bind_int(q, lane);
		db_bind_text(q, kinds_known);
		db_bind_int(q, TURNS);
	}
	db_bind_int(q, lane);
	db_bind_int(q, OFFERS);
	return db_rows(q, mem, &row_shape, OFFERS);
}

/* By its own statement, which is a transaction: committed before any effect. */
static bool
take(struct db *db, struct job *j)
{
	const struct job_kind *kind = job_kind_of(j->kind);
	struct query *q = db_query(db, sql_claim);

	db_bind_int(q, kind->lease);
	db_bind_int(q, j->id);
	db_bind_int(q, j->lease_no);
	if (db_run(q) != OK) {
		db_clear(db); /* another is at it; the next one may be free */
		return false;
	}
	j->attempts++;
	j->lease_no++;
	j->progress = 0;
	return db_affected(q) == 1;
}

bool
job_claim(struct db *db, struct arena *mem, enum lane lane, struct job *out)
{
	struct list all = offers(db, mem, lane);
	const struct job *j = all.items;

	for (size_t i = 0; i < all.n; i++) {
		*out = j[i];
		if (!take(db, out))
			continue;
		if (out->attempts <= job_kind_of(out->kind)->attempts)
			return true;
		/* Whoever began it has died over it, again and again. */
		job_give_up(db, out, "job.died");
	}
	return false;
}

/* Binds whose hold it must be, and says whether it is: every statement changes
 * something, or a row that is found would not count. */
static bool
holds(struct query *q, const struct job *j)
{
	db_bind_int(q, j->id);
	db_bind_int(q, j->lease_no);
	return db_run(q) == OK && db_affected(q) == 1;
}

void
job_expect(struct db *db, const struct job *j, int64_t total)
{
	struct query *q = db_query(db, sql_expect);

	db_bind_int(q, total);
	holds(q, j);
}

bool
job_go_on(struct db *db, const struct job *j, int64_t progress, int64_t seconds)
{
	struct query *q = db_query(db, sql_go_on);

	db_bind_int(q, progress);
	db_bind_int(q, seconds);
	return holds(q, j);
}

bool
job_done(struct db *db, const struct job *j, int64_t progress)
{
	struct query *q = db_query(db, sql_done);

	db_bind_int(q, progress);
	return holds(q, j);
}

void
job_keep_result(struct db *db, const struct job *j)
{
	struct query *q = db_query(db, sql_result);

	db_bind_text(q, j->result);
	db_bind_int(q, j->id);
	db_run(q);
}

bool
job_fail(struct db *db, const struct job *j, const char *why)
{
	const struct job_kind *kind = job_kind_of(j->kind);
	struct query *q;

	if (j->attempts >= kind->attempts)
		return job_give_up(db, j, why);
	q = db_query(db, sql_again);
	db_bind_text(q, why);
	db_bind_int(q, job_pause(kind, j->attempts));
	return holds(q, j);
}

bool
job_give_up(struct db *db, const struct job *j, const char *why)
{
	struct query *q = db_query(db, sql_give_up);

	db_bind_text(q, why);
	return holds(q, j);
}

bool
job_wait(struct db *db, const struct job *j, int64_t seconds, const char *why)
{
	struct query *q = db_query(db, sql_wait);

	db_bind_text(q, why);
	db_bind_int(q, seconds);
	return holds(q, j);
}

bool
job_release(struct db *db, const struct job *j)
{
	return holds(db_query(db, sql_release), j);
}

struct request *
job_request(struct server *s, struct arena *mem)
{
	struct request *r = arena_alloc(mem, sizeof(*r));

	*r = (struct request){ .server = s, .db = s->db, .mem = mem };
	r->problem.faults.mem = mem;
	r->actor.now = session_database_now(s->db);
	return r;
}
