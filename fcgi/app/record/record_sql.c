/* Statements about records; see record.h. */
#include "app/record/record.h"

#include "app/serial.h"
#include "lib/crypt.h"

static const char sql_find[] =
    "SELECT id, kind, organisation_id, division, version, order_id, "
    "submission_no, code FROM records ";
static const char sql_by_id[] = "WHERE id = ?";
static const char sql_by_code[] = "WHERE code = ?";
static const char sql_by_identity[] = "WHERE kind = ? AND identity = ?";
static const char sql_by_order[] =
    "WHERE id = (SELECT record_id FROM record_versions WHERE order_id = ? "
    "ORDER BY no DESC LIMIT 1)";

static const char sql_insert[] =
    "INSERT INTO records (kind, organisation_id, division, identity, code, "
    "version, order_id, submission_no, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, ?, 1, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))";
static const char sql_change[] =
    "UPDATE records SET identity = ?, version = version + 1, order_id = ?, "
    "submission_no = ?, updated_at = UTC_TIMESTAMP(3) "
    "WHERE id = ? AND version = ?";
static const char sql_version[] =
    "INSERT INTO record_versions (record_id, no, order_id, submission_no, "
    "granted, at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";

static const char sql_addressee[] =
    "SELECT o.addressee_id FROM records r JOIN orders o ON o.id = r.order_id "
    "WHERE r.id = ?";
static const char sql_is_there[] =
    "SELECT 1 FROM records WHERE organisation_id = ? AND kind = ? LIMIT 1";
static const char sql_versions[] =
    "SELECT no, order_id, submission_no, granted, at FROM record_versions "
    "WHERE record_id = ? ORDER BY no DESC LIMIT 200";
static const char sql_version_before[] =
    "SELECT no, order_id, submission_no, granted, at FROM record_versions "
    "WHERE record_id = ? AND no < (SELECT MIN(no) FROM record_versions "
    "WHERE record_id = ? AND order_id = ?) ORDER BY no DESC LIMIT 1";
enum { VERSIONS_MAX = 200 };

static const struct column version_columns[] = {
	COLUMN(record_version, no),
	COLUMN(record_version, order_id),
	COLUMN(record_version, submission_no),
	COLUMN(record_version, granted),
	COLUMN(record_version, at),
};
static const struct shape version_shape =
    SHAPE(record_version, version_columns);

static const struct column columns[] = {
	COLUMN(record, id),
	COLUMN(record, kind),
	COLUMN(record, organisation_id),
	COLUMN(record, division),
	COLUMN(record, version),
	COLUMN(record, order_id),
	COLUMN(record, submission_no),
	COLUMN(record, code),
};
static const struct shape record_shape = SHAPE(record, columns);

static struct query *
find(struct request *r, const char *which)
{
	struct buf sql = buf_new(r->mem);

	buf_puts(&sql, sql_find);
	buf_puts(&sql, which);
	return db_query(r->db, buf_text(&sql));
}

static bool
found(struct request *r, struct query *q, struct record *out)
{
	bool is = db_step(q) == DB_ROW;

	if (is)
		db_row(q, r->mem, &record_shape, out);
	return is;
}

static bool
by_id(struct request *r, int64_t id, struct record *out)
{
	struct query *q = find(r, sql_by_id);

	db_bind_int(q, id);
	return found(r, q, out);
}

int64_t
record_addressee(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_addressee);

	db_bind_int(q, id);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

int64_t
record_version_of(struct request *r, int64_t id)
{
	struct record record;

	return by_id(r, id, &record) ? record.version : 0;
}

bool
record_by_code(struct request *r, const char *code, struct record *out)
{
	struct query *q = find(r, sql_by_code);

	db_bind_text(q, code);
	return found(r, q, out);
}

bool
record_is_there(struct request *r, int64_t kind, int64_t organisation_id)
{
	struct query *q = db_query(r->db, sql_is_there);

	db_bind_int(q, organisation_id);
	db_bind_int(q, kind);
	return db_step(q) == DB_ROW;
}

