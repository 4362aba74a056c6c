/*
 * The statements of the audit log's list: along one index, that of what few
 * rows have (whose, to what, which act) or of the division, in the order of
 * ids.
 */
#include "app/audit/audit_list.h"
#include "app/division/division.h"
#include "app/list/columns.h"
#include "lib/filter.h"

#define F(member, text, how) FILTER(audit_query, member, text, how)
/* Ids are in the order of time but for transactions of a moment: the first
 * condition is where to look, the second what is asked. */
#define BOUND "(SELECT b.id FROM audit_rows b WHERE b.at "
static const struct filter filters[] = {
	F(account,
	    "AND s.account_id = (SELECT id FROM accounts WHERE name = ?) ",
	    FILTER_EQUAL),
	F(object, "AND s.object_key = CRC32(?) ", FILTER_EQUAL),
	F(object, "AND SUBSTRING_INDEX(a.object, ' ', -1) = ? ", FILTER_EQUAL),
	F(at_from,
	    "AND s.row_id >= " BOUND
	    ">= ? - INTERVAL 10 MINUTE ORDER BY b.at LIMIT 1) ",
	    FILTER_EQUAL),
	F(at_from, "AND a.at >= ? ", FILTER_EQUAL),
	F(at_to,
	    "AND s.row_id <= IFNULL(" BOUND
	    "> ? + INTERVAL 10 MINUTE ORDER BY b.at LIMIT 1), ~0 >> 1) ",
	    FILTER_DAY_AFTER),
	F(at_to, "AND a.at < ? ", FILTER_DAY_AFTER),
};
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

/* The division's rows, by as many digits as it has. */
static const struct reach {
	const char *index, *by_act, *where;
	int64_t width; /* of the division */
	int64_t by;    /* what the division is divided by in its column */
} reaches[] = {
	{ "PRIMARY", "audit_sealed_act", "", 1000000, 1000000 },
	{ "audit_sealed_div2", "audit_sealed_act2", "AND s.div2 = ? ", 10000,
	    10000 },
	{ "audit_sealed_div4", "audit_sealed_act4", "AND s.div4 = ? ", 100,
	    100 },
	{ "audit_sealed_division", "audit_sealed_act6", "AND s.division = ? ",
	    1, 1 },
};

static const struct reach *
reach_of(const struct request *r)
{
	int64_t width = division_width(r->actor.division);

	for (size_t i = 0; i + 1 < sizeof(reaches) / sizeof(reaches[0]); i++)
		if (reaches[i].width == width)
			return &reaches[i];
	return &reaches[sizeof(reaches) / sizeof(reaches[0]) - 1];
}

static const char *
index_of(const struct audit_query *query, const struct reach *reach)
{
	if (query->object != NULL)
		return "audit_sealed_object";
	if (query->account != NULL)
		return "audit_sealed_account";
	return query->act != 0 ? reach->by_act : reach->index;
}

static void
add_source(
    struct buf *sql, const struct request *r, const struct audit_query *query)
{
	const struct reach *reach = reach_of(r);

	buf_printf(sql,
	    "FROM audit_sealed s FORCE INDEX (%s) "
	    "STRAIGHT_JOIN audit_rows a ON a.id = s.row_id WHERE TRUE %s",
	    index_of(query, reach), reach->where);
	if (query->act != 0)
		buf_puts(sql, "AND s.act_key = CRC32(?) ");
	filter_add(sql, filters, FILTERS, query);
	if (query->after != 0)
		buf_puts(sql, query->sort == SORT_OLDEST ? "AND s.row_id > ? "
							 : "AND s.row_id < ? ");
}

static void
bind_source(struct query *q, struct request *r, const struct audit_query *query)
{
	const struct reach *reach = reach_of(r);

	if (*reach->where != '\0')
		db_bind_int(q, r->actor.division / reach->by);
	if (query->act != 0)
		db_bind_text(q, words_at(&act_words, query->act)->word);
	filter_bind(q, r->mem, filters, FILTERS, query);
	if (query->after != 0)
		db_bind_int(q, query->after);
}

struct total
audit_list_count(struct request *r, const struct audit_query *query)
{
	struct audit_query all = *query;
	struct buf sql = buf_new(r->mem);
	struct query *q;

	all.after = 0;
	buf_puts(&sql, "SELECT COUNT(*) FROM (SELECT s.row_id ");
	add_source(&sql, r, &all);
	buf_puts(&sql, "LIMIT ?) AS found");
	q = db_query(r->db, buf_text(&sql));
	bind_source(q, r, &all);
	db_bind_int(q, COUNT_CAP + 1);
	return total_capped(db_step(q) == DB_ROW ? db_int(q, 0) : 0);
}

static bool
fill(struct request *r, void *at, const void *about)
{
	struct audit_item *item = at;
	const struct word *act = words_find(&act_words, item->act_word);
	const struct word *outcome =
	    words_find(&outcome_words, item->outcome_word);

	(void)r;
	(void)about;
	item->act = act == NULL ? 0 : act->value;
	item->outcome = outcome == NULL ? 0 : outcome->value;
	return true;
}

struct list
audit_list_select(
    struct request *r, const struct audit_query *query, struct portion portion)
{
	struct audit_query from = *query;
	const char *order =
	    query->sort == SORT_OLDEST ? "s.row_id " : "s.row_id DESC ";
	struct buf sql = buf_new(r->mem);
	struct query *q;

	from.after = portion.past;
	buf_puts(&sql, "SELECT ");
	list_columns_add(&sql, &audit_item_shape, false);
	buf_puts(&sql, "FROM (SELECT s.row_id ");
	add_source(&sql, r, &from);
	buf_printf(&sql,
	    "ORDER BY %sLIMIT ? OFFSET ?) AS s "
	    "JOIN audit_rows a ON a.id = s.row_id "
	    "LEFT JOIN accounts c ON c.id = a.account_id "
	    "LEFT JOIN organisations o ON o.id = a.organisation_id "
	    "ORDER BY %s",
	    order, order);
	q = db_query(r->db, buf_text(&sql));
	bind_source(q, r, &from);
	db_bind_int(q, portion.take);
	db_bind_int(q, portion.skip);
	return list_rows(
	    r, q, &audit_item_shape, (size_t)portion.take, fill, NULL);
}
