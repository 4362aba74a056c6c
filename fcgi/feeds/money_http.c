/* What was paid, over HTTP; see money.h. */
#include "feeds/money.h"

#include <string.h>

#include "app/division/division.h"

/* Against what the time is held: that of so long before. */
enum money_period { PERIOD_DAY = 1, PERIOD_WEEK, PERIOD_YEAR, PERIOD_OWN };
static const struct word periods[] = {
	{ PERIOD_DAY, "day", "今日", "Today", NULL, NULL },
	{ PERIOD_WEEK, "week", "本周", "This week", NULL, NULL },
	{ PERIOD_YEAR, "year", "本年", "This year", NULL, NULL },
	{ PERIOD_OWN, "own", "自定义", "Own range", NULL, NULL },
};
static const struct words period_words = WORDS("money_period", periods);

static const struct word grains[] = {
	{ 1, "day", "按日", "By day", NULL, NULL },
	{ 2, "month", "按月", "By month", NULL, NULL },
};
static const struct words grain_words = WORDS("money_grain", grains);
enum { BY_DAY = 1, BY_MONTH };

struct money_query {
	int64_t period, division;
	struct moment from, to;
};

static const struct field query_fields[] = {
	{ .name = "period",
	    .type = FIELD_CHOICE,
	    .words = &period_words,
	    .zh = "统计周期",
	    .en = "Period; held against the day, week or year before, or, of "
		  "an own range, as many days before it",
	    INTO(money_query, period) },
	{ .name = "from",
	    .type = FIELD_DATE,
	    .flags = FIELD_REQUIRED,
	    .zh = "开始日期",
	    .en = "First day",
	    INTO(money_query, from) },
	{ .name = "to",
	    .type = FIELD_DATE,
	    .flags = FIELD_REQUIRED,
	    .not_before = "from",
	    .zh = "结束日期",
	    .en = "Last day",
	    INTO(money_query, to) },
	{ .name = "division",
	    .type = FIELD_INTEGER,
	    .min = 110000,
	    .max = 829999,
	    .zh = "医保区划",
	    .en = "Division, of bureaus: their own or one within it",
	    INTO(money_query, division) },
};
const struct form money_query_form = FORM_INTO(
    "money_query", "支付统计查询", "What was paid", query_fields, money_query);

struct money_point {
	const char *at; /* "2026-11-20" or "2026-11" */
	int64_t total, insurance, personal, payments;
};
static const struct column point_columns[] = {
	COLUMN(money_point, at),
	COLUMN(money_point, total),
	COLUMN(money_point, insurance),
	COLUMN(money_point, personal),
	COLUMN(money_point, payments),
};
static const struct shape point_shape = SHAPE(money_point, point_columns);

static const struct column area_columns[] = {
	COLUMN(money_area, code),
	COLUMN(money_area, name),
	COLUMN(money_area, total),
	COLUMN(money_area, payments),
};
static const struct shape area_shape = SHAPE(money_area, area_columns);

