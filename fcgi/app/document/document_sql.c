/* The statements of papers; see document.h. */
#include "app/document/document_sql.h"

enum { LISTED = 100 };

/* A paper that is made and not ready has its job, which tells what keeps it. */
#define DOCUMENT                                                             \
	"SELECT d.id, d.order_id, d.no, d.kind, d.organisation_id, "         \
	"d.credential_id, IF(d.state = 1 AND j.state = 4, 3, d.state) "      \
	"AS state, d.standing, j.last_error AS why, d.document_no, d.code, " \
	"d.created_at, d.ready_at, d.changed_at FROM documents d "           \
	"LEFT JOIN jobs j ON j.kind = 5 AND j.object_id = d.id "             \
	"AND d.state = 1 "
_Static_assert(DOCUMENT_JOB == 5, "the job above");

static const char sql_insert[] =
    "INSERT INTO documents (document_no, code, kind, order_id, no, "
    "organisation_id, credential_id, state, standing, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, 1, 1, UTC_TIMESTAMP(3))";
static const char sql_supersede[] =
    "UPDATE documents SET standing = 2, changed_at = UTC_TIMESTAMP(3) "
    "WHERE order_id = ? AND standing = 1";
static const char sql_revoke[] =
    "UPDATE documents SET standing = 3, changed_at = UTC_TIMESTAMP(3) "
    "WHERE id = ? AND standing = 1";
static const char sql_current[] =
    DOCUMENT "WHERE d.order_id = ? AND d.standing = 1 "
	     "ORDER BY d.no DESC LIMIT 1";
static const char sql_by_id[] = DOCUMENT "WHERE d.id = ?";
static const char sql_by_no[] = DOCUMENT "WHERE d.document_no = ?";
static const char sql_by_code[] = DOCUMENT "WHERE d.code = ?";
static const char sql_list[] =
    DOCUMENT "WHERE d.order_id = ? ORDER BY d.no DESC LIMIT 100";
static const char sql_keep[] =
    "UPDATE documents SET state = 2, content = ?, size = ?, "
    "ready_at = UTC_TIMESTAMP(3) "
    "WHERE id = ? AND state = 1 AND standing = 1";
static const char sql_content[] = "SELECT content FROM documents WHERE id = ?";

static const struct column columns[] = {
	COLUMN(document, id),
	COLUMN(document, order_id),
	COLUMN(document, no),
	COLUMN(document, kind),
	COLUMN(document, organisation_id),
	COLUMN(document, credential_id),
	COLUMN(document, state),
	COLUMN(document, standing),
	COLUMN(document, why),
	COLUMN(document, document_no),
	COLUMN(document, code),
	COLUMN(document, created_at),
	COLUMN(document, ready_at),
	COLUMN(document, changed_at),
};
static const struct shape row_shape = SHAPE(document, columns);

enum err
document_insert(struct db *db, struct document *d)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_text(q, d->document_no);
	db_bind_text(q, d->code);
	db_bind_int(q, d->kind);
	db_bind_int(q, d->order_id);
	db_bind_int(q, d->no);
	db_bind_int(q, d->organisation_id);
	db_bind_int(q, d->credential_id);
	if (db_run(q) != OK)
		return db_error(db);
	d->id = db_inserted_id(q);
	return OK;
}

enum err
document_supersede(struct db *db, int64_t order_id)
{
	struct query *q = db_query(db, sql_supersede);

	db_bind_int(q, order_id);
	return db_run(q);
}

bool
document_revoke(struct db *db, const struct document *d)
{
	struct query *q = db_query(db, sql_revoke);

	db_bind_int(q, d->id);
	return db_run(q) == OK && db_affected(q) == 1;
}

/* What its job says it waits for; anything else is a try that failed. */
static void
say_awaited(struct document *d)
{
	const struct word *w =
	    d->why == NULL ? NULL : words_find(&document_awaits_words, d->why);

	if (d->state == DOCUMENT_WAITING)
		d->awaits = d->why == NULL ? AWAITS_DRAWING
			    : w == NULL    ? AWAITS_RETRY
					   : w->value;
}

static bool
read(struct query *q, struct arena *mem, struct document *out)
{
	bool found = db_one(q, mem, &row_shape, out);

	say_awaited(out);
	return found;
}

bool
document_current(
    struct db *db, struct arena *mem, int64_t order_id, struct document *out)
{
	struct query *q = db_query(db, sql_current);

	db_bind_int(q, order_id);
	return read(q, mem, out);
}

bool
document_by_id(
    struct db *db, struct arena *mem, int64_t id, struct document *out)
{
	struct query *q = db_query(db, sql_by_id);

	db_bind_int(q, id);
	return read(q, mem, out);
}

bool
document_by_no(
    struct db *db, struct arena *mem, const char *no, struct document *out)
{
	struct query *q = db_query(db, sql_by_no);

	db_bind_text(q, no);
	return read(q, mem, out);
}

bool
document_by_code(
    struct db *db, struct arena *mem, const char *code, struct document *out)
{
	struct query *q = db_query(db, sql_by_code);

	db_bind_text(q, code);
	return read(q, mem, out);
}

struct list
document_list(struct db *db, struct arena *mem, int64_t order_id)
{
	struct document *all = arena_alloc(mem, LISTED * sizeof(*all));
	struct query *q = db_query(db, sql_list);
	size_t n = 0;

	db_bind_int(q, order_id);
	while (n < LISTED && read(q, mem, &all[n]))
		/* None of a newer program's making. */
		n += kind_issue(all[n].kind) != NULL;
	return (struct list){ all, n };
}

bool
document_keep_content(
    struct db *db, int64_t id, const void *box, size_t len, size_t size)
{
	struct query *q = db_query(db, sql_keep);

	db_bind_bytes(q, box, len);
	db_bind_int(q, (int64_t)size);
	db_bind_int(q, id);
	return db_run(q) == OK && db_affected(q) == 1;
}

const void *
document_content(struct db *db, struct arena *mem, int64_t id, size_t *len_out)
{
	struct query *q = db_query(db, sql_content);

	db_bind_int(q, id);
	return db_step(q) == DB_ROW ? db_bytes(q, mem, 0, len_out) : NULL;
}
