/* The statements of figures. */
#include "app/figure/figure.h"

/* The lock that keeps two runners apart is the row itself. */
static const char sql_cursor[] =
    "SELECT last_id FROM figure_cursor WHERE one = 1 FOR UPDATE";
static const char sql_end[] =
    "SELECT MAX(id) FROM (SELECT id FROM order_events WHERE id > ? "
    "AND at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND ORDER BY id LIMIT ?) AS e";
static const char sql_move[] =
    "UPDATE figure_cursor SET last_id = ? WHERE one = 1";
/*
 * A decision took from when the order came to the desk: the last thing before
 * it that another brought about; without what the applicant was given to supply
 * more (PLAT-15). Months are those of Shanghai.
 */
static const char sql_add[] =
    "INSERT INTO figures (organisation_id, desk, kind, month, verdict, "
    "bucket, n) SELECT organisation_id, desk, kind, month, verdict, "
    "IF(hours < 48, hours, 48 + LEAST((hours - 48) DIV 6, 351)), COUNT(*) "
    "FROM (SELECT e.organisation_id, e.desk, o.kind, "
    "CAST(DATE_FORMAT(e.at + INTERVAL 8 HOUR, '%Y%m') AS UNSIGNED) AS month, "
    "e.event - 3 AS verdict, IFNULL(GREATEST(TIMESTAMPDIFF(SECOND, e.came, "
    "e.at) - IFNULL((SELECT SUM(TIMESTAMPDIFF(SECOND, s.asked_at, "
    "s.ended_at)) FROM supplements s WHERE s.order_id = e.order_id "
    "AND s.desk = e.desk AND s.asked_at >= e.came AND s.ended_at <= e.at), "
    "0) - IFNULL((SELECT SUM(TIMESTAMPDIFF(SECOND, p.paid_at, "
    "p.ended_at)) FROM account_proofs p WHERE p.order_id = e.order_id "
    "AND p.desk = e.desk AND p.paid_at >= e.came AND p.ended_at <= e.at), "
    "0), 0), 0) DIV 3600 AS hours FROM (SELECT e.*, "
    "(SELECT MAX(p.at) FROM order_events p WHERE p.order_id = e.order_id "
    "AND p.id < e.id AND (p.event IN (1, 2) OR (p.event = 4 "
    "AND p.desk <> e.desk))) AS came FROM order_events e "
    "WHERE e.id > ? AND e.id <= ? AND e.event IN (4, 5) "
    "AND (e.account_id <> 0 OR e.via <> 0)) AS e JOIN orders o ON o.id = "
    "e.order_id) AS d "
    "GROUP BY organisation_id, desk, kind, month, verdict, 6 "
    "ON DUPLICATE KEY UPDATE n = n + VALUES(n)";
_Static_assert(EVENT_APPROVE == 4 && EVENT_REJECT == 5 && EVENT_SUBMIT == 1 &&
		   EVENT_RESUBMIT == 2 && VERDICT_APPROVE == 1 &&
		   VERDICT_REJECT == 2,
    "the numbers above");
_Static_assert(FIGURE_FINE_HOURS == 48 && FIGURE_COARSE_HOURS == 6 &&
		   FIGURE_BUCKETS_MAX == 48 + 352,
    "the buckets above");

static const char sql_rows[] =
    "SELECT kind, month, verdict, bucket, n FROM figures "
    "WHERE organisation_id = ? AND desk = ? AND month >= ? "
    "ORDER BY kind, bucket, month, verdict";
static const char sql_waiting[] =
    "SELECT COUNT(*) FROM (SELECT 1 FROM order_desks WHERE desk_id = ? "
    "AND list = ? AND desk = ? AND due_at < IF(?, UTC_TIMESTAMP(3), "
    "'9999-12-31') LIMIT 1001) AS found";
_Static_assert(COUNT_CAP == 1000, "the limit above");

enum { ROWS_MAX = 20000 };

static const struct column columns[] = {
	COLUMN(figure_row, kind),
	COLUMN(figure_row, month),
	COLUMN(figure_row, verdict),
	COLUMN(figure_row, bucket),
	COLUMN(figure_row, n),
};
static const struct shape row_shape = SHAPE(figure_row, columns);

static int64_t
next_end(struct db *db, int64_t last)
{
	struct query *q = db_query(db, sql_end);

	db_bind_int(q, last);
	db_bind_int(q, FIGURE_LAG_SECONDS);
	db_bind_int(q, FIGURE_BITE);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

bool
figure_add_up(struct db *db)
{
	struct query *q;
	int64_t last, end;

	db_begin(db);
	q = db_query(db, sql_cursor);
	last = db_step(q) == DB_ROW ? db_int(q, 0) : -1;
	end = last < 0 ? 0 : next_end(db, last);
	if (end == 0 || db_error(db) != OK) {
		db_rollback(db);
		return false;
	}
	q = db_query(db, sql_add);
	db_bind_int(q, last);
	db_bind_int(q, end);
	db_run(q);
	q = db_query(db, sql_move);
	db_bind_int(q, end);
	db_run(q);
	return db_commit(db) == OK;
}

struct list
figure_rows(struct request *r, int64_t since)
{
	struct query *q = db_query(r->db, sql_rows);

	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, since);
	return db_rows(q, r->mem, &row_shape, ROWS_MAX);
}

int64_t
figure_waiting(struct request *r, int64_t list, bool late)
{
	struct query *q = db_query(r->db, sql_waiting);

	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, list);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, late);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}
