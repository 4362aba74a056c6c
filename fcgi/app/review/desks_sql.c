/* The desks of an order and their counts; see desks.h. */
#include "app/review/desks.h"

#include "app/calendar/calendar.h"
#include "app/desk/desk.h"
#include "app/division/division.h"
#include "app/name/name.h"
#include "app/order/order_sql.h"

enum {
	ROWS_MAX = 2 * DESK_COUNT,
	WIDTHS = 4, /* nation, province, city, district */
	CHANGES_MAX = 5 * ROWS_MAX * WIDTHS
};

/* Followed by a row for each change, and by what to do with known ones. */
static const char sql_rows[] =
    "INSERT INTO order_desks (order_id, list, desk, done, state, automatic, "
    "last_verdict, submission_no, kind, facet_a, facet_b, div2, div4, "
    "div6, organisation_id, addressee_id, title, title_key, submitted_at, "
    "at, desk_id, arrived_at, due_at) VALUES ";
static const char sql_row[] =
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
#define STAYS "VALUES(arrived_at) IS NULL AND VALUES(state) = 1"
static const char sql_rows_known[] =
    " ON DUPLICATE KEY UPDATE state = VALUES(state), "
    "automatic = VALUES(automatic), "
    "last_verdict = IF(VALUES(last_verdict) = 0, last_verdict, "
    "VALUES(last_verdict)), submission_no = VALUES(submission_no), "
    "facet_a = VALUES(facet_a), facet_b = VALUES(facet_b), "
    "title = VALUES(title), title_key = VALUES(title_key), "
    "submitted_at = VALUES(submitted_at), "
    "at = VALUES(at), desk_id = VALUES(desk_id), "
    "arrived_at = IFNULL(VALUES(arrived_at), arrived_at), "
    "due_at = VALUES(due_at), applicant_until = NULL, "
    /* Where more was asked for and has come, it is still whose it was. */
    "claim_account_id = IF(" STAYS ", claim_account_id, NULL), "
    "claim_name = IF(" STAYS ", claim_name, NULL), "
    "claim_until = IF(" STAYS ", claim_until, NULL)";

static const char sql_counts[] =
    "INSERT INTO order_counts (list, desk, scope, state, kind, facet_a, "
    "facet_b, slot, n) VALUES ";
static const char sql_count[] = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char sql_counts_known[] =
    " ON DUPLICATE KEY UPDATE n = n + VALUES(n)";

struct row {
	enum desk desk;
	bool done, automatic;
	enum desk_state state;
	int64_t verdict, desk_id;
	struct moment at, arrived_at, due_at;
};

struct change {
	int64_t desk, scope, state, facet_a, facet_b;
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
	{ 1000000, "", "FROM order_desks l FORCE INDEX (q0) " },
	{ 10000, "AND l.div2 = ? ", "FROM order_desks l FORCE INDEX (q2) " },
	{ 100, "AND l.div4 = ? ", "FROM order_desks l FORCE INDEX (q4) " },
	{ 1, "AND l.div6 = ? ", "FROM order_desks l FORCE INDEX (q6) " },
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
desks_area_sql(int64_t area)
{
	return areas[area_of(area)].sql;
}

const char *
desks_area_index(int64_t area)
{
	return areas[area_of(area)].index;
}

/* An office found by its division looks through its own width and those below
 * it; one that is addressed, through what is addressed to it. */
static void
count(struct sheet *s, enum desk desk, enum desk_state state, int64_t facet_a,
    int64_t facet_b, int by)
{
	static const int64_t widths[WIDTHS] = { 1000000, 10000, 100, 1 };
	const struct desk_row *row = desk_row(desk);
	const int64_t division = s->o->division;

	if (state == DESK_HIDDEN)
		return;
	if (row->found == BY_ADDRESSEE) {
		s->changes[s->n_changes++] = (struct change){ desk,
			s->o->addressee_id, state, facet_a, facet_b, by };
		return;
	}
	for (int i = 0; i < WIDTHS; i++)
		if (widths[i] <= row->width)
			s->changes[s->n_changes++] =
			    (struct change){ desk, division / widths[i], state,
				    facet_a, facet_b, by };
}

static void
count_move(struct sheet *s, enum desk desk, enum desk_state before,
    const struct order_shown *shown, enum desk_state now)
{
	const struct order *o = s->o;

	if (before == now && shown->facet_a == o->facet_a &&
	    shown->facet_b == o->facet_b)
		return;
	count(s, desk, before, shown->facet_a, shown->facet_b, -1);
	count(s, desk, now, o->facet_a, o->facet_b, 1);
}

static void
write_rows(const struct sheet *s)
{
	const struct order *o = s->o;
	const int list = kind_of(o->kind)->list->number;
	const char *key = name_key(s->r->mem, o->title);
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
		db_bind_int(q, list);
		db_bind_int(q, row->desk);
		db_bind_int(q, row->done);
		db_bind_int(q, row->state);
		db_bind_int(q, row->automatic);
		db_bind_int(q, row->verdict);
		db_bind_int(q, o->submission_no);
		db_bind_int(q, o->kind);
		db_bind_int(q, o->facet_a);
		db_bind_int(q, o->facet_b);
		db_bind_int(q, o->division / 10000);
		db_bind_int(q, o->division / 100);
		db_bind_int(q, o->division);
		db_bind_int(q, o->organisation_id);
		db_bind_int(q, desk_row(row->desk)->found == BY_ADDRESSEE
				   ? o->addressee_id
				   : 0);
		db_bind_text(q, o->title);
		db_bind_text(q, key);
		db_bind_time(q, o->submitted_at);
		db_bind_time(q, row->at);
		db_bind_id(q, row->desk_id);
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
		db_bind_int(q, kind_of(s->o->kind)->list->number);
		db_bind_int(q, c->desk);
		db_bind_int(q, c->scope);
		db_bind_int(q, c->state);
		db_bind_int(q, s->o->kind);
		db_bind_int(q, c->facet_a);
		db_bind_int(q, c->facet_b);
		db_bind_int(q, s->r->server->slot);
		db_bind_int(q, c->by);
	}
	db_run(q);
}

