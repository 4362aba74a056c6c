/* Statements about records; see record.h. */
#include "app/kind/kind.h"
#include "app/record/record.h"

#include "app/desk/desk.h"

#include "app/name/name.h"
#include "app/order/order_sql.h"
#include "app/serial.h"
#include "lib/crypt.h"

static const char sql_find[] =
    "SELECT id, kind, state, organisation_id, addressee_id, division, "
    "version, order_id, submission_no, code, "
    "DATE_FORMAT(valid_until, '%Y-%m-%d') AS valid_until FROM records ";
static const char sql_by_id[] = "WHERE id = ?";
static const char sql_by_code[] = "WHERE code = ?";
static const char sql_by_identity[] = "WHERE kind = ? AND identity = ?";
static const char sql_by_order[] =
    "WHERE id = (SELECT record_id FROM record_versions WHERE order_id = ? "
    "ORDER BY no DESC LIMIT 1)";

static const char sql_insert[] =
    "INSERT INTO records (title, title_key, uscc, valid_until, addressee_id, "
    "kind, list, state, organisation_id, div2, div4, division, identity, code, "
    "version, order_id, submission_no, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, 1, ?, ?, "
    "UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))";
static const char sql_change[] =
    "UPDATE records SET title = ?, title_key = ?, uscc = ?, valid_until = ?, "
    "addressee_id = ?, state = 1, identity = ?, version = version + 1, "
    "order_id = ?, submission_no = ?, updated_at = UTC_TIMESTAMP(3) "
    "WHERE id = ? AND version = ?";
static const char sql_mark[] = "UPDATE records SET state = ? WHERE id = ?";
static const char sql_is_changing[] =
    "SELECT " RECORD_CHANGING_SQL("o") " FROM orders o WHERE o.id = ?";
static const char sql_version[] =
    "INSERT INTO record_versions (record_id, no, order_id, submission_no, "
    "granted, at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";

static const char sql_is_there[] =
    "SELECT 1 FROM records WHERE organisation_id = ? AND kind = ? LIMIT 1";
static const char sql_sources[] =
    "SELECT v.no, v.order_id, o.kind, o.addressee_id, o.order_no, c.content, "
    "v.granted, v.at "
    "FROM record_versions v JOIN orders o ON o.id = v.order_id "
    "JOIN order_versions c ON c.order_id = v.order_id "
    "AND c.no = v.submission_no WHERE v.record_id = ? "
    "ORDER BY v.no DESC LIMIT 200";
static const char sql_files[] =
    "SELECT DISTINCT f.id, f.state, f.size, f.width, f.height, f.pages, "
    "f.file_id, f.field, f.name, f.media_type, LOWER(HEX(f.sha256)) AS digest "
    "FROM record_versions v JOIN order_version_files n "
    "ON n.order_id = v.order_id AND n.no = v.submission_no "
    "JOIN files f ON f.id = n.file_id AND f.state = 2 "
    "WHERE v.record_id = ? LIMIT 8000";
static const char sql_named[] =
    "SELECT id, division FROM records WHERE organisation_id = ? AND kind = ? "
    "LIMIT 200";
static const char sql_rename[] =
    "UPDATE records SET title = ?, title_key = ? WHERE id = ?";
static const char sql_change_no[] =
    "SELECT order_no, IFNULL(addressee_id, 0) FROM orders WHERE parent_id = "
    "(SELECT order_id FROM record_versions WHERE record_id = ? AND no = 1) "
    "AND subject_id = ? AND state = 2 LIMIT 1";
static const char sql_version_before[] =
    "SELECT no, order_id, submission_no, granted, at FROM record_versions "
    "WHERE record_id = ? AND no < (SELECT MIN(no) FROM record_versions "
    "WHERE record_id = ? AND order_id = ?) ORDER BY no DESC LIMIT 1";
enum { SERIAL_MAX = 99999, VERSIONS_MAX = 200, FILES_MAX = 8000 };

static const struct column version_columns[] = {
	COLUMN(record_version, no),
	COLUMN(record_version, order_id),
	COLUMN(record_version, submission_no),
	COLUMN(record_version, granted),
	COLUMN(record_version, at),
};
static const struct shape version_shape =
    SHAPE(record_version, version_columns);