struct money {
	const char *from, *to, *before_from, *before_to, *division,
	    *division_name;
	const struct money_sum *now, *before;
	int64_t grain;
	struct list points, areas;
};
static const struct column columns[] = {
	COLUMN(money, from),
	COLUMN(money, to),
	COLUMN(money, before_from),
	COLUMN(money, before_to),
	COLUMN_WITH(money, division, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(money, division_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(money, now, .shape = &money_sum_shape),
	COLUMN_WITH(money, before, .shape = &money_sum_shape),
	COLUMN_WITH(money, grain, .words = &grain_words),
	COLUMN_WITH(money, points, .shape = &point_shape),
	COLUMN_WITH(money, areas, .shape = &area_shape),
};
const struct shape money_shape = SHAPE(money, columns);

static const char *
day_text(struct arena *mem, int64_t day)
{
	return arena_printf(mem, "%04lld-%02lld-%02lld",
	    (long long)(day / 10000), (long long)(day / 100 % 100),
	    (long long)(day % 100));
}

/* yyyymmdd so many days before m. */
static int64_t
day_before(struct moment m, int64_t days)
{
	return clock_local_day(clock_day_start(clock_day_number(m) - days));
}

static struct money_range
range_before(const struct money_query *q, struct money_range now)
{
	int64_t length =
	    clock_day_number(q->to) - clock_day_number(q->from) + 1;
	int64_t back = q->period == PERIOD_DAY    ? 1
		       : q->period == PERIOD_WEEK ? 7
						  : length;

	if (q->period == PERIOD_YEAR) {
		now.from -= 10000;
		now.to -= 10000;
		/* There was no 29th of February. */
		if (now.from % 10000 == 229)
			now.from--;
		if (now.to % 10000 == 229)
			now.to--;
	} else {
		now.from = day_before(q->from, back);
		now.to = day_before(q->to, back);
	}
	return now;
}

/* One a day or month of the time, also where nothing was paid. */
static struct list
points_of(struct request *r, const struct money_query *q, int64_t grain,
    const struct list *days)
{
	int64_t first = clock_day_number(q->from),
		last = clock_day_number(q->to), part = 0;
	struct money_point *all =
	    arena_alloc(r->mem, (size_t)(last - first + 1) * sizeof(*all));
	const struct payment_day *d = days->items;
	size_t n = 0, at = 0;

	for (int64_t i = first; i <= last; i++) {
		int64_t day = clock_local_day(clock_day_start(i));
		struct money_point *p;

		if (n == 0 || grain == BY_DAY || day / 100 != part) {
			const char *text = day_text(r->mem, day);
			all[n++].at = grain == BY_DAY
					  ? text
					  : arena_strndup(r->mem, text,
						strlen("2026-11"));
		}
		part = day / 100;
		if (at == days->n || d[at].day != day)
			continue;
		p = &all[n - 1];
		p->total += d[at].paid - d[at].refunded;
		p->insurance += d[at].paid_insurance - d[at].refunded_insurance;
		p->personal = p->total - p->insurance;
		p->payments += d[at++].payments;
	}
	return (struct list){ all, n };
}

static void
add_division(struct request *r, struct money *m,
    const struct money_range *range, int64_t division)
{
	int64_t width = division_width(division);

	m->division = arena_printf(r->mem, "%06lld", (long long)division);
	m->division_name = money_division_name(r, division);
	if (width > 1)
		m->areas = money_areas(r, range, width / 100);
	whose_note(r, m->division, 0);
}

enum err
money_http(struct request *r)
{
	const struct money_query *q = r->query;
	struct money *m = arena_alloc(r->mem, sizeof(*m));
	struct money_range now = { .from = clock_local_day(q->from),
		.to = clock_local_day(q->to) };
	struct money_range before;
	struct list days, days_before;
	int64_t length;

	if (!whose_find(r, &money_query_form, NULL, q->division, &now.of))
		return ERR_INVALID;
	length = clock_day_number(q->to) - clock_day_number(q->from) + 1;
	if (length > MONEY_DAYS_MAX) {
		request_fault(r, &money_query_form, "to", "too_long_a_time");
		return ERR_INVALID;
	}
	before = range_before(q, now);
	days = money_days(r, &now);
	days_before = money_days(r, &before);
	m->from = day_text(r->mem, now.from);
	m->to = day_text(r->mem, now.to);
	m->before_from = day_text(r->mem, before.from);
	m->before_to = day_text(r->mem, before.to);
	m->now = money_sum(r->mem, &days);
	m->before = money_sum(r->mem, &days_before);
	m->grain = length > MONEY_DAYS_DRAWN ? BY_MONTH : BY_DAY;
	m->points = points_of(r, q, m->grain, &days);
	if (whose_is_wide(&now.of))
		add_division(r, m, &now, now.of.from_id);
	r->result = m;
	return db_error(r->db);
}
