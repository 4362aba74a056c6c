/* Which payments are kept; see payment.h. */
#include "feeds/payment.h"

#include <stdlib.h>

#include "kinds/merchant/merchant.h"

static const struct word kinds_of_payment[] = {
	{ PAYMENT_PAYMENT, "payment", "支付", "Payment", NULL, NULL },
	{ PAYMENT_REFUND, "refund", "退款", "Refund", NULL, NULL },
};
const struct words payment_kind_words = WORDS("payment_kind", kinds_of_payment);

#define NUMBER(member, chinese, english)                               \
	.name = #member, .type = FIELD_TEXT, .max = FEED_NO_MAX,       \
	.format = &format_reference, .zh = (chinese), .en = (english), \
	INTO(payment, member)
#define FEN(member, least, chinese, english)                                   \
	.name = #member, .type = FIELD_MONEY, .flags = FIELD_REQUIRED,         \
	.min = (least), .max = FEED_FEN_MAX, .zh = (chinese), .en = (english), \
	INTO(payment, member)

static const struct field fields[] = {
	{ NUMBER(payment_no, "支付号", "Payment number"),
	    .flags = FIELD_REQUIRED },
	{ .name = "institution",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 12,
	    .format = &format_institution_code,
	    .zh = "机构编码",
	    .en = "Institution's code",
	    INTO(payment, institution) },
	{ .name = "time",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 35,
	    .format = &format_time,
	    .zh = "时间",
	    .en = "Time",
	    INTO(payment, time) },
	{ .name = "kind",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &payment_kind_words,
	    .zh = "类型",
	    .en = "Kind",
	    INTO(payment, kind) },
	{ NUMBER(original_no, "原支付号", "Number of the payment it refunds"),
	    .flags = FIELD_REQUIRED, .when = { "kind", { "refund" } } },
	{ .name = "channel",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &merchant_channel_words,
	    .zh = "支付渠道",
	    .en = "Channel",
	    INTO(payment, channel) },
	{ FEN(total, 1, "总额", "Total") },
	{ FEN(insurance, 0, "医保支付额", "Paid by insurance") },
	{ FEN(personal, 0, "个人支付额", "Paid by the person") },
	{ NUMBER(order_no, "机构订单号", "The institution's order number") },
	{ .name = "bank",
	    .type = FIELD_TEXT,
	    .max = 60,
	    .zh = "银行",
	    .en = "Bank",
	    INTO(payment, bank) },
};
static const struct form line_form =
    FORM_INTO("feed_payment", "支付明细", "Payment", fields, payment);

static const struct field batch_fields[] = { FEED_BATCH_FIELDS(line_form) };
const struct form feed_payments_form = FORM_INTO("feed_payments",
    "支付数据批次", "A batch of payments", batch_fields, feed_batch);

static const char *
code_of(const struct feed_line *line)
{
	return ((const struct payment *)line->read)->institution;
}

/* What can be told without looking at other payments. */
static void
check(const struct feed_lines *lines, const struct list *institutions,
    struct feed_line *line)
{
	struct payment *p = line->read;

	clock_read(p->time, &p->at);
	p->of = feed_institution(institutions, p->institution);
	if (p->of == NULL)
		feed_fault(
		    &payment_feed, line, "institution", "no_institution");
	if (p->insurance + p->personal != p->total)
		feed_fault(&payment_feed, line, "total", "adds_up");
	if (feed_is_ahead(lines, p->at))
		feed_fault(&payment_feed, line, "time", "in_future");
}

/* One by one, so that it is seen whose number is taken. */
static void
insert_singly(
    struct request *r, int64_t batch_id, struct feed_line **all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct payment *p = all[i]->read;
		if (payment_insert(r, batch_id, &p, 1) == DB_DUPLICATE)
			feed_fault(
			    &payment_feed, all[i], "payment_no", "taken");
	}
}

static void
insert_payments(struct request *r, const struct feed_lines *lines)
{
	struct feed_line **all = arena_alloc(r->mem, lines->n * sizeof(*all));
	const struct payment **rows =
	    arena_alloc(r->mem, lines->n * sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < lines->n; i++) {
		const struct payment *p = lines->items[i].read;
		if (!feed_line_is_good(&lines->items[i]) ||
		    p->kind != PAYMENT_PAYMENT)
			continue;
		rows[n] = p;
		all[n++] = &lines->items[i];
	}
	for (size_t i = 0, bite; i < n; i += bite) {
		bite = feed_bite(n - i);
		if (payment_insert(r, lines->batch_id, rows + i, bite) ==
		    DB_DUPLICATE)
			insert_singly(r, lines->batch_id, all + i, bite);
	}
}

