/* Statements about what days come to. */
#include "feeds/money.h"

#define SUMS                                                                 \
	"CAST(IFNULL(SUM(payments), 0) AS SIGNED) AS payments, "             \
	"CAST(IFNULL(SUM(refunds), 0) AS SIGNED) AS refunds, "               \
	"CAST(IFNULL(SUM(paid), 0) AS SIGNED) AS paid, "                     \
	"CAST(IFNULL(SUM(paid_insurance), 0) AS SIGNED) AS paid_insurance, " \
	"CAST(IFNULL(SUM(refunded), 0) AS SIGNED) AS refunded, "             \
	"CAST(IFNULL(SUM(refunded_insurance), 0) AS SIGNED) "                \
	"AS refunded_insurance FROM payment_days "                           \
	"WHERE whose = ? AND id >= ? AND id < ? AND day >= ? AND day <= ?"
static const char sql_days[] = "SELECT day, " SUMS " GROUP BY day ORDER BY day";
static const char sql_whole[] =
    "SELECT 0 AS day, " SUMS " AND (? = 0 OR channel = ?)";
static const char sql_areas[] =
    "SELECT LPAD(s.area, 6, '0') AS code, IFNULL(d.name, '') AS name, s.total, "
    "s.payments FROM (SELECT id DIV ? * ? AS area, "
    "CAST(SUM(paid - refunded) AS SIGNED) AS total, "
    "CAST(SUM(payments) AS SIGNED) AS payments FROM payment_days "
    "WHERE whose = ? AND id >= ? AND id < ? AND day >= ? AND day <= ? "
    "GROUP BY id DIV ? * ?) AS s "
    "LEFT JOIN divisions d ON d.code = s.area ORDER BY s.area";
static const char sql_name[] = "SELECT full_name FROM divisions WHERE code = ?";

enum { AREAS_MAX = 1000 };

static const struct column day_columns[] = {
	COLUMN(payment_day, day),
	COLUMN(payment_day, payments),
	COLUMN(payment_day, refunds),
	COLUMN(payment_day, paid),
	COLUMN(payment_day, paid_insurance),
	COLUMN(payment_day, refunded),
	COLUMN(payment_day, refunded_insurance),
};
static const struct shape day_shape = SHAPE(payment_day, day_columns);

static const struct column area_columns[] = {
	COLUMN(money_area, code),
	COLUMN(money_area, name),
	COLUMN(money_area, total),
	COLUMN(money_area, payments),
};
static const struct shape area_shape = SHAPE(money_area, area_columns);

static void
bind_range(struct query *q, const struct money_range *range)
{
	db_bind_int(q, range->of.days_of);
	db_bind_int(q, range->of.from_id);
	db_bind_int(q, range->of.before_id);
	db_bind_int(q, range->from);
	db_bind_int(q, range->to);
}

struct list
money_days(struct request *r, const struct money_range *range)
{
	struct query *q = db_query(r->db, sql_days);

	bind_range(q, range);
	return db_rows(q, r->mem, &day_shape, MONEY_DAYS_MAX + 1);
}

struct payment_day
money_whole(struct request *r, const struct money_range *range)
{
	struct query *q = db_query(r->db, sql_whole);
	struct payment_day all = { 0 };

	bind_range(q, range);
	db_bind_int(q, range->channel);
	db_bind_int(q, range->channel);
	db_one(q, r->mem, &day_shape, &all);
	return all;
}

struct list
money_areas(struct request *r, const struct money_range *range, int64_t width)
{
	struct query *q = db_query(r->db, sql_areas);

	db_bind_int(q, width);
	db_bind_int(q, width);
	bind_range(q, range);
	db_bind_int(q, width);
	db_bind_int(q, width);
	return db_rows(q, r->mem, &area_shape, AREAS_MAX);
}

const char *
money_division_name(struct request *r, int64_t division)
{
	struct query *q = db_query(r->db, sql_name);

	db_bind_int(q, division);
	return db_step(q) == DB_ROW ? db_text(q, r->mem, 0) : NULL;
}
