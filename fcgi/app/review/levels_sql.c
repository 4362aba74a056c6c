/* The levels of an order and their counts; see levels.h. */
#include "app/review/levels.h"

#include "app/calendar/calendar.h"
#include "app/division/division.h"
#include "app/name/name.h"
#include "app/order/order_sql.h"

enum {
	ROWS_MAX = 2 * LEVEL_COUNT,
	WIDTHS = 4, /* nation, province, city, district */
	CHANGES_MAX = 5 * ROWS_MAX * WIDTHS
};

static const char sql_bureaus[] =
    "SELECT level, id, name, phone FROM organisations WHERE (kind, level, "
    "division) "
    "IN ((2, 1, ?), (2, 2, ?), (2, 3, ?), (2, 4, 0))";

/* Followed by a row for each change, and by what to do with known ones. */
static const char sql_rows[] =
    "INSERT INTO order_levels (order_id, level, done, state, automatic, "
    "last_verdict, submission_no, kind, business_type, channel, div2, div4, "
    "div6, organisation_id, app_name, app_key, submitted_at, at, bureau_id, "
    "arrived_at, due_at) VALUES ";
static const char sql_row[] =
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char sql_rows_known[] =
    " ON DUPLICATE KEY UPDATE state = VALUES(state), "
    "automatic = VALUES(automatic), "
    "last_verdict = IF(VALUES(last_verdict) = 0, last_verdict, "
    "VALUES(last_verdict)), submission_no = VALUES(submission_no), "
    "business_type = VALUES(business_type), channel = VALUES(channel), "
    "app_name = VALUES(app_name), app_key = VALUES(app_key), "
    "submitted_at = VALUES(submitted_at), "
    "at = VALUES(at), bureau_id = VALUES(bureau_id), "
    "arrived_at = IFNULL(VALUES(arrived_at), arrived_at), "
    "due_at = VALUES(due_at), claim_account_id = NULL, claim_name = NULL, "
    "claim_until = NULL";

static const char sql_counts[] =
    "INSERT INTO order_counts (level, scope, state, kind, business_type, "
    "channel, slot, n) VALUES ";
static const char sql_count[] = "(?, ?, ?, ?, ?, ?, ?, ?)";
static const char sql_counts_known[] =
    " ON DUPLICATE KEY UPDATE n = n + VALUES(n)";

struct row {
	enum level level;
	bool done, automatic;
	enum level_state state;
	int64_t verdict, bureau_id;
	struct moment at, arrived_at, due_at;
};

struct change {
	int64_t level, scope, state, business_type, channel;
	int by;
};

/* What one event writes: in two statements, however much it is. */
struct sheet {
	struct request *r;
	const struct order *o;
	struct row rows[ROWS_MAX];
	struct change changes[CHANGES_MAX];
	size_t n_rows, n_changes;
};

static const struct {
	int64_t width;
	const char *sql, *index;
} areas[] = {
	{ 1000000, "", "FROM order_levels l FORCE INDEX (q0) " },
	{ 10000, "AND l.div2 = ? ", "FROM order_levels l FORCE INDEX (q2) " },
	{ 100, "AND l.div4 = ? ", "FROM order_levels l FORCE INDEX (q4) " },
	{ 1, "AND l.div6 = ? ", "FROM order_levels l FORCE INDEX (q6) " },
};

static size_t
area_of(int64_t area)
{
	size_t i = 0;

	while (areas[i].width != division_width(area))
		i++;
	return i;
}

const char *
levels_area_sql(int64_t area)
{
	return areas[area_of(area)].sql;
}

const char *
levels_area_index(int64_t area)
{
	return areas[area_of(area)].index;
}

void
levels_bureaus(
    struct request *r, int64_t division, struct bureau bureaus[LEVEL_COUNT])
{
	struct query *q = db_query(r->db, sql_bureaus);

	for (int i = 0; i < LEVEL_COUNT; i++)
		bureaus[i] = (struct bureau){ 0, NULL, NULL };
	db_bind_int(q, division);
	db_bind_int(q, division / 100 * 100);
	db_bind_int(q, division / 10000 * 10000);
	while (db_step(q) == DB_ROW) {
		int64_t level = db_int(q, 0);
		bureaus[level].id = db_int(q, 1);
		bureaus[level].name = db_text(q, r->mem, 2);
		bureaus[level].phone = db_text(q, r->mem, 3);
	}
}

