/* The statements of the settlements' list: along the index of whose they are,
 * in the order of their periods' last days. */
#include "app/list/columns.h"
#include "feeds/settlement_list.h"
#include "lib/filter.h"

enum { SUMMED_MAX = 20000, STATES = 3 };

#define F(member, text, how) FILTER(settlement_query, member, text, how)
/* A day is a date of Shanghai, a moment its midnight in UTC. */
#define DAY "DATE(? + INTERVAL 8 HOUR) "
static const struct filter filters[] = {
	F(period_from, "AND p.period_to >= " DAY, FILTER_EQUAL),
	F(period_to, "AND p.period_to <= " DAY, FILTER_EQUAL),
	F(settlement_no, "AND p.settlement_no = ? ", FILTER_EQUAL),
	F(bank, "AND p.bank LIKE ? ", FILTER_PREFIX),
	F(account, "AND p.account_tail = ? ", FILTER_EQUAL),
};
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

static const char *const order_sql[] = {
	"ORDER BY p.period_to DESC, p.id DESC ",
	"ORDER BY p.period_to, p.id ",
};
static const char *const from_sql[] = {
	"AND p.period_to <= " DAY "AND (p.period_to < " DAY "OR p.id < ?) ",
	"AND p.period_to >= " DAY "AND (p.period_to > " DAY "OR p.id > ?) ",
};

/* state 0: all of them. */
static void
add_rows(struct buf *sql, const struct settlement_query *q, int64_t state)
{
	buf_printf(sql, "FROM settlements p FORCE INDEX (%s) WHERE TRUE %s",
	    q->settlement_no != NULL ? "settlements_no" : q->of.index,
	    q->of.where);
	if (state != 0)
		buf_puts(sql, "AND p.state = ? ");
	filter_add(sql, filters, FILTERS, q);
}

static void
bind_rows(struct query *sql, struct arena *mem,
    const struct settlement_query *q, int64_t state)
{
	if (q->of.where[0] != '\0')
		db_bind_int(sql, q->of.is);
	if (state != 0)
		db_bind_int(sql, state);
	filter_bind(sql, mem, filters, FILTERS, q);
}

static const struct column sum_columns[] = {
	COLUMN(settlement_sum, state),
	COLUMN(settlement_sum, n),
	COLUMN(settlement_sum, amount),
};
static const struct shape sum_shape = SHAPE(settlement_sum, sum_columns);

struct list
settlement_list_sums(
    struct request *r, const struct settlement_query *query, bool *whole_out)
{
	struct buf sql = buf_new(r->mem);
	const struct settlement_sum *sum;
	struct list sums;
	struct query *q;
	int64_t n = 0;

	buf_puts(&sql,
	    "SELECT state, COUNT(*) AS n, CAST(SUM(amount) AS SIGNED) AS "
	    "amount FROM (SELECT p.state, p.amount ");
	add_rows(&sql, query, 0);
	buf_puts(&sql, "LIMIT ?) AS found GROUP BY state");
	q = db_query(r->db, buf_text(&sql));
	bind_rows(q, r->mem, query, 0);
	db_bind_int(q, SUMMED_MAX + 1);
	sums = db_rows(q, r->mem, &sum_shape, STATES);
	sum = sums.items;
	for (size_t i = 0; i < sums.n; i++)
		n += sum[i].n;
	*whole_out = n <= SUMMED_MAX;
	return sums;
}

struct total
settlement_list_count(struct request *r, const struct settlement_query *query)
{
	bool whole;
	struct list sums = settlement_list_sums(r, query, &whole);
	const struct settlement_sum *sum = sums.items;
	int64_t n = 0;

	for (size_t i = 0; i < sums.n; i++)
		if (query->state == 0 || query->state == sum[i].state)
			n += sum[i].n;
	return whole ? (struct total){ n, true } : total_capped(COUNT_CAP + 1);
}

struct list
settlement_list_select(struct request *r, const struct settlement_query *query,
    const struct slice *slice)
{
	const char *order = order_sql[slice->oldest_first];
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT ");
	list_columns_add(&sql, &settlement_item_shape, false);
	buf_puts(&sql, "FROM (SELECT p.id ");
	add_rows(&sql, query, query->state);
	if (slice->from.set)
		buf_puts(&sql, from_sql[slice->oldest_first]);
	buf_printf(&sql,
	    "%sLIMIT ? OFFSET ?) AS page JOIN settlements p ON p.id = page.id "
	    "JOIN organisations i ON i.id = p.organisation_id %s",
	    order, order);
	q = db_query(r->db, buf_text(&sql));
	bind_rows(q, r->mem, query, query->state);
	if (slice->from.set) {
		db_bind_time(q, slice->from.at);
		db_bind_time(q, slice->from.at);
		db_bind_text(q, slice->from.order_no);
	}
	db_bind_int(q, slice->take);
	db_bind_int(q, slice->skip);
	return list_rows(
	    r, q, &settlement_item_shape, (size_t)slice->take, NULL, NULL);
}

struct list
settlement_list_walk(struct request *r, const struct settlement_query *query,
    const char *from, int64_t take, const char **next_out)
{
	struct slice slice = { .oldest_first = query->sort == SORT_OLDEST,
		.take = take };
	struct list items;

	if (*from != '\0')
		slice.from = cursor_read(r->mem, from);
	items = settlement_list_select(r, query, &slice);
	*next_out =
	    (int64_t)items.n == take
		? settlement_cursor(r->mem,
		      (const struct settlement_item *)items.items + items.n - 1)
		: NULL;
	return items;
}

static const char sql_by_id[] =
    "SELECT p.id AS settlement_id, p.organisation_id, p.division, p.amount, "
    "p.payments, p.state, p.settlement_no, i.code AS institution_code, "
    "i.name AS institution_name, p.bank, p.account_shown AS account, "
    "CAST(p.period_from AS CHAR) AS period_from, "
    "CAST(p.period_to AS CHAR) AS period_to, p.at FROM settlements p "
    "JOIN organisations i ON i.id = p.organisation_id WHERE p.id = ?";

static const struct column document_columns[] = {
	COLUMN(settlement_document, settlement_id),
	COLUMN(settlement_document, organisation_id),
	COLUMN(settlement_document, division),
	COLUMN(settlement_document, amount),
	COLUMN(settlement_document, payments),
	COLUMN(settlement_document, state),
	COLUMN(settlement_document, settlement_no),
	COLUMN(settlement_document, institution_code),
	COLUMN(settlement_document, institution_name),
	COLUMN(settlement_document, bank),
	COLUMN(settlement_document, account),
	COLUMN(settlement_document, period_from),
	COLUMN(settlement_document, period_to),
	COLUMN(settlement_document, at),
};
static const struct shape document_shape =
    SHAPE(settlement_document, document_columns);

bool
settlement_by_id(struct request *r, int64_t id, struct settlement_document *out)
{
	struct query *q = db_query(r->db, sql_by_id);

	db_bind_int(q, id);
	return db_one(q, r->mem, &document_shape, out);
}

struct payment_day
settlement_parts(struct request *r, int64_t id)
{
	struct payment_day all = { 0 };
	struct query *q =
	    db_query(r->db, "SELECT " PAYMENT_SUMS
			    " FROM payments p WHERE p.settlement_id = ?");

	db_bind_int(q, id);
	db_one(q, r->mem, &payment_sums_shape, &all);
	return all;
}
