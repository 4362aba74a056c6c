/* Statements about settlements, as they come in. */
#include "feeds/settlement.h"

#include <string.h>

static const char sql_find[] =
    "SELECT id, organisation_id, amount, payments, state, bank, "
    "CAST(period_from AS CHAR), CAST(period_to AS CHAR), account_mac, at "
    "FROM settlements WHERE settlement_no = ? FOR UPDATE";
static const char sql_insert[] =
    "INSERT INTO settlements (settlement_no, organisation_id, div2, div4, "
    "division, bank, account, account_shown, account_tail, account_mac, "
    "period_from, period_to, amount, payments, state, at, batch_id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char sql_set_state[] =
    "UPDATE settlements SET state = ?, at = ? WHERE id = ?";
/* 0 as a settlement is none. Refunds take from what payments come to. */
static const char sql_count[] =
    "SELECT COUNT(*), IFNULL(SUM(IF(kind = 1, total, -total)), 0) "
    "FROM payments WHERE organisation_id = ? "
    "AND IFNULL(settlement_id, 0) = ? AND at >= ? AND at < ? "
    "AND payment_no IN ";
static const char sql_take[] =
    "UPDATE payments SET settlement_id = ? WHERE settlement_id IS NULL "
    "AND payment_no IN ";

static struct moment
day_of(struct query *q, struct arena *mem, unsigned column)
{
	struct moment m = { 0 };

	clock_day_begin(db_text(q, mem, column), &m);
	return m;
}

bool
settlement_find(
    struct request *r, const char *settlement_no, struct settlement_kept *out)
{
	struct query *q = db_query(r->db, sql_find);
	const void *mac;
	size_t len;

	db_bind_text(q, settlement_no);
	if (db_step(q) != DB_ROW)
		return false;
	*out = (struct settlement_kept){ .id = db_int(q, 0),
		.organisation_id = db_int(q, 1),
		.amount = db_int(q, 2),
		.payments = db_int(q, 3),
		.state = db_int(q, 4),
		.bank = db_text(q, r->mem, 5),
		.period_from = day_of(q, r->mem, 6),
		.period_to = day_of(q, r->mem, 7),
		.at = db_time(q, 9) };
	mac = db_bytes(q, r->mem, 8, &len);
	if (len == DIGEST_BYTES)
		memcpy(out->account_mac, mac, len);
	return true;
}

int64_t
settlement_insert(
    struct request *r, int64_t batch_id, const struct settlement *s)
{
	struct query *q = db_query(r->db, sql_insert);

	db_bind_text(q, s->settlement_no);
	feed_bind_institution(q, s->of);
	db_bind_text(q, s->bank);
	db_bind_text(q, s->account_sealed);
	db_bind_text(q, s->account_shown);
	db_bind_text(q, s->account + strlen(s->account) - ACCOUNT_TAIL);
	db_bind_bytes(q, s->account_mac, DIGEST_BYTES);
	db_bind_text(q, clock_day_text(r->mem, s->period_from));
	db_bind_text(q, clock_day_text(r->mem, s->period_to));
	db_bind_int(q, s->amount);
	db_bind_int(q, (int64_t)s->payments->count);
	db_bind_int(q, s->state);
	db_bind_time(q, s->at);
	db_bind_int(q, batch_id);
	return db_step(q) == DB_DONE ? db_inserted_id(q) : 0;
}

void
settlement_set_state(struct request *r, int64_t id, const struct settlement *s)
{
	struct query *q = db_query(r->db, sql_set_state);

	db_bind_int(q, s->state);
	db_bind_time(q, s->at);
	db_bind_int(q, id);
	db_run(q);
}

/* The numbers of n payments, from *at on, which moves past them. */
static void
bind_numbers(struct query *q, const struct json **at, size_t n)
{
	for (; n > 0; n--, *at = (*at)->next)
		db_bind_text(q, json_member_text(*at, "payment_no"));
}

int64_t
settlement_count(struct request *r, const struct settlement *s, int64_t id,
    int64_t *amount_out)
{
	const struct json *at = s->payments->first;
	int64_t found = 0;

	*amount_out = 0;
	for (size_t left = s->payments->count, bite; left > 0; left -= bite) {
		struct query *q;

		bite = feed_bite(left);
		q = db_query(r->db,
		    feed_rows_sql(r->mem, sql_count, (unsigned)bite, 1, ""));
		db_bind_int(q, s->of->id);
		db_bind_int(q, id);
		db_bind_time(q, s->period_from);
		db_bind_time(
		    q, (struct moment){ s->period_to.ms + CLOCK_DAY_MS });
		bind_numbers(q, &at, bite);
		if (db_step(q) != DB_ROW)
			return -1;
		found += db_int(q, 0);
		*amount_out += db_int(q, 1);
	}
	return found;
}

int64_t
settlement_take(struct request *r, const struct settlement *s, int64_t id)
{
	const struct json *at = s->payments->first;
	int64_t taken = 0;

	for (size_t left = s->payments->count, bite; left > 0; left -= bite) {
		struct query *q;

		bite = feed_bite(left);
		q = db_query(r->db,
		    feed_rows_sql(r->mem, sql_take, (unsigned)bite, 1, ""));
		db_bind_int(q, id);
		bind_numbers(q, &at, bite);
		if (db_run(q) != OK)
			return -1;
		taken += db_affected(q);
	}
	return taken;
}
