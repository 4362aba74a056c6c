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
	F(state, "AND p.state = ? ", FILTER_EQUAL),
	F(settlement_no, "AND p.settlement_no = ? ", FILTER_EQUAL),
	F(bank, "AND p.bank LIKE ? ", FILTER_PREFIX),
	F(account, "AND p.account_tail = ? ", FILTER_EQUAL),
};
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

static const char *
index_of(const void *query)
{
	const struct settlement_query *q = query;

	return q->settlement_no != NULL ? "settlements_no" : q->asked.of.index;
}

static const char *
cursor_of(struct arena *mem, const void *at)
{
	const struct settlement_item *item = at;
	struct moment day = { 0 };

	clock_day_begin(item->period_to, &day);
	return cursor_text(mem, day,
	    arena_printf(mem, "%lld", (long long)item->settlement_id));
}

const struct money_list settlement_money_list = {
	.query = &settlement_query_form,
	.item = &settlement_item_shape,
	.index = index_of,
	.table = "settlements",
	.joins = "JOIN organisations i ON i.id = p.organisation_id ",
	.filters = filters,
	.n_filters = FILTERS,
	.when = "p.period_to",
	.bound = DAY,
	.cursor = cursor_of,
};

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
	struct settlement_query all = *query;
	struct buf sql = buf_new(r->mem);
	const struct settlement_sum *sum;
	struct list sums;
	struct query *q;
	int64_t n = 0;

	buf_puts(&sql,
	    "SELECT state, COUNT(*) AS n, CAST(SUM(amount) AS SIGNED) AS "
	    "amount FROM (SELECT p.state, p.amount ");
	all.state = 0;
	money_list_add(&sql, &settlement_money_list, &all);
	buf_puts(&sql, "LIMIT ?) AS found GROUP BY state");
	q = db_query(r->db, buf_text(&sql));
	money_list_bind(q, r->mem, &settlement_money_list, &all);
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
