/* Statements about captchas. */
#include "app/captcha/captcha.h"
#include "app/captcha/captcha_sql.h"

#include <strings.h>

static const char sql_take[] =
    "SELECT id, answer FROM captchas WHERE issued_at IS NULL "
    "ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";

static const char sql_issue[] =
    "UPDATE captchas SET token = ?, issued_at = UTC_TIMESTAMP(3) "
    "WHERE id = ?";

static const char sql_image[] =
    "SELECT image FROM captchas WHERE token = ? AND spent = 0 "
    "AND issued_at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND";

static const char sql_spend[] =
    "UPDATE captchas SET spent = 1 WHERE token = ? AND spent = 0 "
    "AND issued_at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND";

static const char sql_answer[] = "SELECT answer FROM captchas WHERE token = ?";

static const char sql_ready[] =
    "SELECT COUNT(*) FROM captchas WHERE issued_at IS NULL";

static const char sql_add[] =
    "INSERT INTO captchas (answer, image, spent, created_at) "
    "VALUES (?, ?, 0, UTC_TIMESTAMP(3))";

static const char sql_clear[] =
    "DELETE FROM captchas WHERE issued_at < UTC_TIMESTAMP(3) - "
    "INTERVAL ? SECOND LIMIT 500";

const char *
captcha_take(struct request *r, const char *token)
{
	struct query *q = db_query(r->db, sql_take);
	const char *answer;
	int64_t id;

	if (db_step(q) != DB_ROW)
		return NULL;
	id = db_int(q, 0);
	answer = db_text(q, r->mem, 1);
	q = db_query(r->db, sql_issue);
	db_bind_text(q, token);
	db_bind_int(q, id);
	return db_run(q) == OK ? answer : NULL;
}

const void *
captcha_image(struct request *r, const char *token, size_t *len_out)
{
	struct query *q = db_query(r->db, sql_image);

	db_bind_text(q, token);
	db_bind_int(q, CAPTCHA_SECONDS);
	return db_step(q) == DB_ROW ? db_bytes(q, r->mem, 0, len_out) : NULL;
}

bool
captcha_spend(struct request *r, const char *id, const char *answer)
{
	struct query *q = db_query(r->db, sql_spend);

	db_bind_text(q, id);
	db_bind_int(q, CAPTCHA_SECONDS);
	if (db_run(q) != OK || db_affected(q) != 1)
		return false;
	q = db_query(r->db, sql_answer);
	db_bind_text(q, id);
	return db_step(q) == DB_ROW &&
	       strcasecmp(db_text(q, r->mem, 0), answer) == 0;
}

int64_t
captcha_ready(struct db *db)
{
	struct query *q = db_query(db, sql_ready);

	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

void
captcha_add(struct db *db, const char *answer, const void *image, size_t len)
{
	struct query *q = db_query(db, sql_add);

	db_bind_text(q, answer);
	db_bind_bytes(q, image, len);
	db_run(q);
}

void
captcha_clear_old(struct db *db)
{
	struct query *q = db_query(db, sql_clear);

	db_bind_int(q, CAPTCHA_SECONDS * 2);
	db_run(q);
}
