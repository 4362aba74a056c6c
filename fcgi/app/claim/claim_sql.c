/* The statements of an order's claim; those of an office's are in office_sql.c.
 */
#include "app/claim/claim.h"

#include "app/desk/desk.h"

static const char sql_of[] =
    "SELECT claim_name, claim_until, claim_account_id FROM order_desks "
    "WHERE order_id = ? AND desk = ? AND done = 0 AND state = 1 "
    "AND addressee_id IN (0, ?) AND claim_until > UTC_TIMESTAMP(3)";

/* A lapsed one is anybody's; one's own is renewed, and one that was handed over
 * is not shortened by that. */
static const char sql_take[] =
    "UPDATE order_desks SET claim_until = IF(claim_account_id = ?, "
    "GREATEST(IFNULL(claim_until, UTC_TIMESTAMP(3)), UTC_TIMESTAMP(3) + "
    "INTERVAL ? MINUTE), UTC_TIMESTAMP(3) + INTERVAL ? MINUTE), "
    "claim_account_id = ?, claim_name = ? "
    "WHERE order_id = ? AND desk = ? AND addressee_id IN (0, ?) "
    "AND done = 0 AND state = 1 AND (claim_until IS NULL OR claim_until <= "
    "UTC_TIMESTAMP(3) "
    "OR claim_account_id = ?)";

enum { CANDIDATES = 8 };
/* A few of those that are due longest, for somebody may be faster. */
static const char sql_next[] =
    "SELECT l.order_id, o.order_no FROM order_desks l "
    "FORCE INDEX (order_desks_due) JOIN orders o ON o.id = l.order_id "
    "WHERE l.desk_id = ? AND l.list = ? AND l.desk = ? AND l.done = 0 "
    "AND l.state = 1 AND l.applicant_until IS NULL "
    "AND (l.claim_until IS NULL OR "
    "l.claim_until <= UTC_TIMESTAMP(3)) AND NOT EXISTS "
    "(SELECT 1 FROM order_events e WHERE e.order_id = l.order_id "
    "AND e.event IN (4, 5) AND e.account_id = ? AND e.desk <> l.desk) "
    "ORDER BY l.due_at, l.order_id LIMIT 8";
_Static_assert(CANDIDATES == 8 && EVENT_APPROVE == 4 && EVENT_REJECT == 5,
    "the numbers above");
static const char sql_release[] =
    "UPDATE order_desks SET claim_account_id = NULL, claim_name = NULL, "
    "claim_until = NULL WHERE order_id = ? AND desk = ? "
    "AND addressee_id IN (0, ?) AND done = 0 AND claim_account_id = ?";

const struct claim *
claim_of(struct request *r, int64_t order_id)
{
	struct query *q = db_query(r->db, sql_of);
	struct claim *c;

	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, desk_addressee(r, 0));
	if (db_step(q) != DB_ROW)
		return NULL;
	c = arena_alloc(r->mem, sizeof(*c));
	*c = (struct claim){ db_text(q, r->mem, 0), db_time(q, 1),
		db_int(q, 2) == r->actor.account_id };
	return c;
}

/* keep: the actor's own, too, is taken again. */
static struct query *
take(struct request *r, int64_t order_id, bool keep)
{
	struct query *q = db_query(r->db, sql_take);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, CLAIM_MINUTES);
	db_bind_int(q, CLAIM_MINUTES);
	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, r->actor.display_name);
	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, desk_addressee(r, 0));
	db_bind_int(q, keep ? r->actor.account_id : 0);
	return q;
}

bool
claim_take(struct request *r, int64_t order_id)
{
	const struct claim *now;

	if (db_run(take(r, order_id, true)) != OK)
		return false;
	now = claim_of(r, order_id);
	return now != NULL && now->mine;
}

void
claim_release(struct request *r, int64_t order_id)
{
	struct query *q = db_query(r->db, sql_release);

	db_bind_int(q, order_id);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, desk_addressee(r, 0));
	db_bind_int(q, r->actor.account_id);
	db_run(q);
}

struct candidate {
	int64_t order_id;
	const char *order_no;
};

static size_t
find_candidates(struct request *r, const struct order_list_kind *list,
    struct candidate all[CANDIDATES])
{
	struct query *q = db_query(r->db, sql_next);
	size_t n = 0;

	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, list->number);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, r->actor.account_id);
	while (n < CANDIDATES && db_step(q) == DB_ROW) {
		all[n].order_id = db_int(q, 0);
		all[n++].order_no = db_text(q, r->mem, 1);
	}
	return n;
}

/* Those that were found and are somebody's by then are not found again. */
const char *
claim_take_next(struct request *r, const struct order_list_kind *list)
{
	struct candidate all[CANDIDATES];
	size_t n;

	while ((n = find_candidates(r, list, all)) > 0)
		for (size_t i = 0; i < n; i++) {
			struct query *q = take(r, all[i].order_id, false);
			if (db_run(q) == OK && db_affected(q) == 1)
				return all[i].order_no;
			if (db_error(r->db) != OK)
				return NULL;
		}
	return NULL;
}
