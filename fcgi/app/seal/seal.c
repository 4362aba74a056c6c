/* What follows from an approval that seals, and from a rejection behind it. */
#include "app/seal/seal.h"

#include "app/seal/seal_sql.h"

const struct job_kind seal_job = {
	.number = SEAL_JOB,
	.name = "seal",
	.lane = LANE_SHORT,
	/* Its work gives up before that, and says so in the order, too. */
	.attempts = 2 * SEAL_ATTEMPTS,
	.pause = 5,
	.pause_max = 600,
	.lease = SEAL_LEASE_SECONDS,
};

enum err
seal_begin(struct request *r, const struct order *o, int64_t organisation_id)
{
	struct list all;
	const struct sealed *s;
	enum err e = seal_insert(r, o, organisation_id);

	if (e != OK)
		return e;
	all = seal_of_order(r->db, r->mem, o->id, o->submission_no);
	s = all.items;
	for (size_t i = 0; i < all.n && e == OK; i++)
		/* Who approves many at once takes turns with the others. */
		if (s[i].submission_no == o->submission_no &&
		    s[i].organisation_id == organisation_id)
			e = job_queue(r->db, &seal_job,
			    &(struct job_asked){ .object_id = s[i].id,
				.account_id = r->actor.account_id });
	return e != OK ? e : db_error(r->db);
}

enum err
seal_void(struct request *r, int64_t order_id)
{
	struct list all = seal_of_order(r->db, r->mem, order_id, 0);
	const struct sealed *s = all.items;

	if (all.n == 0)
		return db_error(r->db);
	/* First, as whoever is at one does: one waits for the other. */
	for (size_t i = 0; i < all.n; i++)
		if (s[i].state != SEAL_VOID)
			job_cancel(r->db, &seal_job, s[i].id);
	return seal_void_all(r->db, order_id);
}

enum seal_state
seal_state(struct db *db, int64_t order_id, int64_t submission_no)
{
	int64_t counts[SEAL_STATE_COUNT];

	seal_count(db, order_id, submission_no, counts);
	if (counts[SEAL_VOID] > 0)
		return SEAL_VOID;
	if (counts[SEAL_FAILED] > 0)
		return SEAL_FAILED;
	if (counts[SEAL_WAITING] + counts[SEAL_DELAYED] +
		counts[SEAL_RETRYING] >
	    0)
		return SEAL_WAITING;
	return counts[SEAL_DONE] > 0 ? SEAL_DONE : SEAL_NONE;
}