static const char *
wrong_refund(const struct payment *p, const struct payment_original *o,
    const char **member_out)
{
	*member_out = "original_no";
	if (o->kind != PAYMENT_PAYMENT || o->organisation_id != p->of->id)
		return "no_original";
	*member_out = "time";
	if (p->at.ms < o->at.ms)
		return "before_original";
	*member_out = "insurance";
	if (o->refunded_insurance + p->insurance > o->insurance)
		return "above_original";
	*member_out = "personal";
	if (o->refunded - o->refunded_insurance + p->personal >
	    o->total - o->insurance)
		return "above_original";
	return NULL;
}

/* After all payments, so that one of the same batch may be refunded. */
static void
insert_refunds(struct request *r, const struct feed_lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		struct feed_line *line = &lines->items[i];
		struct payment *p = line->read;
		struct payment_original original = { 0 };
		const char *member, *wrong;

		if (!feed_line_is_good(line) || p->kind != PAYMENT_REFUND)
			continue;
		payment_original(r, p->original_no, &original);
		wrong = wrong_refund(p, &original, &member);
		if (wrong != NULL) {
			feed_fault(&payment_feed, line, member, wrong);
			continue;
		}
		p->original_id = original.id;
		insert_singly(r, lines->batch_id, &line, 1);
		if (feed_line_is_good(line))
			payment_add_refund(r, p);
	}
}

static struct payment_day
day_of(const struct payment *p, int64_t whose, int64_t id)
{
	struct payment_day d = { .whose = whose,
		.id = id,
		.day = clock_local_day(p->at),
		.channel = p->channel };

	if (p->kind == PAYMENT_REFUND) {
		d.refunds = 1;
		d.refunded = p->total;
		d.refunded_insurance = p->insurance;
	} else {
		d.payments = 1;
		d.paid = p->total;
		d.paid_insurance = p->insurance;
	}
	return d;
}

static int
by_key(const void *a, const void *b)
{
	const struct payment_day *x = a, *y = b;
	int64_t d = x->whose != y->whose ? x->whose - y->whose
		    : x->id != y->id     ? x->id - y->id
		    : x->day != y->day   ? x->day - y->day
					 : x->channel - y->channel;

	return d < 0 ? -1 : d > 0;
}

static void
add(struct payment_day *to, const struct payment_day *d)
{
	to->payments += d->payments;
	to->refunds += d->refunds;
	to->paid += d->paid;
	to->paid_insurance += d->paid_insurance;
	to->refunded += d->refunded;
	to->refunded_insurance += d->refunded_insurance;
}

/* Sorted, so that two batches at a time wait for each other one way only; and
 * last, so that they do so for a moment. */
static void
add_days(struct request *r, const struct feed_lines *lines)
{
	struct payment_day *days =
	    arena_alloc(r->mem, 2 * lines->n * sizeof(*days));
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < lines->n; i++) {
		const struct payment *p = lines->items[i].read;
		if (!feed_line_is_good(&lines->items[i]))
			continue;
		days[n++] = day_of(p, DAY_OF_INSTITUTION, p->of->id);
		days[n++] = day_of(p, DAY_OF_DIVISION, p->of->division);
	}
	qsort(days, n, sizeof(*days), by_key);
	for (size_t i = 0; i < n; i++)
		if (kept > 0 && by_key(&days[i], &days[kept - 1]) == 0)
			add(&days[kept - 1], &days[i]);
		else
			days[kept++] = days[i];
	payment_add_days(r, days, kept);
}

static void
keep(struct request *r, struct feed_lines *lines)
{
	struct list institutions = feed_institutions(r, lines, code_of);

	for (size_t i = 0; i < lines->n; i++)
		if (feed_line_is_good(&lines->items[i]))
			check(lines, &institutions, &lines->items[i]);
	insert_payments(r, lines);
	insert_refunds(r, lines);
	add_days(r, lines);
}

const struct feed payment_feed = {
	.number = FEED_PAYMENTS,
	.act = "feed.payments",
	.amount = "total",
	.id = "payment_no",
	.batch = &feed_payments_form,
	.line = &line_form,
	.keep = keep,
};
