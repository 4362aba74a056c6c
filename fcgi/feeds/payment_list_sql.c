/*
 * The statements of the bills' list: along the index of whose they are, in the
 * order of time, or by what few have; what is shown of them by a deferred join.
 */
#include "app/list/columns.h"
#include "feeds/payment_list.h"
#include "lib/filter.h"

enum {
	/* Of the days that a time cuts, and of a settlement: more are not added
	 * up for a page. */
	ADDED_MAX = 20000,
	DAY_NONE = 0,
	DAY_LAST = 99991231
};

#define F(member, text, how) FILTER(payment_query, member, text, how)
static const struct filter filters[] = {
	F(at_from, "AND p.at >= ? ", FILTER_EQUAL),
	F(at_to, "AND p.at < ? ", FILTER_SECOND_AFTER),
	F(kind, "AND p.kind = ? ", FILTER_EQUAL),
	F(channel, "AND p.channel = ? ", FILTER_EQUAL),
	F(payment_no, "AND p.payment_no = ? ", FILTER_EQUAL),
	F(order_no, "AND p.order_no = ? ", FILTER_EQUAL),
	F(settlement_no,
	    "AND p.settlement_id = (SELECT id FROM settlements "
	    "WHERE settlement_no = ?) ",
	    FILTER_EQUAL),
	F(settled, "AND (p.settlement_id IS NOT NULL) = (? = 2) ",
	    FILTER_EQUAL),
};
_Static_assert(SETTLED_YES == 2, "the value above");
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

static const char joins[] =
    "JOIN organisations i ON i.id = p.organisation_id "
    "LEFT JOIN payments o ON o.id = p.original_id "
    "LEFT JOIN settlements s ON s.id = p.settlement_id ";

static const char *
index_of(const void *query)
{
	const struct payment_query *q = query;

	return q->payment_no != NULL      ? "payments_no"
	       : q->order_no != NULL      ? "payments_order"
	       : q->settlement_no != NULL ? "payments_settlement"
					  : q->asked.of.index;
}

static const char *
cursor_of(struct arena *mem, const void *at)
{
	const struct payment_item *item = at;

	return cursor_text(mem, item->at,
	    arena_printf(mem, "%lld", (long long)item->payment_id));
}

const struct money_list payment_money_list = {
	.query = &payment_query_form,
	.item = &payment_item_shape,
	.index = index_of,
	.table = "payments",
	.joins = joins,
	.filters = filters,
	.n_filters = FILTERS,
	.when = "p.at",
	.bound = "?",
	.cursor = cursor_of,
};

static const struct column sums_columns[] = {
	COLUMN(payment_day, payments),
	COLUMN(payment_day, refunds),
	COLUMN(payment_day, paid),
	COLUMN(payment_day, paid_insurance),
	COLUMN(payment_day, refunded),
	COLUMN(payment_day, refunded_insurance),
};
const struct shape payment_sums_shape = SHAPE(payment_day, sums_columns);

/* What the rows come to, unless there are more than so many: false then. */
static bool
add_up_rows(struct request *r, const struct payment_query *query, int64_t most,
    struct payment_day *out)
{
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT " PAYMENT_SUMS " FROM (SELECT p.id ");
	money_list_add(&sql, &payment_money_list, query);
	buf_puts(&sql, "LIMIT ?) AS found JOIN payments p ON p.id = found.id");
	q = db_query(r->db, buf_text(&sql));
	money_list_bind(q, r->mem, &payment_money_list, query);
	db_bind_int(q, most + 1);
	return db_one(q, r->mem, &payment_sums_shape, out) &&
	       out->payments + out->refunds <= most;
}

/* Those of a part of its time; a part without any has none. */
static bool
add_up_part(struct request *r, const struct payment_query *query, int64_t from,
    int64_t before, struct payment_day *out)
{
	struct payment_query part = *query;

	*out = (struct payment_day){ 0 };
	if (from >= before)
		return true;
	part.at_from = (struct moment){ from };
	part.at_to = (struct moment){ before - CLOCK_SECOND_MS };
	return add_up_rows(r, &part, ADDED_MAX, out);
}

/* Where a day begins: the one that m is in, or, unless m is its beginning, the
 * one after it. */
static int64_t
day_at(int64_t ms, bool after)
{
	struct moment m = { ms };
	int64_t begin = clock_day_start(clock_day_number(m)).ms;

	return after && begin < ms ? begin + CLOCK_DAY_MS : begin;
}

/* True when nothing but time, kind and channel is asked: days know these. */
static bool
days_tell(const struct payment_query *q)
{
	return q->payment_no == NULL && q->order_no == NULL &&
	       q->settlement_no == NULL && q->settled == 0;
}

/* Whole days by their sums, those that the time cuts by their payments. */
static bool
add_up_days(struct request *r, const struct payment_query *q,
    struct payment_day parts[3])
{
	bool from = q->at_from.ms != 0, to = q->at_to.ms != 0;
	int64_t end = q->at_to.ms + CLOCK_SECOND_MS;
	int64_t first = from ? day_at(q->at_from.ms, true) : 0;
	int64_t last = to ? day_at(end, false) : 0;
	struct money_range days = { .of = q->asked.of,
		.channel = q->channel,
		.from =
		    from ? clock_local_day((struct moment){ first }) : DAY_NONE,
		.to =
		    to ? clock_local_day((struct moment){ last - CLOCK_DAY_MS })
		       : DAY_LAST };

