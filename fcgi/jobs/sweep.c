/* See sweep.h. */
#include "jobs/sweep.h"

#include "lib/store.h"

enum { UPLOADS_A_PASS = 50 };

/* Small bites, so that nobody waits for a lock. */
static const char *const sql_sweeps[] = {
	"DELETE FROM idempotency_keys "
	"WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL 72 HOUR LIMIT 500",
	"DELETE FROM login_tries "
	"WHERE updated_at < UTC_TIMESTAMP(3) - INTERVAL 2 DAY LIMIT 500",
	"DELETE FROM sessions "
	"WHERE ends_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT 500",
};

static const char sql_torn[] =
    "SELECT id, file_id FROM files WHERE state = 1 "
    "AND created_at < UTC_TIMESTAMP(3) - INTERVAL 24 HOUR LIMIT 50";
static const char sql_forget[] = "DELETE FROM files WHERE id = ? AND state = 1";

static void
sweep_uploads(struct server *s, struct arena *mem)
{
	struct {
		int64_t id;
		const char *file_id;
	} torn[UPLOADS_A_PASS];
	struct query *q = db_query(s->db, sql_torn);
	int n = 0;

	while (n < UPLOADS_A_PASS && db_step(q) == DB_ROW) {
		torn[n].id = db_int(q, 0);
		torn[n++].file_id = db_text(q, mem, 1);
	}
	for (int i = 0; i < n; i++) {
		q = db_query(s->db, sql_forget);
		db_bind_int(q, torn[i].id);
		if (db_run(q) == OK && db_affected(q) == 1)
			store_drop(s->config.file_directory, torn[i].file_id);
	}
}

void
sweep(struct server *s, struct arena *mem)
{
	for (size_t i = 0; i < sizeof(sql_sweeps) / sizeof(sql_sweeps[0]); i++)
		db_run(db_query(s->db, sql_sweeps[i]));
	sweep_uploads(s, mem);
}
