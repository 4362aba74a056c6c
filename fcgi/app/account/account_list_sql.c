/* The statements of an administrator's list of accounts. */
#include <stdlib.h>

#include "app/account/account_list.h"
#include "app/division/division.h"
#include "app/list/columns.h"
#include "lib/filter.h"

/* What an admin oversees (account_oversees()): the own organisation, or those
 * of a division, of kinds up to one. */
#define OVERSEEN                                                \
	"g.account_id = a.id AND g.state = 1 AND (o.id = ? OR " \
	"(o.kind <= ? AND o.division BETWEEN ? AND ?)) "
#define THEIRS                                \
	"JOIN grants g JOIN organisations o " \
	"ON o.id = g.organisation_id AND " OVERSEEN
/* The hint: a table of few is else joined by a buffer, which keeps no order. */
#define LOCK                                                         \
	"LEFT JOIN login_tries t FORCE INDEX (login_tries_account) " \
	"ON t.account_id = a.id "                                    \
	"AND t.locked_until > UTC_TIMESTAMP(3) "

#define F(member, text, how) FILTER(account_query, member, text, how)
static const struct filter filters[] = {
	F(name, "AND a.name_key LIKE ? ", FILTER_CONTAINS),
	F(organisation_name, "AND o.name_key LIKE ? ", FILTER_CONTAINS),
	F(role, "AND g.role = ? ", FILTER_EQUAL),
	/* Last, so that the counts per state can leave it out. */
	F(state, "AND " ACCOUNT_STATE_SQL " = ? ", FILTER_EQUAL),
};
enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

static const char sql_overseen[] = "FROM accounts a " THEIRS LOCK "WHERE TRUE ";

/*
 * Who oversees the nation oversees everybody. So many are not joined to be
 * counted and sorted: they come along an index in the order of their ids, so
 * that a page and a capped count stop early. A name that few have is looked
 * for in all of them; those who are locked are always few.
 */
#define BY_GRANT                                                \
	"STRAIGHT_JOIN accounts a ON a.id = g.account_id " LOCK \
	"WHERE g.state = 1 "
#define GRANTS "STRAIGHT_JOIN grants g ON g.account_id = a.id AND g.state = 1 "
static const char sql_everybody[] =
    "FROM grants g FORCE INDEX (grants_once) " BY_GRANT;
static const char sql_everybody_in_a_role[] =
    "FROM grants g FORCE INDEX (grants_role) " BY_GRANT;
static const char sql_everybody_named[] =
    "FROM accounts a FORCE INDEX (PRIMARY) " GRANTS LOCK "WHERE TRUE ";
static const char sql_everybody_closed[] =
    "FROM accounts a FORCE INDEX (accounts_state) " GRANTS LOCK
    "WHERE a.state = 2 ";
static const char sql_everybody_locked[] =
    "FROM login_tries t STRAIGHT_JOIN accounts a ON a.id = t.account_id " GRANTS
    "WHERE t.locked_until > UTC_TIMESTAMP(3) ";

static const char sql_counts[] =
    "SELECT " ACCOUNT_STATE_SQL " AS state, COUNT(DISTINCT a.id) ";

/* What is found decides who is listed; of them all is shown. */
static const char sql_items[] = "FROM (SELECT g.account_id AS id ";
static const char sql_items_end[] =
    "LIMIT ? OFFSET ?) AS page JOIN accounts a ON a.id = page.id " THEIRS LOCK
    "GROUP BY a.id, a.name, a.display_name, a.created_at, a.state, "
    "t.account_id, t.locked_until ORDER BY a.id ";

static const char sql_is_overseen[] =
    "SELECT 1 FROM accounts a " THEIRS "WHERE a.id = ? LIMIT 1";

static bool
is_everybody(const struct request *r, const struct account_query *query)
{
	return r->actor.organisation_kind == ORGANISATION_BUREAU &&
	       r->actor.division == 0 && query->organisation_name == NULL;
}

static const char *
everybody(const struct account_query *query, int64_t state)
{
	if (state == ACCOUNT_CLOSED)
		return sql_everybody_closed;
	if (state == ACCOUNT_LOCKED)
		return sql_everybody_locked;
	if (query->name != NULL)
		return sql_everybody_named;
	return query->role != 0 ? sql_everybody_in_a_role : sql_everybody;
}

static void
bind_overseen(struct query *q, const struct request *r)
{
	const struct actor *a = &r->actor;
	bool reviews = a->role == ROLE_DISTRICT_REVIEWER;

	db_bind_int(q, reviews ? 0 : a->organisation_id);
	db_bind_int(q, reviews ? ORGANISATION_INSTITUTION
		       : a->organisation_kind == ORGANISATION_BUREAU ? INT8_MAX
								     : 0);
	db_bind_int(q, a->division);
	db_bind_int(q, a->division + division_width(a->division) - 1);
}

