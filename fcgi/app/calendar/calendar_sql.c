/* The calendar's statement. */
#include "app/calendar/calendar.h"

#include "app/lasting/lasting.h"

/* The longest holiday with its worked weekends is well below a month. */
enum { AHEAD_FACTOR = 2, AHEAD_MORE = 40, EXCHANGES_MAX = 200 };

static const char sql_days[] =
    "SELECT DATEDIFF(day, '1970-01-01') AS day, works FROM calendar_days "
    "WHERE day > '1970-01-01' + INTERVAL ? DAY "
    "AND day <= '1970-01-01' + INTERVAL ? DAY ORDER BY calendar_days.day";

static const char sql_year_missing[] =
    "SELECT y.year FROM (SELECT YEAR(UTC_TIMESTAMP() + INTERVAL 8 HOUR + "
    "INTERVAL ? DAY) AS year) AS y WHERE NOT EXISTS (SELECT 1 "
    "FROM calendar_days WHERE YEAR(day) = y.year)";

static const struct column exchange_columns[] = {
	COLUMN(exchange, day),
	COLUMN(exchange, works),
};
static const struct shape exchange_shape = SHAPE(exchange, exchange_columns);

struct moment
calendar_deadline(
    struct request *r, struct moment from, int days, enum day_count counted)
{
	int64_t today = clock_day_number(from);
	const struct lasting_key key = { LASTING_DAYS, today, days };
	const struct moment *kept;
	struct moment deadline;
	struct list found;
	struct query *q;

	if (counted == CALENDAR_DAYS)
		return clock_day_start(today + days + 1);
	if ((kept = lasting_find(r->lasting, key)) != NULL)
		return *kept;
	q = db_query(r->db, sql_days);
	db_bind_int(q, today);
	db_bind_int(q, today + (int64_t)days * AHEAD_FACTOR + AHEAD_MORE);
	found = db_rows(q, r->mem, &exchange_shape, EXCHANGES_MAX);
	deadline = calendar_count(from, days, found.items, found.n);
	if (db_error(r->db) == OK)
		lasting_keep(r->lasting, key, &deadline, sizeof(deadline));
	return deadline;
}

int64_t
calendar_year_missing(struct db *db, int days_ahead)
{
	struct query *q = db_query(db, sql_year_missing);

	db_bind_int(q, days_ahead);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}
