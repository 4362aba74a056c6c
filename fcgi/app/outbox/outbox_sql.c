/* Statements about messages; see outbox.h. */
#include "app/outbox/outbox_sql.h"

static const char sql_insert[] =
    "INSERT INTO outbox (message_id, carrier, message, language, recipient, "
    "params, state, attempts, created_at, expires_at) VALUES "
    "(?, ?, ?, ?, ?, ?, ?, 0, UTC_TIMESTAMP(3), "
    "UTC_TIMESTAMP(3) + INTERVAL ? SECOND)";

#define ROW                                                                    \
	"SELECT id, message, language, state, attempts, message_id, "          \
	"recipient AS recipient_sealed, params AS params_sealed, created_at, " \
	"expires_at <= UTC_TIMESTAMP(3) AS expired FROM outbox "
static const char sql_find[] = ROW "WHERE id = ?";
/* 3: sent. */
static const char sql_last[] = ROW "WHERE state = 3 ORDER BY id DESC LIMIT ?";

/* 2: being sent. What is forgotten stays so. */
static const char sql_note[] =
    "UPDATE outbox SET state = ?, attempts = attempts + (? = 2), "
    "last_error = ?, sent_at = IF(? = 3, UTC_TIMESTAMP(3), sent_at), "
    "recipient = IF(? = 1, NULL, recipient), "
    "params = IF(? = 1, NULL, params) WHERE id = ?";

static const char sql_drop[] = "DELETE FROM outbox WHERE id = ?";

static const struct column columns[] = {
	COLUMN(outbox_row, id),
	COLUMN(outbox_row, message),
	COLUMN(outbox_row, language),
	COLUMN(outbox_row, state),
	COLUMN(outbox_row, attempts),
	COLUMN(outbox_row, expired),
	COLUMN(outbox_row, message_id),
	COLUMN(outbox_row, recipient_sealed),
	COLUMN(outbox_row, params_sealed),
	COLUMN(outbox_row, created_at),
};
static const struct shape row_shape = SHAPE(outbox_row, columns);

int64_t
outbox_insert(struct db *db, const struct outbox_row *row, enum carrier carrier,
    int seconds)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_text(q, row->message_id);
	db_bind_int(q, carrier);
	db_bind_int(q, row->message);
	db_bind_int(q, row->language);
	db_bind_text(q, row->recipient_sealed);
	db_bind_text(q, row->params_sealed);
	db_bind_int(q, row->state);
	db_bind_int(q, seconds);
	return db_step(q) == DB_DONE ? db_inserted_id(q) : 0;
}

bool
outbox_find(
    struct db *db, struct arena *mem, int64_t id, struct outbox_row *out)
{
	struct query *q = db_query(db, sql_find);

	db_bind_int(q, id);
	return db_one(q, mem, &row_shape, out);
}

struct list
outbox_last(struct db *db, struct arena *mem, size_t max)
{
	struct query *q = db_query(db, sql_last);

	db_bind_int(q, (int64_t)max);
	return db_rows(q, mem, &row_shape, max);
}

void
outbox_note(struct db *db, int64_t id, enum outbox_state state, const char *why,
    bool forget)
{
	struct query *q = db_query(db, sql_note);

	db_bind_int(q, state);
	db_bind_int(q, state);
	db_bind_text(q, why);
	db_bind_int(q, state);
	db_bind_int(q, forget);
	db_bind_int(q, forget);
	db_bind_int(q, id);
	db_run(q);
}

void
outbox_drop(struct db *db, int64_t id)
{
	struct query *q = db_query(db, sql_drop);

	db_bind_int(q, id);
	db_run(q);
}
