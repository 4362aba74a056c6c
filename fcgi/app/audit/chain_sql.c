/* The chainer's statements. */
#include <string.h>

#include "app/audit/chain.h"
#include "lib/log.h"

static const char sql_newest[] =
    "SELECT no, settled, rows_count, head FROM audit_seals "
    "ORDER BY no DESC LIMIT 1";
static const char sql_any[] =
    "SELECT 1 FROM audit_rows a LEFT JOIN audit_sealed s ON s.row_id = a.id "
    "WHERE a.id > ? AND s.row_id IS NULL LIMIT 1";
/* What was old enough to be settled, as its ids tell. */
static const char sql_settled[] =
    "SELECT IFNULL(MAX(id), 0) FROM (SELECT id FROM audit_rows "
    "WHERE at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND "
    "ORDER BY at DESC LIMIT 100) AS old";
/*
 * Whose division a row is searched in: that of the organisation it was done
 * for, or, before one was chosen, of the account's first. Its object is found
 * by its last word: a refused request is noted with what it was.
 */
static const char sql_seal_rows[] =
    "INSERT INTO audit_sealed (row_id, seal, digest, account_id, act_key, "
    "object_key, div2, div4, division) "
    "SELECT id, ?, UNHEX(SHA2(CONCAT_WS('\\n', id, at, account_id, "
    "organisation_id, act, object, outcome, address), 256)), account_id, "
    "CRC32(act), CRC32(SUBSTRING_INDEX(object, ' ', -1)), division DIV 10000, "
    "division DIV 100, division FROM (SELECT a.*, COALESCE(o.division, "
    "(SELECT p.division FROM grants g JOIN organisations p "
    "ON p.id = g.organisation_id WHERE g.account_id = a.account_id "
    "ORDER BY g.id LIMIT 1), 0) AS division "
    "FROM audit_rows a LEFT JOIN audit_sealed s ON s.row_id = a.id "
    "LEFT JOIN organisations o ON o.id = a.organisation_id "
    "WHERE a.id > ? AND s.row_id IS NULL ORDER BY a.id LIMIT ?) AS fresh";
static const char sql_digests[] = "SELECT row_id, digest FROM audit_sealed "
				  "WHERE seal = ? ORDER BY row_id";
static const char sql_seal[] =
    "INSERT INTO audit_seals (no, settled, rows_count, head, sealed_at) "
    "VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))";

bool
chain_newest(struct db *db, struct arena *mem, struct seal *out)
{
	struct query *q = db_query(db, sql_newest);
	size_t len;

	*out = (struct seal){ 0 };
	if (db_step(q) != DB_ROW)
		return db_error(db) == OK;
	out->no = db_int(q, 0);
	out->settled = db_int(q, 1);
	out->rows_count = db_int(q, 2);
	memcpy(out->head, db_bytes(q, mem, 3, &len), DIGEST_BYTES);
	return true;
}

static bool
has_fresh(struct db *db, int64_t settled)
{
	struct query *q = db_query(db, sql_any);

	db_bind_int(q, settled);
	return db_step(q) == DB_ROW;
}

/* The id up to which all that will ever be there is there. */
static int64_t
settled_now(struct db *db, int64_t before)
{
	struct query *q = db_query(db, sql_settled);
	int64_t old;

	db_bind_int(q, SETTLE_SECONDS);
	old = db_step(q) == DB_ROW ? db_int(q, 0) : 0;
	return old > before ? old : before;
}

static enum db_step
seal_rows(struct db *db, int64_t no, int64_t settled)
{
	struct query *q = db_query(db, sql_seal_rows);

	db_bind_int(q, no);
	db_bind_int(q, settled);
	db_bind_int(q, SEAL_ROWS_MAX);
	return db_step(q);
}

/* The head over what seal->no has, and up to which id that is all. */
static void
sum_up(struct db *db, struct arena *mem, const struct seal *newest,
    struct seal *seal)
{
	unsigned char *digests = arena_alloc(mem, SEAL_ROWS_MAX * DIGEST_BYTES);
	struct query *q = db_query(db, sql_digests);
	int64_t last = 0;
	size_t n = 0, len;

	db_bind_int(q, seal->no);
	for (; n < SEAL_ROWS_MAX && db_step(q) == DB_ROW; n++) {
		last = db_int(q, 0);
		memcpy(digests + n * DIGEST_BYTES, db_bytes(q, mem, 1, &len),
		    DIGEST_BYTES);
	}
	seal->rows_count = (int64_t)n;
	chain_head(mem, newest->head, digests, n, seal->head);
	if (n == SEAL_ROWS_MAX && last < seal->settled)
		seal->settled = last;
}

static bool
insert(struct db *db, const struct seal *seal)
{
	struct query *q = db_query(db, sql_seal);

	db_bind_int(q, seal->no);
	db_bind_int(q, seal->settled);
	db_bind_int(q, seal->rows_count);
	db_bind_bytes(q, seal->head, DIGEST_BYTES);
	return db_step(q) == DB_DONE;
}

bool
chain_seal(struct db *db, struct arena *mem, int64_t *settled)
{
	struct seal newest, seal;
	struct log l;

	if (!chain_newest(db, mem, &newest))
		return false;
	if (newest.settled > *settled)
		*settled = newest.settled;
	seal.settled = settled_now(db, *settled);
	if (!has_fresh(db, *settled)) {
		*settled = seal.settled;
		return false;
	}
	seal.no = newest.no + 1;
	db_begin(db);
	/* Another chainer at the same rows waits here, and finds them sealed.
	 */
	if (seal_rows(db, seal.no, *settled) != DB_DONE)
		return db_rollback(db), false;
	sum_up(db, mem, &newest, &seal);
	if (!insert(db, &seal))
		return db_rollback(db), false;
	if (db_commit(db) != OK)
		return false;
	log_begin(&l, "audit.seal");
	log_number(&l, "seal", seal.no);
	log_number(&l, "rows", seal.rows_count);
	log_word(&l, "head", crypt_hex(mem, seal.head, DIGEST_BYTES));
	log_end(&l);
	return seal.rows_count == SEAL_ROWS_MAX;
}
