/* The statements of an office's claims, its colleagues and their absences. */
#include "app/claim/claim.h"

#include "app/desk/desk.h"

#define ROW                                                            \
	"SELECT l.order_id, l.desk, l.list, l.kind, o.order_no, "      \
	"l.title, i.name AS institution_name, l.due_at, "              \
	"IF(l.claim_until > UTC_TIMESTAMP(3), l.claim_account_id, 0) " \
	"AS account_id, l.claim_name AS actor_name, "                  \
	"l.claim_account_id <=> ? AS mine, "                           \
	"l.claim_until AS until FROM order_desks l "
#define ROW_OF "JOIN organisations i ON i.id = o.organisation_id "
/* Its own desk or, for who supervises the office, that of it. */
#define AT_OFFICE                                            \
	"l.desk_id = ? AND l.desk IN (?, ?) AND l.done = 0 " \
	"AND l.state = 1 "

static const char sql_list[] =
    ROW "JOIN orders o ON o.id = l.order_id " ROW_OF "WHERE " AT_OFFICE
	"AND l.claim_account_id IS NOT NULL "
	"AND l.claim_until > UTC_TIMESTAMP(3) "
	"ORDER BY l.claim_name, l.claim_account_id, l.due_at, l.order_id "
	"LIMIT 201";
_Static_assert(CLAIMS_SHOWN == 200, "the limit above");
static const char sql_row[] = ROW "JOIN orders o ON o.id = l.order_id " ROW_OF
				  "WHERE o.order_no = ? AND " AT_OFFICE;

/* Who has taken it meanwhile keeps it. */
#define AS_READ \
	"AND IF(claim_until > UTC_TIMESTAMP(3), claim_account_id, 0) = ?"
static const char sql_hand[] =
    "UPDATE order_desks SET claim_account_id = ?, claim_name = ?, "
    "claim_until = UTC_TIMESTAMP(3) + INTERVAL ? DAY "
    "WHERE order_id = ? AND desk = ? AND desk_id = ? AND done = 0 "
    "AND state = 1 " AS_READ;
static const char sql_end[] =
    "UPDATE order_desks SET claim_account_id = NULL, claim_name = NULL, "
    "claim_until = NULL WHERE order_id = ? AND desk = ? AND desk_id = ? "
    "AND done = 0 AND state = 1 " AS_READ;
static const char sql_hand_all[] =
    "UPDATE order_desks SET claim_account_id = ?, claim_name = ?, "
    "claim_until = UTC_TIMESTAMP(3) + INTERVAL ? DAY "
    "WHERE desk_id = ? AND list = ? AND desk = ? AND done = 0 AND state = 1 "
    "AND claim_account_id = ? AND claim_until > UTC_TIMESTAMP(3)";

/* With its permission, where the list takes one. */
#define COLLEAGUE                                                     \
	"SELECT a.id AS account_id, a.display_name, "                 \
	"b.until AS absent_until, a.id = ? AS me FROM grants g "      \
	"JOIN accounts a ON a.id = g.account_id AND a.state = 1 "     \
	"LEFT JOIN absences b ON b.account_id = a.id "                \
	"AND b.organisation_id = g.organisation_id "                  \
	"AND b.until > UTC_TIMESTAMP(3) "                             \
	"WHERE g.organisation_id = ? AND g.role = ? AND g.state = 1 " \
	"AND (? = 0 OR EXISTS (SELECT 1 FROM grant_permissions p "    \
	"WHERE p.grant_id = g.id AND p.list = ?)) "
static const char sql_colleagues[] =
    COLLEAGUE "ORDER BY a.display_name, a.id LIMIT 200";
static const char sql_colleague[] = COLLEAGUE "AND a.id = ?";

static const char sql_absence[] =
    "SELECT b.colleague_id, a.display_name, b.until FROM absences b "
    "JOIN accounts a ON a.id = b.colleague_id "
    "WHERE b.account_id = ? AND b.organisation_id = ? "
    "AND b.until > UTC_TIMESTAMP(3)";
static const char sql_keep_absence[] =
    "INSERT INTO absences (account_id, organisation_id, colleague_id, until, "
    "created_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE colleague_id = VALUES(colleague_id), "
    "until = VALUES(until), created_at = VALUES(created_at)";
static const char sql_end_absence[] =
    "DELETE FROM absences WHERE account_id = ? AND organisation_id = ?";

