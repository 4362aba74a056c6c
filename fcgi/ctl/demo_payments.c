/*
 * The demonstration's payments: a year of them for the institutions whose
 * merchant entry is opened, and their settlements month by month, through the
 * code that takes the payment platform's batches. No two demonstrations differ
 * but in their days.
 */
#include <stdio.h>
#include <string.h>

#include "ctl/demo.h"
#include "feeds/payment.h"
#include "feeds/settlement.h"

enum {
	DAYS = 365,
	SETTLED_DAYS = 30, /* of a settlement */
	MINUTE_MS = 60 * 1000
};

static const struct {
	const char *code, *bank, *account;
	int a_day; /* how many on a usual day */
} places[] = {
	{ "H35021300406", "海峡银行", "6222020000100601", 9 },
	{ "P35021100238", "海峡银行", "6222020000100602", 4 },
	{ "H35010400073", "闽江商业银行", "6222020000100603", 5 },
	{ "P35050200207", "刺桐农村商业银行", "6222020000100604", 3 },
};
static const char *const channels[] = { "wechat", "alipay", "wechat",
	"unionpay", "wechat", "alipay", "ecny" };
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct feeder {
	struct request r;
	struct arena *mem;
	uint32_t dice;
	int64_t first_day; /* since 1970 */
	/* of the batch that is being written */
	struct buf lines, settled;
	int64_t count, sum, amount, settled_count;
	bool failed;
};

/* The stories before have set the clock of their own. */
static const char sql_today[] = "SET SESSION timestamp = DEFAULT";

static uint32_t
roll(struct feeder *f, uint32_t sides)
{
	f->dice = f->dice * 1664525U + 1013904223U;
	return (f->dice >> 8) % sides;
}

static void
send(struct feeder *f, const struct feed *feed, const char *batch_no)
{
	const char *answer = NULL;
	const char *text = arena_printf(f->mem,
	    "{\"batch_no\":\"%s\",\"count\":%lld,\"sum\":%lld,"
	    "\"lines\":[%s]}",
	    batch_no, (long long)f->count, (long long)f->sum,
	    buf_text(&f->lines));
	enum err e;

	db_begin(f->r.db);
	e = feed_take_text(&f->r, feed, text, strlen(text), &answer);
	if (e == OK)
		e = db_commit(f->r.db);
	if (e != OK || strstr(answer, "\"refused\":{\"count\":0,") == NULL) {
		fprintf(stderr, "%s: %s\n", batch_no,
		    e != OK ? err_info(e)->code : answer);
		f->failed = true;
	}
	f->lines = buf_new(f->mem);
	f->count = f->sum = 0;
}

/* One line, and its number among those of the next settlement. */
static void
add(struct feeder *f, size_t place, const char *no, const char *original,
    struct moment at, int64_t total, int64_t insurance, const char *channel)
{
	buf_printf(&f->lines,
	    "%s{\"payment_no\":\"%s\",\"institution\":\"%s\",\"time\":\"%s\","
	    "\"kind\":\"%s\",\"channel\":\"%s\",\"total\":%lld,"
	    "\"insurance\":%lld,\"personal\":%lld,\"order_no\":\"MZ%s\","
	    "\"bank\":\"%s\"",
	    f->count == 0 ? "" : ",", no, places[place].code,
	    clock_text(f->mem, at), original == NULL ? "payment" : "refund",
	    channel, (long long)total, (long long)insurance,
	    (long long)(total - insurance), no + 1, places[place].bank);
	if (original != NULL)
		buf_printf(&f->lines, ",\"original_no\":\"%s\"", original);
	buf_puts(&f->lines, "}");
	f->count++;
	f->sum += total;
	f->amount += original == NULL ? total : -total;
	buf_printf(&f->settled, "%s{\"payment_no\":\"%s\"}",
	    f->settled_count++ == 0 ? "" : ",", no);
}

