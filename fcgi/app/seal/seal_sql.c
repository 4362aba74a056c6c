/* Statements about seals. */
#include "app/seal/seal_sql.h"

#include "app/kind/kind.h"

enum { OWNERS_MAX = 1000 };

static const char sql_owners[] =
    "SELECT division, name FROM organisations WHERE FIND_IN_SET(desk, ?) "
    "AND sole = 1 ORDER BY division LIMIT ?";

static const char sql_insert[] =
    "INSERT INTO sealed_files (file_id, order_id, submission_no, "
    "organisation_id, organisation_name, division, state, created_at) "
    "SELECT f.id, v.order_id, v.no, g.id, g.name, g.division, 1, "
    "UTC_TIMESTAMP(3) FROM order_version_files v "
    "JOIN files f ON f.id = v.file_id JOIN organisations g ON g.id = ? "
    "WHERE v.order_id = ? AND v.no = ? "
    "AND f.media_type = 'application/pdf' ORDER BY f.id";

#define SEALED_COLUMNS                                                    \
	"s.id, s.state, s.submission_no, s.organisation_id, s.division, " \
	"s.organisation_name, s.decrypted, s.size, s.created_at, "        \
	"s.sealed_at, s.voided_at, LOWER(HEX(s.sha256)) AS "              \
	"sealed_digest, f.file_id, f.name, LOWER(HEX(f.sha256)) AS "      \
	"digest FROM sealed_files s JOIN files f ON f.id = s.file_id "
/* The newest, so that those of the last submission are among them. */
static const char sql_of_order[] =
    "SELECT * FROM (SELECT " SEALED_COLUMNS "WHERE s.order_id = ? AND (? = 0 "
    "OR s.submission_no <= ?) ORDER BY s.id DESC LIMIT ?) newest ORDER BY id";
static const char sql_by_id[] = "SELECT " SEALED_COLUMNS "WHERE s.id = ?";

static const char sql_count[] =
    "SELECT state, COUNT(*) FROM sealed_files WHERE order_id = ? "
    "AND submission_no = ? GROUP BY state";

static const char sql_void[] =
    "UPDATE sealed_files SET state = 6, voided_at = UTC_TIMESTAMP(3) "
    "WHERE order_id = ? AND state <> 6";
static const char sql_set_state[] =
    "UPDATE sealed_files SET state = ? WHERE id = ? AND state NOT IN (4, 6, ?)";
static const char sql_finish[] =
    "UPDATE sealed_files SET state = 4, sha256 = ?, size = ?, decrypted = ?, "
    "sealed_at = UTC_TIMESTAMP(3) WHERE id = ? AND state <> 6";

static const struct column owner_columns[] = {
	COLUMN(seal_owner, division),
	COLUMN(seal_owner, name),
};
static const struct shape owner_shape = SHAPE(seal_owner, owner_columns);

static const struct column columns[] = {
	COLUMN(sealed, id),
	COLUMN_WITH(sealed, state, .words = &seal_state_words),
	COLUMN(sealed, submission_no),
	COLUMN(sealed, organisation_id),
	COLUMN(sealed, division),
	COLUMN(sealed, organisation_name),
	COLUMN(sealed, decrypted),
	COLUMN(sealed, size),
	COLUMN(sealed, created_at),
	COLUMN(sealed, sealed_at),
	COLUMN(sealed, voided_at),
	COLUMN(sealed, sealed_digest),
	COLUMN(sealed, file_id),
	COLUMN(sealed, name),
	COLUMN(sealed, digest),
};
static const struct shape row_shape = SHAPE(sealed, columns);

/* The desks whose steps seal, as FIND_IN_SET takes them. */
static const char *
desks_sealing(struct arena *mem)
{
	struct buf desks = buf_new(mem);

	for (const struct kind *const *k = kinds; *k != NULL; k++)
		for (size_t i = 0; i < (*k)->n_steps; i++)
			if ((*k)->steps[i].seals)
				buf_printf(&desks, "%s%d",
				    desks.len == 0 ? "" : ",",
				    (*k)->steps[i].desk);
	return buf_text(&desks);
}

struct list
seal_owners(struct db *db, struct arena *mem)
{
	struct query *q = db_query(db, sql_owners);

	db_bind_text(q, desks_sealing(mem));
	db_bind_int(q, OWNERS_MAX);
	return db_rows(q, mem, &owner_shape, OWNERS_MAX);
}

enum err
seal_insert(struct request *r, const struct order *o, int64_t organisation_id)
{
	struct query *q = db_query(r->db, sql_insert);

	db_bind_int(q, organisation_id);
	db_bind_int(q, o->id);
	db_bind_int(q, o->submission_no);
	return db_run(q);
}

struct list
seal_of_order(
    struct db *db, struct arena *mem, int64_t order_id, int64_t submission_no)
{
	struct query *q = db_query(db, sql_of_order);

	db_bind_int(q, order_id);
	db_bind_int(q, submission_no);
	db_bind_int(q, submission_no);
	db_bind_int(q, SEALS_MAX);
	return db_rows(q, mem, &row_shape, SEALS_MAX);
}

bool
seal_by_id(struct db *db, struct arena *mem, int64_t id, struct sealed *out)
{
	struct query *q = db_query(db, sql_by_id);

	db_bind_int(q, id);
	return db_one(q, mem, &row_shape, out);
}

void
seal_count(struct db *db, int64_t order_id, int64_t submission_no,
    int64_t counts[SEAL_STATE_COUNT])
{
	struct query *q = db_query(db, sql_count);
	int64_t state;

	for (int i = 0; i < SEAL_STATE_COUNT; i++)
		counts[i] = 0;
	db_bind_int(q, order_id);
	db_bind_int(q, submission_no);
	while (db_step(q) == DB_ROW) {
		state = db_int(q, 0);
		if (state > 0 && state < SEAL_STATE_COUNT)
			counts[state] = db_int(q, 1);
	}
}

enum err
seal_void_all(struct db *db, int64_t order_id)
{
	struct query *q = db_query(db, sql_void);

	db_bind_int(q, order_id);
	return db_run(q);
}

bool
seal_set_state(struct db *db, int64_t id, enum seal_state state)
{
	struct query *q = db_query(db, sql_set_state);

	db_bind_int(q, state);
	db_bind_int(q, id);
	db_bind_int(q, state);
	return db_run(q) == OK && db_affected(q) == 1;
}

bool
seal_finish(struct db *db, const struct sealed *s,
    const unsigned char sha256[DIGEST_BYTES])
{
	struct query *q = db_query(db, sql_finish);

	db_bind_bytes(q, sha256, DIGEST_BYTES);
	db_bind_int(q, s->size);
	db_bind_int(q, s->decrypted);
	db_bind_int(q, s->id);
	return db_run(q) == OK && db_affected(q) == 1;
}
