/* The statements of duties; see duty.h. */
#include "app/duty/duty.h"

#include "app/kind/kind.h"

static const char sql_set[] =
    "INSERT INTO duties (organisation_id, kind, object_id, order_id, due_at, "
    "created_at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE order_id = VALUES(order_id), "
    "due_at = VALUES(due_at), done_at = NULL";
static const char sql_clear[] =
    "UPDATE duties SET done_at = UTC_TIMESTAMP(3) WHERE kind = ? "
    "AND object_id = ? AND organisation_id = ? AND done_at IS NULL";
static const char sql_own[] =
    "SELECT d.kind AS duty, d.due_at, IFNULL(d.due_at < UTC_TIMESTAMP(3), 0) "
    "AS late, "
    "o.order_no, o.title FROM duties d "
    "LEFT JOIN orders o ON o.id = d.order_id "
    "AND o.organisation_id = d.organisation_id "
    "WHERE d.organisation_id = ? AND d.done_at IS NULL "
    "ORDER BY d.due_at IS NULL, d.due_at, d.id";

static const struct column columns[] = {
	COLUMN_WITH(duty, duty, .words = &duty_words),
	COLUMN_WITH(duty, due_at, .flags = COLUMN_NULLABLE),
	COLUMN(duty, late),
	COLUMN_WITH(duty, order_no, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(duty, title, .flags = COLUMN_NULLABLE),
};
const struct shape duty_shape = SHAPE(duty, columns);

enum err
duty_set(struct db *db, const struct duty_asked *asked)
{
	struct query *q = db_query(db, sql_set);

	db_bind_int(q, asked->organisation_id);
	db_bind_int(q, asked->duty);
	db_bind_int(q, asked->object_id);
	db_bind_id(q, asked->order_id);
	db_bind_time(q, asked->due_at);
	return db_run(q);
}

enum err
duty_clear(
    struct db *db, int64_t duty, int64_t object_id, int64_t organisation_id)
{
	struct query *q = db_query(db, sql_clear);

	db_bind_int(q, duty);
	db_bind_int(q, object_id);
	db_bind_int(q, organisation_id);
	return db_run(q);
}

/* All are read, but for those of a newer program's making not counted: an
 * organisation owes a handful. */
struct list
duty_own(struct request *r, struct total *total_out)
{
	struct duty *all = arena_alloc(r->mem, DUTIES_SHOWN * sizeof(*all));
	struct query *q = db_query(r->db, sql_own);
	int64_t found = 0;
	struct duty next;
	size_t n = 0;

	db_bind_int(q, r->actor.organisation_id);
	while (found <= COUNT_CAP && db_step(q) == DB_ROW) {
		next = (struct duty){ 0 };
		db_row(q, r->mem, &duty_shape, &next);
		if (words_at(&duty_words, next.duty) == NULL)
			continue;
		found++;
		if (n < DUTIES_SHOWN)
			all[n++] = next;
	}
	*total_out = total_capped(found);
	return (struct list){ all, n };
}
