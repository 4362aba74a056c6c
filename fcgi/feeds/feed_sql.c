/* Statements about batches, and of whom they tell. */
#include "feeds/feed.h"

#include <string.h>

#include "app/app_key/app_key.h"

static const char sql_insert[] =
    "INSERT INTO feed_batches (feed, batch_no, digest, app, received_at) "
    "VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char sql_answer[] =
    "SELECT digest, answer FROM feed_batches WHERE feed = ? AND batch_no = ?";
static const char sql_answered[] =
    "UPDATE feed_batches SET answer = ? WHERE id = ?";
static const char sql_institutions[] =
    "SELECT code, id, division FROM organisations WHERE kind = 1 AND code IN ";
_Static_assert(ORGANISATION_INSTITUTION == 1, "the kind above");

static const struct column institution_columns[] = {
	COLUMN(feed_institution, code),
	COLUMN(feed_institution, id),
	COLUMN(feed_institution, division),
};
static const struct shape institution_shape =
    SHAPE(feed_institution, institution_columns);

int64_t
feed_batch_insert(struct request *r, enum feed_number feed,
    const char *batch_no, const unsigned char digest[DIGEST_BYTES])
{
	struct query *q = db_query(r->db, sql_insert);

	db_bind_int(q, feed);
	db_bind_text(q, batch_no);
	db_bind_bytes(q, digest, DIGEST_BYTES);
	db_bind_text(q, r->app == NULL ? "file" : r->app->app);
	return db_step(q) == DB_DONE ? db_inserted_id(q) : 0;
}

bool
feed_batch_answer(struct request *r, enum feed_number feed,
    const char *batch_no, const unsigned char digest[DIGEST_BYTES],
    const char **answer_out)
{
	struct query *q = db_query(r->db, sql_answer);
	const void *before;
	size_t len;

	db_bind_int(q, feed);
	db_bind_text(q, batch_no);
	if (db_step(q) != DB_ROW)
		return false;
	before = db_bytes(q, r->mem, 0, &len);
	*answer_out = db_text(q, r->mem, 1);
	return len == DIGEST_BYTES && memcmp(before, digest, len) == 0;
}

void
feed_batch_answered(struct request *r, int64_t id, const char *answer)
{
	struct query *q = db_query(r->db, sql_answered);

	db_bind_text(q, answer);
	db_bind_int(q, id);
	db_run(q);
}

struct list
feed_institutions_read(struct request *r, const char *const *codes, size_t n)
{
	struct feed_institution *all =
	    arena_alloc(r->mem, (n + 1) * sizeof(*all));
	size_t found = 0;

	for (size_t i = 0, bite; i < n; i += bite) {
		struct query *q;

		bite = feed_bite(n - i);
		q = db_query(r->db, feed_rows_sql(r->mem, sql_institutions,
					(unsigned)bite, 1, ""));
		for (size_t k = 0; k < bite; k++)
			db_bind_text(q, codes[i + k]);
		while (found < n && db_step(q) == DB_ROW)
			db_row(q, r->mem, &institution_shape, &all[found++]);
	}
	return (struct list){ all, found };
}

void
feed_bind_institution(struct query *q, const struct feed_institution *of)
{
	db_bind_int(q, of->id);
	db_bind_int(q, of->division / 10000);
	db_bind_int(q, of->division / 100);
	db_bind_int(q, of->division);
}