bool
account_is_overseen(struct request *r, int64_t id)
{
	struct query *q = db_query(r->db, sql_is_overseen);

	bind_overseen(q, r);
	db_bind_int(q, id);
	return db_step(q) == DB_ROW;
}

static struct total
count_capped(
    struct request *r, const struct account_query *query, int64_t state)
{
	struct account_query of = *query;
	struct buf sql = buf_new(r->mem);
	struct query *q;

	of.state = state;
	buf_puts(&sql, "SELECT COUNT(*) FROM (SELECT g.account_id ");
	buf_puts(&sql, everybody(&of, state));
	filter_add(&sql, filters, FILTERS, &of);
	buf_puts(&sql, "GROUP BY g.account_id LIMIT ?) AS found");
	q = db_query(r->db, buf_text(&sql));
	filter_bind(q, r->mem, filters, FILTERS, &of);
	db_bind_int(q, COUNT_CAP + 1);
	return total_capped(db_step(q) == DB_ROW ? db_int(q, 0) : 0);
}

void
account_list_count(struct request *r, const struct account_query *query,
    struct account_counts *out)
{
	struct total *n =
	    arena_alloc(r->mem, (ACCOUNT_LOCKED + 1) * sizeof(*n));
	struct buf sql = buf_new(r->mem);
	struct query *q;

	*out = (struct account_counts){ .active = &n[ACCOUNT_ACTIVE],
		.closed = &n[ACCOUNT_CLOSED],
		.locked = &n[ACCOUNT_LOCKED] };
	if (is_everybody(r, query)) {
		for (int64_t i = ACCOUNT_ACTIVE; i <= ACCOUNT_LOCKED; i++)
			n[i] = count_capped(r, query, i);
		return;
	}
	for (int64_t i = ACCOUNT_ACTIVE; i <= ACCOUNT_LOCKED; i++)
		n[i] = (struct total){ 0, true };
	buf_puts(&sql, sql_counts);
	buf_puts(&sql, sql_overseen);
	filter_add(&sql, filters, FILTERS - 1, query);
	buf_puts(&sql, "GROUP BY 1");
	q = db_query(r->db, buf_text(&sql));
	bind_overseen(q, r);
	filter_bind(q, r->mem, filters, FILTERS - 1, query);
	while (db_step(q) == DB_ROW)
		n[db_int(q, 0)].count = db_int(q, 1);
}

struct total
account_list_total(
    const struct account_counts *c, const struct account_query *query)
{
	const struct total *by_state[] = { NULL, c->active, c->closed,
		c->locked };
	struct total all = { 0, true };

	if (query->state != 0)
		return *by_state[query->state];
	for (int64_t i = ACCOUNT_ACTIVE; i <= ACCOUNT_LOCKED; i++) {
		all.count += by_state[i]->count;
		all.exact &= by_state[i]->exact;
	}
	return all;
}

/* "1,5" as the words of those roles. */
static const struct json *
role_list(struct arena *mem, const char *numbers)
{
	struct json *all = json_make(mem, JSON_ARRAY, NULL);

	while (numbers != NULL && *numbers != '\0') {
		char *end;
		const struct word *w =
		    words_at(&role_words, strtol(numbers, &end, 10));
		if (w != NULL)
			json_append(
			    all, NULL, json_make(mem, JSON_STRING, w->word));
		numbers = *end == ',' ? end + 1 : end;
	}
	return all;
}

static bool
fill(struct request *r, void *at, const void *about)
{
	struct account_item *item = at;

	(void)about;
	item->roles = role_list(r->mem, item->role_numbers);
	return true;
}

struct list
account_list_select(struct request *r, const struct account_query *query,
    struct portion portion)
{
	bool oldest = query->sort == SORT_OLDEST;
	const char *order = oldest ? "" : "DESC ";
	bool of_all = is_everybody(r, query);
	struct buf sql = buf_new(r->mem);
	struct query *q;

	buf_puts(&sql, "SELECT ");
	list_columns_add(&sql, &account_item_shape, false);
	buf_puts(&sql, sql_items);
	buf_puts(&sql, of_all ? everybody(query, query->state) : sql_overseen);
	filter_add(&sql, filters, FILTERS, query);
	if (portion.past != 0)
		buf_puts(&sql,
		    oldest ? "AND g.account_id > ? " : "AND g.account_id < ? ");
	buf_puts(&sql, "GROUP BY g.account_id ORDER BY g.account_id ");
	buf_puts(&sql, order);
	buf_puts(&sql, sql_items_end);
	buf_puts(&sql, order);
	q = db_query(r->db, buf_text(&sql));
	if (!of_all)
		bind_overseen(q, r);
	filter_bind(q, r->mem, filters, FILTERS, query);
	if (portion.past != 0)
		db_bind_int(q, portion.past);
	db_bind_int(q, portion.take);
	db_bind_int(q, portion.skip);
	bind_overseen(q, r);
	return list_rows(
	    r, q, &account_item_shape, (size_t)portion.take, fill, NULL);
}