	/* Within a day. */
	if (from && to && first > last)
		return add_up_part(r, q, q->at_from.ms, end, &parts[0]);
	if (from && !add_up_part(r, q, q->at_from.ms, first, &parts[0]))
		return false;
	if (to && !add_up_part(r, q, last, end, &parts[1]))
		return false;
	if (!from || !to || first < last)
		parts[2] = money_whole(r, &days);
	if (q->kind == PAYMENT_PAYMENT)
		parts[2].refunds = parts[2].refunded =
		    parts[2].refunded_insurance = 0;
	if (q->kind == PAYMENT_REFUND)
		parts[2].payments = parts[2].paid = parts[2].paid_insurance = 0;
	return true;
}

struct total
payment_list_sum(struct request *r, const struct payment_query *query,
    const struct money_sum **sum_out)
{
	struct payment_day *parts = arena_alloc(r->mem, 3 * sizeof(*parts));
	struct list all = { parts, 3 };
	struct money_sum *sum;

	if (sum_out != NULL)
		*sum_out = NULL;
	if (days_tell(query)
		? !add_up_days(r, query, parts)
		: !add_up_rows(r, query,
		      query->settlement_no != NULL ? ADDED_MAX : COUNT_CAP,
		      &parts[0]))
		return total_capped(COUNT_CAP + 1);
	sum = money_sum(r->mem, &all);
	if (sum_out != NULL)
		*sum_out = sum;
	return (struct total){ sum->payments + sum->refunds, true };
}

struct total
payment_list_count(struct request *r, const struct payment_query *query)
{
	return payment_list_sum(r, query, NULL);
}

static const char sql_by_id[] =
    "SELECT p.id AS payment_id, p.kind, p.channel, "
    "IF(p.kind = 2, -p.total, p.total) AS total, "
    "IF(p.kind = 2, -p.insurance, p.insurance) AS insurance, "
    "IF(p.kind = 2, p.insurance - p.total, p.total - p.insurance) AS personal, "
    "p.refunded, p.organisation_id, p.division, "
    "IFNULL(p.original_id, 0) AS original_id, "
    "IFNULL(p.settlement_id, 0) AS settlement_id, p.payment_no, "
    "i.code AS institution_code, i.name AS institution_name, p.order_no, "
    "p.bank, o.payment_no AS original_no, s.settlement_no, p.at "
    "FROM payments p JOIN organisations i ON i.id = p.organisation_id "
    "LEFT JOIN payments o ON o.id = p.original_id "
    "LEFT JOIN settlements s ON s.id = p.settlement_id WHERE p.id = ?";

static const struct column document_columns[] = {
	COLUMN(payment_document, payment_id),
	COLUMN(payment_document, kind),
	COLUMN(payment_document, channel),
	COLUMN(payment_document, total),
	COLUMN(payment_document, insurance),
	COLUMN(payment_document, personal),
	COLUMN(payment_document, refunded),
	COLUMN(payment_document, organisation_id),
	COLUMN(payment_document, division),
	COLUMN(payment_document, original_id),
	COLUMN(payment_document, settlement_id),
	COLUMN(payment_document, payment_no),
	COLUMN(payment_document, institution_code),
	COLUMN(payment_document, institution_name),
	COLUMN(payment_document, order_no),
	COLUMN(payment_document, bank),
	COLUMN(payment_document, original_no),
	COLUMN(payment_document, settlement_no),
	COLUMN(payment_document, at),
};
static const struct shape document_shape =
    SHAPE(payment_document, document_columns);

bool
payment_by_id(struct request *r, int64_t id, struct payment_document *out)
{
	struct query *q = db_query(r->db, sql_by_id);

	db_bind_int(q, id);
	return db_one(q, r->mem, &document_shape, out);
}

enum { REFUNDS_SHOWN = 200 };

struct list
payment_refunds(struct request *r, int64_t id)
{
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT ");
	list_columns_add(&sql, &payment_item_shape, false);
	buf_puts(&sql,
	    "FROM (SELECT p.id FROM payments p WHERE p.original_id = ? "
	    "ORDER BY p.at, p.id LIMIT ?");
	buf_printf(&sql,
	    ") AS page JOIN payments p ON p.id = page.id %s"
	    "ORDER BY p.at, p.id",
	    joins);
	q = db_query(r->db, buf_text(&sql));
	db_bind_int(q, id);
	db_bind_int(q, REFUNDS_SHOWN);
	return list_rows(r, q, &payment_item_shape, REFUNDS_SHOWN, NULL, NULL);
}