/* Fewer on Sundays; one in fifty is given back the same day. */
static void
a_day(struct feeder *f, size_t place, int64_t day)
{
	int n = places[place].a_day / 2 +
		(int)roll(f, (uint32_t)places[place].a_day + 1);
	int64_t minute = 8 * 60;

	if ((day + 4) % 7 == 0)
		n /= 2;
	for (int i = 0; i < n; i++) {
		int64_t total = 1200 + roll(f, 60000);
		int64_t insurance = total * (40 + roll(f, 45)) / 100;
		const char *channel = channels[roll(f, COUNT(channels))];
		const char *no = arena_printf(
		    f->mem, "P%zu%05lld%03d", place, (long long)day, i);
		struct moment at = clock_day_start(day);

		minute += 5 + roll(f, 50);
		at.ms += minute * MINUTE_MS + roll(f, MINUTE_MS);
		add(f, place, no, NULL, at, total, insurance, channel);
		if (roll(f, 50) != 0)
			continue;
		at.ms += 30 * MINUTE_MS;
		add(f, place,
		    arena_printf(
			f->mem, "R%zu%05lld%03d", place, (long long)day, i),
		    no, at, total, insurance, channel);
	}
}

static const char *
day_text(struct feeder *f, int64_t day)
{
	return clock_day_text(f->mem, clock_day_start(day));
}

/* What the days from first to last came to; the newest is not paid yet. */
static void
settle(struct feeder *f, size_t place, int64_t first, int64_t last)
{
	bool newest = last == f->first_day + DAYS - 1;
	struct moment at = clock_day_start(last + (newest ? 0 : 2));

	at.ms += (int64_t)10 * 60 * MINUTE_MS;
	buf_printf(&f->lines,
	    "{\"settlement_no\":\"S%zu%05lld\",\"institution\":\"%s\","
	    "\"bank\":\"%s\",\"account\":\"%s\",\"period_from\":\"%s\","
	    "\"period_to\":\"%s\",\"amount\":%lld,\"state\":\"%s\","
	    "\"time\":\"%s\",\"payments\":[%s]}",
	    place, (long long)last, places[place].code, places[place].bank,
	    places[place].account, day_text(f, first), day_text(f, last),
	    (long long)f->amount, newest ? "pending" : "paid",
	    clock_text(f->mem, at), buf_text(&f->settled));
	f->count = 1;
	f->sum = f->amount;
	send(f, &settlement_feed,
	    arena_printf(f->mem, "demo-s%zu-%lld", place, (long long)last));
	f->settled = buf_new(f->mem);
	f->amount = f->settled_count = 0;
}

static void
a_month(struct feeder *f, size_t place, int64_t first, int64_t last)
{
	for (int64_t day = first; day <= last; day++)
		a_day(f, place, day);
	send(f, &payment_feed,
	    arena_printf(f->mem, "demo-p%zu-%lld", place, (long long)last));
	settle(f, place, first, last);
}

bool
demo_payments(struct demo *d)
{
	struct arena *mem = d->ctl->mem;
	struct arena_mark mark = arena_mark(mem);
	struct feeder f = { .mem = mem, .dice = 20261127 };
	int64_t today = clock_day_number(clock_now());

	db_run(db_query(d->ctl->server.db, sql_today));
	f.first_day = today - DAYS;
	for (size_t place = 0; place < COUNT(places); place++)
		for (int64_t day = f.first_day; day < today && !f.failed;) {
			int64_t last = day + SETTLED_DAYS - 1;
			if (last + SETTLED_DAYS >= today)
				last = today - 1;
			f.r = (struct request){ .server = &d->ctl->server,
				.db = d->ctl->server.db,
				.mem = mem };
			f.r.problem.faults.mem = mem;
			f.lines = f.settled = buf_new(mem);
			a_month(&f, place, day, last);
			day = last + 1;
			arena_reset(mem, mark);
		}
	return !f.failed;
}