static const struct column source_columns[] = {
	COLUMN(record_source, no),
	COLUMN(record_source, order_id),
	COLUMN(record_source, kind),
	COLUMN(record_source, addressee_id),
	COLUMN(record_source, order_no),
	COLUMN(record_source, content),
	COLUMN(record_source, granted),
	COLUMN(record_source, at),
};
static const struct shape source_shape = SHAPE(record_source, source_columns);

static const struct column columns[] = {
	COLUMN(record, id),
	COLUMN(record, kind),
	COLUMN(record, state),
	COLUMN(record, organisation_id),
	COLUMN(record, addressee_id),
	COLUMN(record, division),
	COLUMN(record, version),
	COLUMN(record, order_id),
	COLUMN(record, submission_no),
	COLUMN(record, code),
	COLUMN(record, valid_until),
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
by_id(struct request *r, int64_t id, struct record *out)
{
	struct query *q = find(r, sql_by_id);

	db_bind_int(q, id);
	return db_one(q, r->mem, &record_shape, out);
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
	return db_one(q, r->mem, &record_shape, out);
}

bool
record_is_there(struct request *r, int64_t kind, int64_t organisation_id)
{
	struct query *q = db_query(r->db, sql_is_there);

	db_bind_int(q, organisation_id);
	db_bind_int(q, kind);
	return db_step(q) == DB_ROW;
}

bool
record_shows_money(struct request *r, int64_t organisation_id)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->shows_money &&
		    record_is_there(r, (*k)->number, organisation_id))
			return true;
	return false;
}

struct list
record_sources(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_sources);

	db_bind_int(q, id);
	return db_rows(q, r->mem, &source_shape, VERSIONS_MAX);
}

struct list
record_files(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_files);

	db_bind_int(q, id);
	return db_rows(q, r->mem, &order_file_shape, FILES_MAX);
}

const char *
record_change_no(struct request *r, const struct record *record)
{
	struct query *q;

	if (record->state != RECORD_CHANGING)
		return NULL;
	q = db_query(r->db, sql_change_no);
	db_bind_int(q, record->id);
	db_bind_int(q, record->id);
	return db_step(q) == DB_ROW && desk_may_read(r, db_int(q, 1))
		   ? db_text(q, r->mem, 0)
		   : NULL;
}

bool
record_version_before(struct request *r, int64_t id, const struct order *o,
    struct record_version *out)
{
	struct query *q = db_query(r->db, sql_version_before);

	db_bind_int(q, id);
	db_bind_int(q, id);
	db_bind_int(q, o->id);
	return db_one(q, r->mem, &version_shape, out);
}

static bool
by_identity(struct request *r, int64_t kind, const unsigned char *identity,
    struct record *out)
{
	struct query *q = find(r, sql_by_identity);

	db_bind_int(q, kind);
	db_bind_bytes(q, identity, DIGEST_BYTES);
	return db_one(q, r->mem, &record_shape, out);
}

bool
record_of_order(struct request *r, const struct order *o, struct record *out)
{
	struct query *q;

	if (o->subject_id != 0)
		return by_id(r, o->subject_id, out);
	q = find(r, sql_by_order);
	db_bind_int(q, o->id);
	return db_one(q, r->mem, &record_shape, out);
}

int64_t
record_serial(struct request *r, const struct order *o)
{
	int64_t n = serial_next(r->db, o->kind, o->division, 0);

	return n > SERIAL_MAX ? 0 : n;
}

void
record_mark(struct request *r, const struct order *o, enum record_state to)
{
	struct query *q;

	if (o->subject_id == 0 || !kind_of(o->kind)->changes)
		return;
	q = db_query(r->db, sql_mark);
	db_bind_int(q, to);
	db_bind_int(q, o->subject_id);
	db_run(q);
}

bool
record_is_changing(struct request *r, const struct order *o)
{
	struct query *q = db_query(r->db, sql_is_changing);

	db_bind_int(q, o->id);
	return db_step(q) == DB_ROW && db_int(q, 0) != 0;
}

/* What o's form says the field is that is that of a record, or NULL. None of
 * them is personal, so that nothing is opened for it. */
