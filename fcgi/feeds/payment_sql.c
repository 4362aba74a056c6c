/* Statements about payments and their days, as they come in. */
#include "feeds/payment.h"

enum { PAYMENT_COLUMNS = 14, DAY_COLUMNS = 10 };
static const char sql_insert[] =
    "INSERT INTO payments (payment_no, organisation_id, div2, div4, "
    "division, kind, channel, at, total, insurance, original_id, order_no, "
    "bank, batch_id) VALUES ";
/* Held: of two refunds at a time the second sees what the first leaves. */
static const char sql_original[] =
    "SELECT id, kind, organisation_id, total, insurance, refunded, "
    "refunded_insurance, at FROM payments WHERE payment_no = ? FOR UPDATE";
static const char sql_add_refund[] =
    "UPDATE payments SET refunded = refunded + ?, "
    "refunded_insurance = refunded_insurance + ? WHERE id = ?";
static const char sql_days[] =
    "INSERT INTO payment_days (whose, id, day, channel, payments, "
    "refunds, paid, paid_insurance, refunded, refunded_insurance) VALUES ";
static const char sql_days_there[] =
    " ON DUPLICATE KEY UPDATE payments = payments + VALUES(payments), "
    "refunds = refunds + VALUES(refunds), paid = paid + VALUES(paid), "
    "paid_insurance = paid_insurance + VALUES(paid_insurance), "
    "refunded = refunded + VALUES(refunded), "
    "refunded_insurance = refunded_insurance + VALUES(refunded_insurance)";

static const struct column original_columns[] = {
	COLUMN(payment_original, id),
	COLUMN(payment_original, kind),
	COLUMN(payment_original, organisation_id),
	COLUMN(payment_original, total),
	COLUMN(payment_original, insurance),
	COLUMN(payment_original, refunded),
	COLUMN(payment_original, refunded_insurance),
	COLUMN(payment_original, at),
};
static const struct shape original_shape =
    SHAPE(payment_original, original_columns);

enum db_step
payment_insert(struct request *r, int64_t batch_id,
    const struct payment *const *all, size_t n)
{
	struct query *q = db_query(
	    r->db, feed_rows_sql(r->mem, sql_insert, PAYMENT_COLUMNS, n, ""));

	for (size_t i = 0; i < n; i++) {
		const struct payment *p = all[i];
		db_bind_text(q, p->payment_no);
		feed_bind_institution(q, p->of);
		db_bind_int(q, p->kind);
		db_bind_int(q, p->channel);
		db_bind_time(q, p->at);
		db_bind_int(q, p->total);
		db_bind_int(q, p->insurance);
		db_bind_id(q, p->original_id);
		db_bind_text(q, p->order_no);
		db_bind_text(q, p->bank);
		db_bind_int(q, batch_id);
	}
	return db_step(q);
}

bool
payment_original(
    struct request *r, const char *payment_no, struct payment_original *out)
{
	struct query *q = db_query(r->db, sql_original);

	db_bind_text(q, payment_no);
	return db_one(q, r->mem, &original_shape, out);
}

void
payment_add_refund(struct request *r, const struct payment *refund)
{
	struct query *q = db_query(r->db, sql_add_refund);

	db_bind_int(q, refund->total);
	db_bind_int(q, refund->insurance);
	db_bind_int(q, refund->original_id);
	db_run(q);
}

void
payment_add_days(struct request *r, const struct payment_day *days, size_t n)
{
	for (size_t i = 0, bite; i < n; i += bite) {
		struct query *q;

		bite = feed_bite(n - i);
		q = db_query(r->db, feed_rows_sql(r->mem, sql_days, DAY_COLUMNS,
					bite, sql_days_there));
		for (size_t k = i; k < i + bite; k++) {
			const struct payment_day *d = &days[k];
			db_bind_int(q, d->whose);
			db_bind_int(q, d->id);
			db_bind_int(q, d->day);
			db_bind_int(q, d->channel);
			db_bind_int(q, d->payments);
			db_bind_int(q, d->refunds);
			db_bind_int(q, d->paid);
			db_bind_int(q, d->paid_insurance);
			db_bind_int(q, d->refunded);
			db_bind_int(q, d->refunded_insurance);
		}
		db_run(q);
	}
}