/* A bureau looks through its own width and those below it. */
static void
count(struct sheet *s, enum level level, enum level_state state,
    int64_t business_type, int64_t channel, int by)
{
	const int64_t division = s->o->division;
	const int64_t scopes[WIDTHS] = { 0, division / 10000, division / 100,
		division };

	if (state == LEVEL_HIDDEN)
		return;
	for (int i = LEVEL_NATION - (int)level; i < WIDTHS; i++)
		s->changes[s->n_changes++] = (struct change){ level, scopes[i],
			state, business_type, channel, by };
}

static void
count_move(struct sheet *s, enum level level, enum level_state before,
    const struct order_shown *shown, enum level_state now)
{
	const struct order *o = s->o;

	if (before == now && shown->business_type == o->business_type &&
	    shown->channel == o->channel)
		return;
	count(s, level, before, shown->business_type, shown->channel, -1);
	count(s, level, now, o->business_type, o->channel, 1);
}

static void
write_rows(const struct sheet *s)
{
	const struct order *o = s->o;
	const char *key = name_key(s->r->mem, o->app_name);
	struct buf sql = buf_new(s->r->mem);
	struct query *q;

	if (s->n_rows == 0)
		return;
	buf_puts(&sql, sql_rows);
	for (size_t i = 0; i < s->n_rows; i++)
		buf_printf(&sql, "%s%s", i == 0 ? "" : ", ", sql_row);
	buf_puts(&sql, sql_rows_known);
	q = db_query(s->r->db, buf_text(&sql));
	for (size_t i = 0; i < s->n_rows; i++) {
		const struct row *row = &s->rows[i];
		db_bind_int(q, o->id);
		db_bind_int(q, row->level);
		db_bind_int(q, row->done);
		db_bind_int(q, row->state);
		db_bind_int(q, row->automatic);
		db_bind_int(q, row->verdict);
		db_bind_int(q, o->submission_no);
		db_bind_int(q, o->kind);
		db_bind_int(q, o->business_type);
		db_bind_int(q, o->channel);
		db_bind_int(q, o->division / 10000);
		db_bind_int(q, o->division / 100);
		db_bind_int(q, o->division);
		db_bind_int(q, o->organisation_id);
		db_bind_text(q, o->app_name);
		db_bind_text(q, key);
		db_bind_time(q, o->submitted_at);
		db_bind_time(q, row->at);
		if (row->bureau_id == 0)
			db_bind_null(q);
		else
			db_bind_int(q, row->bureau_id);
		db_bind_time(q, row->arrived_at);
		db_bind_time(q, row->due_at);
	}
	db_run(q);
}

static void
write_counts(const struct sheet *s)
{
	struct buf sql = buf_new(s->r->mem);
	struct query *q;

	if (s->n_changes == 0)
		return;
	buf_puts(&sql, sql_counts);
	for (size_t i = 0; i < s->n_changes; i++)
		buf_printf(&sql, "%s%s", i == 0 ? "" : ", ", sql_count);
	buf_puts(&sql, sql_counts_known);
	q = db_query(s->r->db, buf_text(&sql));
	for (size_t i = 0; i < s->n_changes; i++) {
		const struct change *c = &s->changes[i];
		db_bind_int(q, c->level);
		db_bind_int(q, c->scope);
		db_bind_int(q, c->state);
		db_bind_int(q, s->o->kind);
		db_bind_int(q, c->business_type);
		db_bind_int(q, c->channel);
		db_bind_int(q, s->r->server->slot);
		db_bind_int(q, c->by);
	}
	db_run(q);
}

/* The working list's row, where the order comes, stays, changes or goes. */
static void
place(struct sheet *s, enum level level, const struct order_level *before,
    enum level_state now, bool automatic, int64_t bureau_id)
{
	const struct order *o = s->o;
	const struct review_stage *stage =
	    review_stage_at((enum kind)o->kind, level);
	struct row *row = &s->rows[s->n_rows];

	automatic = automatic && now != LEVEL_HIDDEN;
	if ((enum level_state)before->state == now &&
	    (now == LEVEL_HIDDEN ||
		(before->working.submission_no == o->submission_no &&
		    (before->automatic != 0) == automatic)))
		return;
	*row = (struct row){ .level = level,
		.state = now,
		.automatic = automatic,
		.at = o->submitted_at };
	if (now == LEVEL_WAITING) {
		row->bureau_id = bureau_id;
		row->arrived_at = s->r->actor.now;
		row->due_at = calendar_deadline(
		    s->r, s->r->actor.now, stage->working_days);
	}
	s->n_rows++;
	count_move(
	    s, level, (enum level_state)before->state, &before->working, now);
}