/* The working list's row, where the order comes, stays, changes or goes. due:
 * it goes on waiting, until then; 0: anew. */
static void
place(struct sheet *s, enum desk desk, const struct order_desk *before,
    enum desk_state now, bool automatic, int64_t desk_id, struct moment due)
{
	const struct order *o = s->o;
	const struct step *step = review_step_at(kind_of(o->kind), desk);
	struct row *row = &s->rows[s->n_rows];

	automatic = automatic && now != DESK_HIDDEN;
	if ((enum desk_state)before->state == now &&
	    (now == DESK_HIDDEN ||
		(before->working.submission_no == o->submission_no &&
		    (before->automatic != 0) == automatic)))
		return;
	*row = (struct row){ .desk = desk,
		.state = now,
		.automatic = automatic,
		.at = o->submitted_at };
	if (now == DESK_WAITING && due.ms != 0) {
		row->desk_id = desk_id;
		row->due_at = due;
	} else if (now == DESK_WAITING) {
		row->desk_id = desk_id;
		row->arrived_at = s->r->actor.now;
		row->due_at = calendar_deadline(
		    s->r, s->r->actor.now, step->days, step->counted);
	}
	s->n_rows++;
	count_move(
	    s, desk, (enum desk_state)before->state, &before->working, now);
}

static enum desk_state
done_state(enum verdict verdict)
{
	return verdict == VERDICT_APPROVE ? DESK_DONE_APPROVED
					  : DESK_DONE_REJECTED;
}

/* The row in 已办: what was decided on, kept when the order changes again. */
static void
note_done(struct sheet *s, enum desk desk, const struct order_desk *before,
    enum verdict verdict)
{
	enum desk_state state = done_state(verdict);

	s->rows[s->n_rows++] = (struct row){ .desk = desk,
		.done = true,
		.state = state,
		.verdict = verdict,
		.at = s->r->actor.now };
	count_move(s, desk, before->decided, &before->done, state);
}

/* True when the desk's step comes after the other's. */
static bool
is_behind(const struct kind *kind, enum desk desk, enum desk other)
{
	return review_step_at(kind, desk) > review_step_at(kind, other);
}

void
desks_apply(struct request *r, const struct order *o,
    const struct order_desk *known, const struct office offices[DESK_COUNT],
    const struct review_move *move, enum desk decided_by, enum verdict verdict,
    bool automatic)
{
	struct order_desk read[DESK_COUNT] = { 0 };
	const struct order_desk *before = known == NULL ? read : known;
	struct sheet *s = arena_alloc(r->mem, sizeof(*s));

	s->r = r;
	s->o = o;
	if (known == NULL)
		order_desks(r->db, r->mem, o->id, o->addressee_id, read);
	for (enum desk desk = DESK_DISTRICT; desk < DESK_COUNT; desk++) {
		if (offices[desk].id == 0 ||
		    review_step_at(kind_of(o->kind), desk) == NULL)
			continue;
		place(s, desk, &before[desk], move->states[desk],
		    automatic && is_behind(kind_of(o->kind), desk, decided_by),
		    offices[desk].id, move->due);
		if (desk == decided_by)
			note_done(s, desk, &before[desk], verdict);
	}
	write_rows(s);
	write_counts(s);
}

/* Nobody's own: what others' slots are added up in. */
enum { FOLDED_SLOT = 255, SCATTERED = 4, FOLDS_MAX = 300, SLOTS_MAX = 255 };

#define COUNTER                                                               \
	"list = ? AND desk = ? AND scope = ? AND state = ? AND kind = ? AND " \
	"facet_a = ? AND facet_b = ? "
static const char sql_scattered[] =
    "SELECT list, desk, scope, state, kind, facet_a, facet_b "
    "FROM order_counts GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING COUNT(*) >= ? LIMIT "
    "?";
static const char sql_slots[] =
    "SELECT slot, n FROM order_counts WHERE " COUNTER "AND slot < ? FOR UPDATE";
static const char sql_drop_slot[] =
    "DELETE FROM order_counts WHERE " COUNTER "AND slot = ?";
static const char sql_folded[] =
    "INSERT INTO order_counts (list, desk, scope, state, kind, facet_a, "
    "facet_b, slot, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE n = n + VALUES(n)";

enum { COUNTER_PARTS = 7 };
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
desks_fold_counts(struct db *db)
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