static const char *
said_as(const struct order *o, const struct json *content, unsigned as)
{
	const struct form *form = kind_of(o->kind)->content;

	for (size_t i = 0; i < form->n; i++) {
		const struct json *m =
		    (form->fields[i].as & as) == 0
			? NULL
			: json_member(content, form->fields[i].name);
		if (m != NULL && m->type == JSON_STRING)
			return m->text;
	}
	return NULL;
}

/* What lists show of it and find it by. */
static void
bind_shown(struct query *q, struct request *r, const struct order *o,
    const struct json *content)
{
	db_bind_text(q, o->title);
	db_bind_text(q, name_key(r->mem, o->title));
	db_bind_text(q, said_as(o, content, AS_USCC));
	db_bind_text(q, said_as(o, content, AS_UNTIL));
	db_bind_int(q, o->addressee_id);
}

static enum err
begin(struct request *r, const struct order *o, const struct json *content,
    const unsigned char *identity, record_coder *coder, struct record *out)
{
	struct query *q;

	*out = (struct record){ .kind = o->kind,
		.state = RECORD_ON_FILE,
		.addressee_id = o->addressee_id,
		.organisation_id = o->organisation_id,
		.division = o->division,
		.version = 1,
		.order_id = o->id,
		.submission_no = o->submission_no,
		.code = coder == NULL ? NULL : coder(r, o) };
	if (coder != NULL && out->code == NULL)
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_RECORD_CODES_SPENT;
	q = db_query(r->db, sql_insert);
	bind_shown(q, r, o, content);
	db_bind_int(q, o->kind);
	db_bind_int(q, out->code == NULL ? 0 : kind_of(o->kind)->list->number);
	db_bind_int(q, o->organisation_id);
	db_bind_int(q, o->division / 10000);
	db_bind_int(q, o->division / 100);
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
change(struct request *r, const struct order *o, const struct json *content,
    const unsigned char *identity, struct record *out)
{
	struct query *q = db_query(r->db, sql_change);

	bind_shown(q, r, o, content);
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
	const struct json *content;
	struct query *q;
	enum err err;

	if (o->subject_id != 0 && !known)
		return ERR_INTERNAL;
	if (o->subject_id != 0 && out->version != o->subject_version)
		return ERR_RECORD_CHANGED;
	if (known && out->organisation_id != o->organisation_id)
		return ERR_RECORD_TAKEN;
	content = order_submitted_content(r, o);
	err = known ? change(r, o, content, identity, out)
		    : begin(r, o, content, identity, coder, out);
	if (err != OK)
		return err;
	if (o->title != NULL)
		name_add(r->db, r->mem, NOUN_RECORD, out->id, out->division,
		    o->title);
	q = db_query(r->db, sql_version);
	db_bind_int(q, out->id);
	db_bind_int(q, out->version);
	db_bind_int(q, o->id);
	db_bind_int(q, o->submission_no);
	db_bind_text(q, json_text_of(r->mem, granted));
	return db_run(q);
}

static void
rename_kind(
    struct request *r, int64_t organisation_id, int kind, const char *name)
{
	struct query *q = db_query(r->db, sql_named);
	int64_t ids[VERSIONS_MAX], divisions[VERSIONS_MAX];
	size_t n = 0;

	db_bind_int(q, organisation_id);
	db_bind_int(q, kind);
	while (n < VERSIONS_MAX && db_step(q) == DB_ROW) {
		ids[n] = db_int(q, 0);
		divisions[n++] = db_int(q, 1);
	}
	for (size_t i = 0; i < n; i++) {
		q = db_query(r->db, sql_rename);
		db_bind_text(q, name);
		db_bind_text(q, name_key(r->mem, name));
		db_bind_int(q, ids[i]);
		db_run(q);
		name_add(
		    r->db, r->mem, NOUN_RECORD, ids[i], divisions[i], name);
	}
}

enum err
record_rename(struct request *r, int64_t organisation_id, const char *name)
{
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		if ((*k)->effect != NULL && (*k)->parent == NULL &&
		    !kind_has_title(*k))
			rename_kind(r, organisation_id, (*k)->number, name);
	return db_error(r->db);
}
