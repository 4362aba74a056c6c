/* See notice_sql.h. */
#include "app/notice/notice_sql.h"

enum { RECIPIENTS_MAX = 500, LOADS_MAX = 4000, UNREAD_COUNTED = 100 };

static const char sql_with_role[] =
    "SELECT g.account_id, g.organisation_id FROM grants g "
    "JOIN accounts a ON a.id = g.account_id AND a.state = 1 "
    "WHERE g.organisation_id = ? AND g.role = ? AND g.state = 1 "
    "AND (? = 0 OR EXISTS (SELECT 1 FROM grant_permissions p "
    "WHERE p.grant_id = g.id AND p.list = ?)) ORDER BY g.id LIMIT 500";
/* Who has left since reads nothing of it. */
#define STILL                                                        \
	"JOIN grants g ON g.account_id = e.account_id "              \
	"AND g.organisation_id = e.organisation_id AND g.state = 1 " \
	"JOIN accounts a ON a.id = g.account_id AND a.state = 1 "
static const char sql_is_there[] =
    "SELECT g.account_id, g.organisation_id FROM grants g "
    "JOIN accounts a ON a.id = g.account_id AND a.state = 1 "
    "WHERE g.account_id = ? AND g.organisation_id = ? AND g.state = 1 LIMIT 1";
static const char sql_approvers[] =
    "SELECT DISTINCT e.account_id, e.organisation_id FROM order_events e " STILL
    "WHERE e.order_id = ? AND e.submission_no >= ? AND e.event = 4 "
    "AND e.account_id NOT IN (0, ?)";
static const char sql_rejecter[] =
    "SELECT DISTINCT e.account_id, e.organisation_id FROM order_events e " STILL
    "WHERE e.id = (SELECT MAX(id) FROM order_events "
    "WHERE order_id = ? AND event = 5)";
_Static_assert(EVENT_APPROVE == 4 && EVENT_REJECT == 5, "the events above");

static const char sql_insert[] =
    "INSERT INTO notices (account_id, organisation_id, notice, order_id, "
    "params, at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char sql_loads[] =
    "SELECT desk_id AS organisation_id, COUNT(*) AS n, "
    "MIN(due_at) AS due_at FROM order_desks WHERE desk_id IS NOT NULL "
    "AND list = ? AND desk = ? AND due_at >= ? AND due_at < ? "
    "AND applicant_until IS NULL "
    "GROUP BY desk_id LIMIT 4000";
static const char sql_supplements[] =
    "SELECT s.order_id, s.until FROM supplements s "
    "WHERE s.ended_at IS NULL AND s.until >= ? AND s.until < ? LIMIT 4000";
static const char sql_account_proofs[] =
    "SELECT p.order_id, p.until FROM account_proofs p "
    "WHERE p.ended_at IS NULL AND p.until >= ? AND p.until < ? LIMIT 4000";
static const char sql_duties[] =
    "SELECT organisation_id, kind, due_at FROM duties "
    "WHERE done_at IS NULL AND due_at >= ? AND due_at < ? LIMIT 4000";
static const char sql_day[] = "INSERT IGNORE INTO notice_days (day) VALUES (?)";

#define OWN "n.account_id = ? AND n.organisation_id = ? "
static const char sql_select[] =
    "SELECT n.id, n.notice, o.kind, o.order_no, n.params, "
    "n.read_at IS NOT NULL AS `read`, "
    "o.organisation_id = n.organisation_id AS mine, n.at "
    "FROM notices n LEFT JOIN orders o ON o.id = n.order_id WHERE " OWN
    "AND (? = 0 OR n.id < ?) AND (? = 0 OR n.read_at IS NULL) "
    "ORDER BY n.id DESC LIMIT ?";
static const char sql_unread[] =
    "SELECT COUNT(*) FROM (SELECT 1 FROM notices n WHERE " OWN
    "AND n.read_at IS NULL LIMIT 100) AS found";
_Static_assert(UNREAD_COUNTED == 100, "the limit above");
static const char sql_mark_one[] =
    "UPDATE notices n SET n.read_at = UTC_TIMESTAMP(3) WHERE " OWN
    "AND n.id = ? AND n.read_at IS NULL";
static const char sql_mark_all[] =
    "UPDATE notices n SET n.read_at = UTC_TIMESTAMP(3) WHERE " OWN
    "AND n.id <= ? AND n.read_at IS NULL";

static const char sql_choices[] =
    "SELECT language, mail, sms FROM notice_choices WHERE account_id = ?";
static const char sql_choose[] =
    "INSERT INTO notice_choices (account_id, language, mail, sms) "
    "VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
    "language = VALUES(language), mail = VALUES(mail), sms = VALUES(sms)";

static const struct column recipient_columns[] = {
	COLUMN(recipient, account_id),
	COLUMN(recipient, organisation_id),
};
static const struct shape recipient_shape = SHAPE(recipient, recipient_columns);

static const struct column load_columns[] = {
	COLUMN(notice_load, organisation_id),
	COLUMN(notice_load, n),
	COLUMN(notice_load, due_at),
};
static const struct shape load_shape = SHAPE(notice_load, load_columns);

static const struct column duty_columns[] = {
	COLUMN(notice_duty, organisation_id),
	COLUMN(notice_duty, kind),
	COLUMN(notice_duty, due_at),
};
static const struct shape duty_shape = SHAPE(notice_duty, duty_columns);

