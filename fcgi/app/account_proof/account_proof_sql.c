/* See account_proof_sql.h. */
#include "app/account_proof/account_proof_sql.h"

_Static_assert(
    ORDER_WAITING == 2 && ACCOUNT_PROOF_ASKED == 2 && ACCOUNT_PROOF_PAID == 3,
    "the numbers below");
static const char sql_hold[] =
    "UPDATE orders SET touched = touched + 1 WHERE id = ? AND state = 2 "
    "AND desk = ? AND supplement = 0 AND (? = 0 OR version = ?)";
#define PROOF                                                            \
	"SELECT p.id, p.order_id, p.no, p.desk, p.organisation_id, "     \
	"p.account_id, p.state, p.tries, p.days_left, p.item, "          \
	"LOWER(HEX(p.digest)) AS digest, "                               \
	"LOWER(HEX(p.number)) AS number, p.drawn_sealed, p.actor_name, " \
	"b.name AS organisation_name, p.asked_at, p.paid_at, p.until, "  \
	"p.ended_at FROM account_proofs p "                              \
	"JOIN organisations b ON b.id = p.organisation_id "
static const char sql_of[] =
    PROOF "WHERE p.institution_id = ? AND p.organisation_id = ? "
	  "ORDER BY p.id DESC LIMIT 200";
static const char sql_by_id[] = PROOF "WHERE p.id = ?";
static const char sql_by_no[] = PROOF "WHERE p.order_id = ? AND p.no = ?";
static const char sql_open[] =
    PROOF "WHERE p.order_id = ? AND p.ended_at IS NULL";
static const char sql_last_no[] =
    "SELECT IFNULL(MAX(no), 0) FROM account_proofs WHERE order_id = ?";
static const char sql_insert[] =
    "INSERT INTO account_proofs (order_id, no, institution_id, desk, "
    "organisation_id, account_id, actor_name, item, digest, number, "
    "drawn_sealed, state, tries, days_left, asked_at) VALUES (?, ?, ?, ?, ?, "
    "?, ?, ?, ?, UNHEX(?), ?, 2, 0, 0, UTC_TIMESTAMP(3))";
static const char sql_pay[] =
    "UPDATE account_proofs SET state = 3, paid_at = UTC_TIMESTAMP(3), "
    "until = ?, days_left = ? WHERE id = ? AND state = 2";
static const char sql_count[] =
    "UPDATE account_proofs SET tries = tries + 1 WHERE id = ? AND state = 3 "
    "AND until > UTC_TIMESTAMP(3)";
static const char sql_end[] =
    "UPDATE account_proofs SET state = ?, ended_at = UTC_TIMESTAMP(3) "
    "WHERE id = ? AND ended_at IS NULL";

enum { PROOFS_READ = 200 };

static const struct column columns[] = {
	COLUMN(account_proof, id),
	COLUMN(account_proof, order_id),
	COLUMN(account_proof, no),
	COLUMN(account_proof, desk),
	COLUMN(account_proof, organisation_id),
	COLUMN(account_proof, account_id),
	COLUMN(account_proof, state),
	COLUMN(account_proof, tries),
	COLUMN(account_proof, days_left),
	COLUMN(account_proof, item),
	COLUMN(account_proof, digest),
	COLUMN(account_proof, number),
	COLUMN(account_proof, drawn_sealed),
	COLUMN(account_proof, actor_name),
	COLUMN(account_proof, organisation_name),
	COLUMN(account_proof, asked_at),
	COLUMN(account_proof, paid_at),
	COLUMN(account_proof, until),
	COLUMN(account_proof, ended_at),
};
static const struct shape row_shape = SHAPE(account_proof, columns);

bool
account_proof_hold(
    struct request *r, const struct order *o, int64_t desk, int64_t version)
{
	struct query *q = db_query(r->db, sql_hold);

	db_bind_int(q, o->id);
	db_bind_int(q, desk);
	db_bind_int(q, version);
	db_bind_int(q, version);
	return db_run(q) == OK && db_affected(q) == 1;
}

struct list
account_proofs_of(
    struct request *r, int64_t institution_id, int64_t organisation_id)
{
	struct query *q = db_query(r->db, sql_of);

	db_bind_int(q, institution_id);
	db_bind_int(q, organisation_id);
	return db_rows(q, r->mem, &row_shape, PROOFS_READ);
}

bool
account_proof_by_id(struct request *r, int64_t id, struct account_proof *out)
{
	struct query *q = db_query(r->db, sql_by_id);

	db_bind_int(q, id);
	return db_one(q, r->mem, &row_shape, out);
}

bool
account_proof_by_no(
    struct request *r, int64_t order_id, int64_t no, struct account_proof *out)
{
	struct query *q = db_query(r->db, sql_by_no);

	db_bind_int(q, order_id);
	db_bind_int(q, no);
	return db_one(q, r->mem, &row_shape, out);
}

bool
account_proof_open(
    struct request *r, int64_t order_id, struct account_proof *out)
{
	struct query *q = db_query(r->db, sql_open);

	db_bind_int(q, order_id);
	return db_one(q, r->mem, &row_shape, out);
}

int64_t
account_proof_last_no(struct request *r, int64_t order_id)
{
	struct query *q = db_query(r->db, sql_last_no);

	db_bind_int(q, order_id);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

int64_t
account_proof_insert(struct request *r, const struct order *o,
    const struct account_proof *p, const unsigned char digest[DIGEST_BYTES])
{
	struct query *q = db_query(r->db, sql_insert);

	db_bind_int(q, p->order_id);
	db_bind_int(q, p->no);
	db_bind_int(q, o->organisation_id);
	db_bind_int(q, p->desk);
	db_bind_int(q, p->organisation_id);
	db_bind_int(q, p->account_id);
	db_bind_text(q, p->actor_name);
	db_bind_text(q, p->item);
	db_bind_bytes(q, digest, DIGEST_BYTES);
	db_bind_text(q, p->number);
	db_bind_text(q, p->drawn_sealed);
	return db_run(q) == OK ? db_inserted_id(q) : 0;
}

bool
account_proof_set_paid(struct request *r, const struct account_proof *p)
{
	struct query *q = db_query(r->db, sql_pay);

	db_bind_time(q, p->until);
	db_bind_int(q, p->days_left);
	db_bind_int(q, p->id);
	return db_run(q) == OK && db_affected(q) == 1;
}

bool
account_proof_count(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_count);

	db_bind_int(q, id);
	return db_run(q) == OK && db_affected(q) == 1;
}

bool
account_proof_end(struct request *r, int64_t id, enum account_proof_state how)
{
	struct query *q = db_query(r->db, sql_end);

	db_bind_int(q, how);
	db_bind_int(q, id);
	return db_run(q) == OK && db_affected(q) == 1;
}
