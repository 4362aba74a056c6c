/* The levels of an order and their counts; see levels.h. */
#include "app/review/levels.h"

#include "app/order/order_sql.h"

static const char sql_bureaus[] =
    "SELECT level, id, name FROM organisations WHERE kind = 2 AND "
    "((level = 1 AND division = ?) OR (level = 2 AND division = ?) OR "
    "(level = 3 AND division = ?) OR (level = 4 AND division = 0))";

static const char sql_set[] =
    "INSERT INTO order_levels (order_id, level, state, automatic, decided, "
    "last_verdict, kind, business_type, channel, div2, div4, div6, "
    "submitted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE state = VALUES(state), "
    "automatic = VALUES(automatic), "
    "decided = GREATEST(decided, VALUES(decided)), "
    "last_verdict = IF(VALUES(last_verdict) = 0, last_verdict, "
    "VALUES(last_verdict)), business_type = VALUES(business_type), "
    "channel = VALUES(channel), submitted_at = VALUES(submitted_at)";

/* One statement for all four widths, always in the same order. */
static const char sql_count[] =
    "INSERT INTO order_counts (level, scope, kind, state, slot, n) VALUES "
    "(?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?), "
    "(?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE n = n + VALUES(n)";

void
levels_bureaus(
    struct request *r, int64_t division, struct bureau bureaus[LEVEL_COUNT])
{
	struct query *q = db_query(r->db, sql_bureaus);

	for (int i = 0; i < LEVEL_COUNT; i++)
		bureaus[i] = (struct bureau){ 0, NULL };
	db_bind_int(q, division);
	db_bind_int(q, division / 100 * 100);
	db_bind_int(q, division / 10000 * 10000);
	while (db_step(q) == DB_ROW) {
		int64_t level = db_int(q, 0);
		bureaus[level].id = db_int(q, 1);
		bureaus[level].name = db_text(q, r->mem, 2);
	}
}

static void
count(struct request *r, const struct order *o, enum level level,
    enum level_state state, int by)
{
	const int64_t scopes[] = { 0, o->division / 10000, o->division / 100,
		o->division };
	struct query *q;

	if (state == LEVEL_HIDDEN)
		return;
	q = db_query(r->db, sql_count);
	for (size_t i = 0; i < sizeof(scopes) / sizeof(scopes[0]); i++) {
		db_bind_int(q, level);
		db_bind_int(q, scopes[i]);
		db_bind_int(q, o->kind);
		db_bind_int(q, state);
		db_bind_int(q, r->server->slot);
		db_bind_int(q, by);
	}
	db_run(q);
}

static void
set(struct request *r, const struct order *o, const struct order_level *now,
    enum verdict verdict)
{
	struct query *q = db_query(r->db, sql_set);

	db_bind_int(q, o->id);
	db_bind_int(q, now->level);
	db_bind_int(q, now->state);
	db_bind_int(q, now->automatic);
	db_bind_int(q, now->decided);
	db_bind_int(q, verdict);
	db_bind_int(q, o->kind);
	db_bind_int(q, o->business_type);
	db_bind_int(q, o->channel);
	db_bind_int(q, o->division / 10000);
	db_bind_int(q, o->division / 100);
	db_bind_int(q, o->division);
	db_bind_time(q, o->submitted_at);
	db_run(q);
}

void
levels_apply(struct request *r, const struct order *o,
    const struct bureau bureaus[LEVEL_COUNT], const struct review_move *move,
    enum level decided_by, enum verdict verdict, bool automatic)
{
	struct order_level before[LEVEL_COUNT] = { 0 };

	order_levels(r->db, o->id, before);
	for (enum level level = LEVEL_DISTRICT; level < LEVEL_COUNT; level++) {
		bool decides = level == decided_by;
		struct order_level now = { level, move->states[level],
			automatic && level > decided_by &&
			    move->states[level] != LEVEL_HIDDEN,
			before[level].decided || decides };

		if (bureaus[level].id == 0 ||
		    review_stage_at((enum kind)o->kind, level) == NULL)
			continue;
		set(r, o, &now, decides ? verdict : 0);
		if (now.state != before[level].state) {
			count(r, o, level,
			    (enum level_state)before[level].state, -1);
			count(r, o, level, (enum level_state)now.state, 1);
		}
		if (now.decided != before[level].decided)
			count(r, o, level, LEVEL_DECIDED, 1);
	}
}