static const struct column asked_columns[] = {
	COLUMN(notice_asked, order_id),
	COLUMN(notice_asked, until),
};
static const struct shape asked_shape = SHAPE(notice_asked, asked_columns);

static const struct column item_columns[] = {
	COLUMN(notice_item, id),
	COLUMN(notice_item, notice),
	COLUMN(notice_item, kind),
	COLUMN(notice_item, order_no),
	COLUMN(notice_item, params),
	COLUMN(notice_item, read),
	COLUMN(notice_item, mine),
	COLUMN(notice_item, at),
};
static const struct shape item_shape = SHAPE(notice_item, item_columns);

struct list
notice_deciders(struct db *db, struct arena *mem, int64_t organisation_id,
    int64_t role, int64_t list)
{
	struct query *q = db_query(db, sql_with_role);

	db_bind_int(q, organisation_id);
	db_bind_int(q, role);
	db_bind_int(q, list);
	db_bind_int(q, list);
	return db_rows(q, mem, &recipient_shape, RECIPIENTS_MAX);
}

struct list
notice_applicants(
    struct db *db, struct arena *mem, int64_t organisation_id, bool institution)
{
	return notice_deciders(db, mem, organisation_id,
	    institution ? ROLE_OPERATOR : ROLE_PLATFORM_ADMIN, 0);
}

struct list
notice_approvers(struct db *db, struct arena *mem, int64_t order_id,
    int64_t round_no, int64_t but)
{
	struct query *q = db_query(db, sql_approvers);

	db_bind_int(q, order_id);
	db_bind_int(q, round_no);
	db_bind_int(q, but);
	return db_rows(q, mem, &recipient_shape, RECIPIENTS_MAX);
}

struct list
notice_rejecter(struct db *db, struct arena *mem, int64_t order_id)
{
	struct query *q = db_query(db, sql_rejecter);

	db_bind_int(q, order_id);
	return db_rows(q, mem, &recipient_shape, 1);
}

struct list
notice_one(struct db *db, struct arena *mem, const struct recipient *to)
{
	struct query *q = db_query(db, sql_is_there);

	db_bind_int(q, to->account_id);
	db_bind_int(q, to->organisation_id);
	return db_rows(q, mem, &recipient_shape, 1);
}

void
notice_insert(struct db *db, const struct recipient *to, enum notice notice,
    int64_t order_id, const char *params)
{
	struct query *q = db_query(db, sql_insert);

	db_bind_int(q, to->account_id);
	db_bind_int(q, to->organisation_id);
	db_bind_int(q, notice);
	db_bind_id(q, order_id);
	db_bind_text(q, params);
	db_run(q);
}

struct list
notice_loads(struct db *db, struct arena *mem, int64_t list, int64_t desk,
    struct moment from, struct moment to)
{
	static const struct moment first = { 1 };
	struct query *q = db_query(db, sql_loads);

	db_bind_int(q, list);
	db_bind_int(q, desk);
	db_bind_time(q, from.ms == 0 ? first : from);
	db_bind_time(q, to);
	return db_rows(q, mem, &load_shape, LOADS_MAX);
}

struct list
notice_duties(
    struct db *db, struct arena *mem, struct moment from, struct moment to)
{
	struct query *q = db_query(db, sql_duties);

	db_bind_time(q, from);
	db_bind_time(q, to);
	return db_rows(q, mem, &duty_shape, LOADS_MAX);
}

struct list
notice_asked(struct db *db, struct arena *mem, enum notice notice,
    struct moment from, struct moment to)
{
	struct query *q =
	    db_query(db, notice == NOTICE_SUPPLEMENT_SOON ? sql_supplements
							  : sql_account_proofs);

	db_bind_time(q, from);
	db_bind_time(q, to);
	return db_rows(q, mem, &asked_shape, LOADS_MAX);
}

bool
notice_day(struct db *db, int day)
{
	struct query *q = db_query(db, sql_day);

	db_bind_int(q, day);
	return db_run(q) == OK && db_affected(q) == 1;
}

struct list
notice_select(struct request *r, int64_t before, bool unread, int64_t take)
{
	struct query *q = db_query(r->db, sql_select);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, before);
	db_bind_int(q, before);
	db_bind_int(q, unread);
	db_bind_int(q, take);
	return db_rows(q, r->mem, &item_shape, (size_t)take);
}

int64_t
notice_count_unread(struct request *r)
{
	struct query *q = db_query(r->db, sql_unread);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.organisation_id);
	return db_step(q) == DB_ROW ? db_int(q, 0) : 0;
}

void
notice_mark(struct request *r, int64_t id, bool up_to)
{
	struct query *q = db_query(r->db, up_to ? sql_mark_all : sql_mark_one);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, id);
	db_run(q);
}

bool
notice_find_choices(
    struct db *db, int64_t account_id, struct notice_choices *out)
{
	struct query *q = db_query(db, sql_choices);

	db_bind_int(q, account_id);
	if (db_step(q) != DB_ROW)
		return false;
	out->language = db_int(q, 0);
	out->mail = db_int(q, 1) != 0;
	out->sms = db_int(q, 2) != 0;
	return true;
}

void
notice_choose(
    struct request *r, int64_t account_id, const struct notice_choices *choices)
{
	struct query *q = db_query(r->db, sql_choose);

	db_bind_int(q, account_id);
	db_bind_int(q, choices->language);
	db_bind_int(q, choices->mail);
	db_bind_int(q, choices->sms);
	db_run(q);
}
