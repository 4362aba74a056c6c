/*
 * The statements of the list of what is on file. Text that few have is looked
 * up first and the list read by those ids; otherwise the list is walked along
 * the index of its reader's scope, newest or oldest first.
 */
#include "app/desk/desk.h"
#include "app/division/division.h"
#include "app/list/columns.h"
#include "app/name/name.h"
#include "app/record/record_list.h"
#include "app/review/route.h"
#include "lib/filter.h"

enum { FEW = 500, IDS_MAX = 512 };

#define F(member, text, how) FILTER(record_query, member, text, how)
/* A last day is a date of Shanghai, a moment its midnight in UTC. */
#define DAY "DATE(? + INTERVAL 8 HOUR) "
static const struct filter filters[] = {
	F(kind, "AND r.kind = ? ", FILTER_EQUAL),
	F(title, "AND r.title_key LIKE ? ", FILTER_CONTAINS),
	F(code, "AND r.code LIKE ? ", FILTER_PREFIX),
	F(uscc, "AND r.uscc LIKE ? ", FILTER_PREFIX),
	F(valid_from, "AND r.valid_until >= " DAY, FILTER_EQUAL),
	F(valid_to, "AND r.valid_until <= " DAY, FILTER_EQUAL),
};
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

/* Whose rows: an institution's own, those addressed to the desk, or those of
 * its division, by as many digits as it has; each with its index, and with that
 * of those which stand in one state. */
static const struct reach {
	const char *index, *by_state, *where;
	int64_t width; /* of the division; 0: it is not by that */
	int64_t by;    /* what the division is divided by in its column */
} reaches[] = {
	{ "r0", "s0", "", 1000000, 0 },
	{ "r2", "s2", "AND r.div2 = ? ", 10000, 10000 },
	{ "r4", "s4", "AND r.div4 = ? ", 100, 100 },
	{ "r6", "s6", "AND r.division = ? ", 1, 1 },
};
static const struct reach own = { "records_organisation",
	"records_organisation", "AND r.organisation_id = ? ", 0, 0 };
static const struct reach addressed = { "ra", "sa", "AND r.addressee_id = ? ",
	0, 0 };

static const char sql_by_code[] =
    "SELECT id FROM records WHERE code LIKE ? LIMIT ?";
static const char sql_by_uscc[] =
    "SELECT id FROM records WHERE uscc LIKE ? LIMIT ?";

/* What one request reads. */
struct reading {
	struct request *r;
	const struct record_query *query;
	const struct reach *reach;
	int64_t reached;    /* what its condition is bound to */
	const int64_t *ids; /* only these; NULL: along the index */
	size_t n;
};

static void
find_reach(struct reading *x)
{
	const struct actor *a = &x->r->actor;
	int64_t width = division_width(a->division);

	if (a->organisation_kind == ORGANISATION_INSTITUTION ||
	    desk_row((enum desk)a->desk)->found == BY_ADDRESSEE) {
		x->reach = a->organisation_kind == ORGANISATION_INSTITUTION
			       ? &own
			       : &addressed;
		x->reached = a->organisation_id;
		return;
	}
	for (size_t i = 0; i < sizeof(reaches) / sizeof(reaches[0]); i++)
		if (reaches[i].width == width) {
			x->reach = &reaches[i];
			x->reached = reaches[i].by == 0
					 ? 0
					 : a->division / reaches[i].by;
		}
}

static size_t
by_prefix(
    const struct reading *x, const char *sql, const char *text, int64_t *ids)
{
	struct query *q = db_query(x->r->db, sql);
	size_t n = 0;

	db_bind_text(q, filter_like(x->r->mem, text, FILTER_PREFIX));
	db_bind_int(q, FEW + 1);
	while (db_step(q) == DB_ROW && n <= FEW) {
		if (n < FEW)
			ids[n] = db_int(q, 0);
		n++;
	}
	return n;
}

/* The first text that few have: their ids. */
static void
find_start(struct reading *x)
{
	const struct record_query *q = x->query;
	/* What is addressed comes from anywhere. */
	int64_t area = x->reach == &addressed ? 0 : x->r->actor.division;
	int64_t *ids = arena_alloc(x->r->mem, (FEW + 1) * sizeof(*ids));
	size_t n = FEW + 1;

	if (x->reach == &own)
		return; /* it has few anyway */
	if (q->code != NULL)
		n = by_prefix(x, sql_by_code, q->code, ids);
	if (n > FEW && q->uscc != NULL)
		n = by_prefix(x, sql_by_uscc, q->uscc, ids);
	if (n > FEW && q->title != NULL)
		n = name_find(x->r->db, x->r->mem, NOUN_RECORD, q->title, area,
		    area + division_width(area), ids, FEW);
	if (n > FEW)
		return;
	x->ids = ids;
	x->n = n;
}

static struct reading
begin(struct request *r, const struct record_query *query)
{
	struct reading x = { .r = r, .query = query };

	find_reach(&x);
	find_start(&x);
	return x;
}

