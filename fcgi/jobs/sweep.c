/* See sweep.h. */
#include "jobs/sweep.h"

/* Small bites, so that nobody waits for a lock. */
static const char *const sql_sweeps[] = {
	"DELETE FROM idempotency_keys "
	"WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL 72 HOUR LIMIT 500",
	"DELETE FROM login_tries "
	"WHERE updated_at < UTC_TIMESTAMP(3) - INTERVAL 2 DAY LIMIT 500",
	"DELETE FROM order_claims "
	"WHERE until < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR LIMIT 500",
	"DELETE FROM sessions "
	"WHERE ends_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT 500",
};

void
sweep(struct server *s, struct arena *mem, struct sweep *at)
{
	for (size_t i = 0; i < sizeof(sql_sweeps) / sizeof(sql_sweeps[0]); i++)
		db_run(db_query(s->db, sql_sweeps[i]));
	sweep_files(s, mem, at);
}
