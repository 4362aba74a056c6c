/* See rate.h. One row a subject and act: nothing to sweep. */
#include "app/rate.h"

#define OVER "began_at <= UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"
/* n first: it still sees when the earlier hour began. */
static const char sql_count[] =
    "INSERT INTO rates (act, subject, began_at, n) "
    "VALUES (?, ?, UTC_TIMESTAMP(3), 1) ON DUPLICATE KEY UPDATE "
    "n = IF(" OVER ", 1, n + 1), "
    "began_at = IF(" OVER ", UTC_TIMESTAMP(3), began_at)";

static const char sql_read[] =
    "SELECT n, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), "
    "began_at + INTERVAL 1 HOUR) FROM rates WHERE act = ? AND subject = ?";

bool
rate_allows(struct request *r, enum rate_act act, int64_t subject, int64_t most)
{
	struct query *q = db_query(r->db, sql_count);

	db_bind_int(q, act);
	db_bind_int(q, subject);
	db_run(q);
	q = db_query(r->db, sql_read);
	db_bind_int(q, act);
	db_bind_int(q, subject);
	if (db_step(q) != DB_ROW || db_int(q, 0) <= most)
		return true;
	r->problem.retry_after = db_int(q, 1) + 1;
	return false;
}
