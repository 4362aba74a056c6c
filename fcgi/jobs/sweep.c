/* See sweep.h. */
#include "jobs/sweep.h"

#include "app/figure/figure.h"
#include "app/identity/identity.h"
#include "app/notice/notice.h"
#include "app/review/desks.h"
#include "lib/log.h"

enum { BITE = 500, BITES_MAX = 200, FOLD_PAUSES = 20 };

/* Small bites, so that nobody waits for a lock. */
static const char *const sql_sweeps[] = {
	"DELETE FROM idempotency_keys "
	"WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL 72 HOUR LIMIT ?",
	"DELETE FROM login_tries "
	"WHERE updated_at < UTC_TIMESTAMP(3) - INTERVAL 2 DAY LIMIT ?",
	"DELETE FROM sessions "
	"WHERE ends_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT ?",
	/* A signature with one older than that is too old itself. */
	"DELETE FROM app_nonces "
	"WHERE used_at < UTC_TIMESTAMP(3) - INTERVAL 15 MINUTE LIMIT ?",
	/* Until then a page that was left open reads how its code ended. */
	"DELETE FROM qr_codes "
	"WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR LIMIT ?",
	/* Of addresses and numbers (app/rate.h): there is no end to them. */
	"DELETE FROM rates WHERE act IN (5, 6) "
	"AND began_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR LIMIT ?",
	"DELETE FROM rates WHERE act IN (7, 8) "
	"AND began_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT ?",
	"DELETE FROM sms_codes "
	"WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT ?",
	"DELETE FROM outbox "
	"WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL 30 DAY LIMIT ?",
	/* Whoever was refused has had time to ask again, and who has an account
	 * stands on record there. */
	"DELETE FROM enrolments WHERE state <> 1 "
	"AND decided_at < UTC_TIMESTAMP(3) - INTERVAL 180 DAY LIMIT ?",
	"DELETE FROM activations "
	"WHERE expires_at < UTC_TIMESTAMP(3) - INTERVAL 30 DAY LIMIT ?",
	"DELETE FROM notices "
	"WHERE at < UTC_TIMESTAMP(3) - INTERVAL 180 DAY LIMIT ?",
	/* With its job, which both need: what became of them says history. */
	"DELETE FROM batches "
	"WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL 30 DAY LIMIT ?",
	"DELETE FROM jobs WHERE state = 3 "
	"AND finished_at < UTC_TIMESTAMP(3) - INTERVAL 30 DAY LIMIT ?",
	/* Whoever has not tried it again by then will not. */
	"DELETE FROM jobs WHERE state = 4 "
	"AND finished_at < UTC_TIMESTAMP(3) - INTERVAL 90 DAY LIMIT ?",
};

/* As many as there are: more may come between two sweeps than a bite. */
static void
sweep_rows(struct db *db, const char *sql)
{
	for (int i = 0; i < BITES_MAX; i++) {
		struct query *q = db_query(db, sql);
		db_bind_int(q, BITE);
		if (db_run(q) != OK || db_affected(q) < BITE)
			return;
	}
}

/* Counting all of them reads them all: seldom. */
static void
fold_counts(struct server *s, struct sweep *at)
{
	int64_t pause = s->config.sweep_seconds * FOLD_PAUSES * 1000;

	if (at->folded_at != 0 && clock_ticks() - at->folded_at < pause)
		return;
	at->folded_at = clock_ticks();
	desks_fold_counts(s->db);
}

/* What no file of another's database names is not ours to remove. */
static bool
owns_store(struct server *s, struct arena *mem)
{
	const char *fault;

	if (identity_check(s, mem, &fault) == IDENTITY_OK)
		return true;
	log_note("sweep.store", "%s", fault);
	return false;
}

void
sweep(struct server *s, struct arena *mem, struct sweep *at)
{
	for (size_t i = 0; i < sizeof(sql_sweeps) / sizeof(sql_sweeps[0]); i++)
		sweep_rows(s->db, sql_sweeps[i]);
	fold_counts(s, at);
	notice_due_daily(s, mem);
	for (int i = 0; i < BITES_MAX && figure_add_up(s->db); i++)
		continue;
	if (owns_store(s, mem)) {
		sweep_files(s, mem, at);
		sweep_exports(s, mem);
	}
}