static const struct column row_columns[] = {
	COLUMN(office_claim, order_id),
	COLUMN(office_claim, desk),
	COLUMN(office_claim, list),
	COLUMN(office_claim, kind),
	COLUMN(office_claim, order_no),
	COLUMN(office_claim, title),
	COLUMN(office_claim, institution_name),
	COLUMN(office_claim, due_at),
	COLUMN(office_claim, account_id),
	COLUMN(office_claim, actor_name),
	COLUMN(office_claim, mine),
	COLUMN(office_claim, until),
};
static const struct shape row_shape = SHAPE(office_claim, row_columns);

static const struct column colleague_columns[] = {
	COLUMN(colleague, account_id),
	COLUMN(colleague, display_name),
	COLUMN(colleague, absent_until),
	COLUMN(colleague, me),
};
static const struct shape colleague_shape = SHAPE(colleague, colleague_columns);

static void
bind_office(struct request *r, struct query *q)
{
	bool supervises = r->actor.role == ROLE_PLATFORM_ADMIN;

	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, supervises ? r->actor.seat : r->actor.desk);
}

struct list
claim_list(struct request *r)
{
	struct query *q = db_query(r->db, sql_list);

	db_bind_int(q, r->actor.account_id);
	bind_office(r, q);
	return db_rows(q, r->mem, &row_shape, CLAIMS_SHOWN + 1);
}

bool
claim_row(struct request *r, const char *order_no, struct office_claim *out)
{
	struct query *q = db_query(r->db, sql_row);

	db_bind_int(q, r->actor.account_id);
	db_bind_text(q, order_no);
	bind_office(r, q);
	return db_one(q, r->mem, &row_shape, out);
}

static bool
run_as_read(struct request *r, struct query *q, const struct office_claim *c)
{
	db_bind_int(q, c->order_id);
	db_bind_int(q, c->desk);
	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, c->account_id);
	return db_run(q) == OK && db_affected(q) == 1;
}

bool
claim_hand(
    struct request *r, const struct office_claim *c, const struct colleague *to)
{
	struct query *q = db_query(r->db, sql_hand);

	db_bind_int(q, to->account_id);
	db_bind_text(q, to->display_name);
	db_bind_int(q, CLAIM_HANDED_DAYS);
	return run_as_read(r, q, c);
}

bool
claim_end(struct request *r, const struct office_claim *c)
{
	/* Of nobody's nothing is changed. */
	return run_as_read(r, db_query(r->db, sql_end), c) ||
	       c->account_id == 0;
}

int64_t
claim_hand_all(struct request *r, const struct order_list_kind *list,
    const struct colleague *to)
{
	struct query *q = db_query(r->db, sql_hand_all);

	db_bind_int(q, to->account_id);
	db_bind_text(q, to->display_name);
	db_bind_int(q, CLAIM_HANDED_DAYS);
	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, list->number);
	db_bind_int(q, r->actor.desk);
	db_bind_int(q, r->actor.account_id);
	return db_run(q) == OK ? db_affected(q) : 0;
}

static struct query *
colleagues(struct request *r, const char *sql, enum desk desk,
    const struct order_list_kind *list)
{
	struct query *q = db_query(r->db, sql);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, desk_row(desk)->role);
	db_bind_int(q, kind_list_lacks(list, desk, 0));
	db_bind_int(q, list->number);
	return q;
}

struct list
colleague_list(
    struct request *r, enum desk desk, const struct order_list_kind *list)
{
	return db_rows(colleagues(r, sql_colleagues, desk, list), r->mem,
	    &colleague_shape, CLAIMS_SHOWN);
}

bool
colleague_find(struct request *r, enum desk desk,
    const struct order_list_kind *list, int64_t account_id,
    struct colleague *out)
{
	struct query *q = colleagues(r, sql_colleague, desk, list);

	db_bind_int(q, account_id);
	return db_one(q, r->mem, &colleague_shape, out);
}

bool
absence_find(struct request *r, struct absence *out)
{
	struct query *q = db_query(r->db, sql_absence);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.organisation_id);
	if (db_step(q) != DB_ROW)
		return false;
	*out = (struct absence){ .account_id = db_int(q, 0),
		.display_name = db_text(q, r->mem, 1),
		.until = db_time(q, 2) };
	return true;
}

void
absence_keep(struct request *r, const struct absence *a)
{
	struct query *q = db_query(r->db, sql_keep_absence);
	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.organisation_id);
	db_bind_int(q, a->account_id);
	db_bind_time(q, a->until);
	db_run(q);
}

void
absence_end(struct request *r)
{
	struct query *q = db_query(r->db, sql_end_absence);

	db_bind_int(q, r->actor.account_id);
	db_bind_int(q, r->actor.organisation_id);
	db_run(q);
}