/* Of a desk those kinds that it reads; a newer program may have left others. */
static void
add_kinds(struct buf *sql, const struct reading *x)
{
	bool mine = x->reach == &own;

	buf_puts(sql, "AND r.kind IN (0");
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->effect != NULL &&
		    (mine || (kind_readers(*k) >> x->r->actor.desk & 1) != 0))
			buf_printf(sql, ", %d", (*k)->number);
	buf_puts(sql, ") ");
}

/* The last days asked for lead to fewer than the index of a wide reach. */
static void
add_hint(struct buf *sql, const struct reading *x, int64_t state)
{
	bool days = x->query->valid_from.ms != 0 || x->query->valid_to.ms != 0;

	if (x->ids != NULL || (days && x->reach->width > 1))
		return;
	buf_printf(sql, "FORCE INDEX (%s) ",
	    state != 0 ? x->reach->by_state : x->reach->index);
}

/* How many ids a statement takes: a few sizes, so that there are few statements
 * to prepare; 0, which no row has, fills them up. */
static size_t
room_of(size_t n)
{
	return n <= 8 ? 8 : n <= 64 ? 64 : IDS_MAX;
}

static void
add_rows(struct buf *sql, const struct reading *x, int64_t state)
{
	buf_puts(sql, "FROM records r ");
	add_hint(sql, x, state);
	buf_puts(sql,
	    x->query->list != 0 ? "WHERE r.list = ? " : "WHERE r.list <> 0 ");
	buf_puts(sql, x->reach->where);
	if (state != 0)
		buf_puts(sql, "AND r.state = ? ");
	add_kinds(sql, x);
	filter_add(sql, filters, FILTERS, x->query);
	if (x->ids == NULL)
		return;
	buf_puts(sql, "AND r.id IN (0");
	for (size_t i = 0; i < room_of(x->n); i++)
		buf_puts(sql, ", ?");
	buf_puts(sql, ") ");
}

static void
bind_rows(struct query *q, const struct reading *x, int64_t state)
{
	if (x->query->list != 0)
		db_bind_int(q, x->query->list);
	if (x->reach->where[0] != '\0')
		db_bind_int(q, x->reached);
	if (state != 0)
		db_bind_int(q, state);
	filter_bind(q, x->r->mem, filters, FILTERS, x->query);
	for (size_t i = 0; x->ids != NULL && i < room_of(x->n); i++)
		db_bind_int(q, i < x->n ? x->ids[i] : 0);
}

static struct total
count(const struct reading *x, int64_t state)
{
	struct buf sql = buf_new(x->r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT COUNT(*) FROM (SELECT 1 ");
	add_rows(&sql, x, state);
	buf_puts(&sql, "LIMIT ?) AS found");
	q = db_query(x->r->db, buf_text(&sql));
	bind_rows(q, x, state);
	db_bind_int(q, COUNT_CAP + 1);
	return total_capped(db_step(q) == DB_ROW ? db_int(q, 0) : 0);
}

void
record_list_count(struct request *r, const struct record_query *query,
    struct record_counts *out)
{
	struct reading x = begin(r, query);
	struct total *n =
	    arena_alloc(r->mem, (RECORD_CHANGING + 1) * sizeof(*n));

	for (int64_t state = RECORD_ON_FILE; state <= RECORD_CHANGING; state++)
		n[state] = count(&x, state);
	*out =
	    (struct record_counts){ &n[RECORD_ON_FILE], &n[RECORD_CHANGING] };
}

struct total
record_list_total(
    const struct record_counts *c, const struct record_query *query)
{
	struct total all = { c->on_file->count + c->changing->count,
		c->on_file->exact && c->changing->exact };

	return query->state == RECORD_ON_FILE    ? *c->on_file
	       : query->state == RECORD_CHANGING ? *c->changing
						 : all;
}

static bool
fill(struct request *r, void *at, const void *about)
{
	struct record_item *item = at;
	const struct kind *kind = kind_of(item->kind);

	(void)r;
	(void)about;
	item->status =
	    review_status_on_file(kind, item->state == RECORD_CHANGING);
	return true;
}

struct list
record_list_select(
    struct request *r, const struct record_query *query, struct portion portion)
{
	struct reading x = begin(r, query);
	bool oldest = query->sort == SORT_OLDEST;
	const char *order = oldest ? "" : "DESC ";
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT ");
	list_columns_add(&sql, &record_item_shape, false);
	buf_puts(&sql, "FROM (SELECT r.id ");
	add_rows(&sql, &x, query->state);
	if (portion.past != 0)
		buf_puts(&sql, oldest ? "AND r.id > ? " : "AND r.id < ? ");
	buf_printf(&sql, "ORDER BY r.id %sLIMIT ? OFFSET ?) AS page ", order);
	buf_puts(&sql, "JOIN records r ON r.id = page.id "
		       "JOIN organisations i ON i.id = r.organisation_id "
		       "LEFT JOIN divisions d ON d.code = r.division ");
	buf_printf(&sql, "ORDER BY r.id %s", order);
	q = db_query(r->db, buf_text(&sql));
	bind_rows(q, &x, query->state);
	if (portion.past != 0)
		db_bind_int(q, portion.past);
	db_bind_int(q, portion.take);
	db_bind_int(q, portion.skip);
	return list_rows(
	    r, q, &record_item_shape, (size_t)portion.take, fill, NULL);
}