static enum level_state
done_state(enum verdict verdict)
{
	return verdict == VERDICT_APPROVE ? LEVEL_DONE_APPROVED
					  : LEVEL_DONE_REJECTED;
}

/* The row in 已办: what was decided on, kept when the order changes again. */
static void
note_done(struct sheet *s, enum level level, const struct order_level *before,
    enum verdict verdict)
{
	enum level_state state = done_state(verdict);

	s->rows[s->n_rows++] = (struct row){ .level = level,
		.done = true,
		.state = state,
		.verdict = verdict,
		.at = s->r->actor.now };
	count_move(s, level, before->decided, &before->done, state);
}

void
levels_apply(struct request *r, const struct order *o,
    const struct order_level *known, const struct bureau bureaus[LEVEL_COUNT],
    const struct review_move *move, enum level decided_by, enum verdict verdict,
    bool automatic)
{
	struct order_level read[LEVEL_COUNT] = { 0 };
	const struct order_level *before = known == NULL ? read : known;
	struct sheet *s = arena_alloc(r->mem, sizeof(*s));

	s->r = r;
	s->o = o;
	if (known == NULL)
		order_levels(r->db, r->mem, o->id, read);
	for (enum level level = LEVEL_DISTRICT; level < LEVEL_COUNT; level++) {
		if (bureaus[level].id == 0 ||
		    review_stage_at((enum kind)o->kind, level) == NULL)
			continue;
		place(s, level, &before[level], move->states[level],
		    automatic && level > decided_by, bureaus[level].id);
		if (level == decided_by)
			note_done(s, level, &before[level], verdict);
	}
	write_rows(s);
	write_counts(s);
}

/* Nobody's own: what others' slots are added up in. */
enum { FOLDED_SLOT = 255, SCATTERED = 4, FOLDS_MAX = 300, SLOTS_MAX = 255 };

#define COUNTER                                                   \
	"level = ? AND scope = ? AND state = ? AND kind = ? AND " \
	"business_type = ? AND channel = ? "
static const char sql_scattered[] =
    "SELECT level, scope, state, kind, business_type, channel "
    "FROM order_counts GROUP BY 1, 2, 3, 4, 5, 6 HAVING COUNT(*) >= ? LIMIT ?";
static const char sql_slots[] =
    "SELECT slot, n FROM order_counts WHERE " COUNTER "AND slot < ? FOR UPDATE";
static const char sql_drop_slot[] =
    "DELETE FROM order_counts WHERE " COUNTER "AND slot = ?";
static const char sql_folded[] =
    "INSERT INTO order_counts (level, scope, state, kind, business_type, "
    "channel, slot, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE n = n + VALUES(n)";

enum { COUNTER_PARTS = 6 };
struct counter {
	int64_t part[COUNTER_PARTS];
};

static struct query *
counter_query(struct db *db, const char *sql, const struct counter *c)
{
	struct query *q = db_query(db, sql);

	for (int i = 0; i < COUNTER_PARTS; i++)
		db_bind_int(q, c->part[i]);
	return q;
}

/* Only the very rows that were added: another may have come meanwhile. */
static void
fold(struct db *db, const struct counter *c)
{
	int64_t slots[SLOTS_MAX], sum = 0;
	struct query *q;
	size_t n = 0;

	db_begin(db);
	q = counter_query(db, sql_slots, c);
	db_bind_int(q, FOLDED_SLOT);
	while (n < SLOTS_MAX && db_step(q) == DB_ROW) {
		slots[n++] = db_int(q, 0);
		sum += db_int(q, 1);
	}
	for (size_t i = 0; i < n; i++) {
		q = counter_query(db, sql_drop_slot, c);
		db_bind_int(q, slots[i]);
		db_run(q);
	}
	q = counter_query(db, sql_folded, c);
	db_bind_int(q, FOLDED_SLOT);
	db_bind_int(q, sum);
	if (db_run(q) != OK || db_commit(db) != OK)
		db_rollback(db); /* another time */
	db_clear(db);
}

void
levels_fold_counts(struct db *db)
{
	struct counter all[FOLDS_MAX];
	struct query *q = db_query(db, sql_scattered);
	size_t n = 0;

	db_bind_int(q, SCATTERED);
	db_bind_int(q, FOLDS_MAX);
	while (n < FOLDS_MAX && db_step(q) == DB_ROW) {
		for (unsigned i = 0; i < COUNTER_PARTS; i++)
			all[n].part[i] = db_int(q, i);
		n++;
	}
	for (size_t i = 0; i < n; i++)
		fold(db, &all[i]);
}