struct list
record_versions(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_versions);

	db_bind_int(q, id);
	return db_rows(q, r->mem, &version_shape, VERSIONS_MAX);
}

bool
record_version_before(struct request *r, int64_t id, const struct order *o,
    struct record_version *out)
{
	struct query *q = db_query(r->db, sql_version_before);
	bool is;

	db_bind_int(q, id);
	db_bind_int(q, id);
	db_bind_int(q, o->id);
	is = db_step(q) == DB_ROW;
	if (is)
		db_row(q, r->mem, &version_shape, out);
	return is;
}

static bool
by_identity(struct request *r, int64_t kind, const unsigned char *identity,
    struct record *out)
{
	struct query *q = find(r, sql_by_identity);

	db_bind_int(q, kind);
	db_bind_bytes(q, identity, DIGEST_BYTES);
	return found(r, q, out);
}

bool
record_of_order(struct request *r, const struct order *o, struct record *out)
{
	struct query *q;

	if (o->subject_id != 0)
		return by_id(r, o->subject_id, out);
	q = find(r, sql_by_order);
	db_bind_int(q, o->id);
	return found(r, q, out);
}

int64_t
record_serial(struct request *r, const struct order *o)
{
	return serial_next(r->db, o->kind, o->division, 0);
}

static enum err
begin(struct request *r, const struct order *o, const unsigned char *identity,
    record_coder *coder, struct record *out)
{
	struct query *q;

	*out = (struct record){ .kind = o->kind,
		.organisation_id = o->organisation_id,
		.division = o->division,
		.version = 1,
		.order_id = o->id,
		.submission_no = o->submission_no,
		.code = coder == NULL ? NULL : coder(r, o) };
	q = db_query(r->db, sql_insert);
	db_bind_int(q, o->kind);
	db_bind_int(q, o->organisation_id);
	db_bind_int(q, o->division);
	db_bind_bytes(q, identity, DIGEST_BYTES);
	db_bind_text(q, out->code);
	db_bind_int(q, o->id);
	db_bind_int(q, o->submission_no);
	if (db_run(q) != OK)
		return db_error(r->db);
	out->id = db_inserted_id(q);
	return OK;
}

static enum err
change(struct request *r, const struct order *o, const unsigned char *identity,
    struct record *out)
{
	struct query *q = db_query(r->db, sql_change);

	db_bind_bytes(q, identity, DIGEST_BYTES);
	db_bind_int(q, o->id);
	db_bind_int(q, o->submission_no);
	db_bind_int(q, out->id);
	db_bind_int(q, out->version);
	switch (db_step(q)) {
	case DB_DONE:
		break;
	case DB_DUPLICATE:
		return ERR_RECORD_TAKEN;
	default:
		return db_error(r->db);
	}
	/* Another order has changed it since it was read: all once more. */
	if (db_affected(q) != 1)
		return ERR_RETRY;
	out->version++;
	out->order_id = o->id;
	out->submission_no = o->submission_no;
	return OK;
}

enum err
record_write(struct request *r, const struct order *o,
    const unsigned char identity[DIGEST_BYTES], record_coder *coder,
    const struct json *granted, struct record *out)
{
	bool known = o->subject_id != 0
			 ? by_id(r, o->subject_id, out)
			 : by_identity(r, o->kind, identity, out);
	struct query *q;
	enum err err;

	if (o->subject_id != 0 && !known)
		return ERR_INTERNAL;
	if (o->subject_id != 0 && out->version != o->subject_version)
		return ERR_RECORD_CHANGED;
	if (known && out->organisation_id != o->organisation_id)
		return ERR_RECORD_TAKEN;
	err = known ? change(r, o, identity, out)
		    : begin(r, o, identity, coder, out);
	if (err != OK)
		return err;
	q = db_query(r->db, sql_version);
	db_bind_int(q, out->id);
	db_bind_int(q, out->version);
	db_bind_int(q, o->id);
	db_bind_int(q, o->submission_no);
	db_bind_text(q, json_text_of(r->mem, granted));
	return db_run(q);
}
