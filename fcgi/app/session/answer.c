/* The session as its client sees it; see answer.h. */
#include "app/session/answer.h"

#include <string.h>

#include "app/desk/desk.h"
#include "app/enrolment/enrolment.h"
#include "app/kind/kind.h"
#include "app/record/record.h"
#include "app/session/session.h"
#include "app/session/session_sql.h"
#include "lib/token.h"

enum { GRANTS_MAX = 50 };

struct organisation_ref {
	const char *name, *code, *division, *division_name;
	int64_t kind, institution_kind, desk;
};

static const struct column organisation_columns[] = {
	COLUMN(organisation_ref, name),
	COLUMN_WITH(organisation_ref, code, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(organisation_ref, kind, .words = &organisation_kind_words),
	COLUMN_WITH(organisation_ref, institution_kind,
	    .words = &institution_kind_words, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(organisation_ref, desk, .words = &desk_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN(organisation_ref, division),
	COLUMN(organisation_ref, division_name),
};
static const struct shape organisation_ref_shape =
    SHAPE(organisation_ref, organisation_columns);

struct grant {
	int64_t grant_id, role, desk;
	const struct organisation_ref *organisation;
	const struct json *menu, *reviews;
};

static const struct column grant_columns[] = {
	COLUMN(grant, grant_id),
	COLUMN_WITH(grant, role, .words = &role_words),
	/* That it decides for, which need not be what its organisation is. */
	COLUMN_WITH(
	    grant, desk, .words = &desk_words, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(grant, organisation, .shape = &organisation_ref_shape),
	COLUMN_WITH(grant, menu, .schema = "words"),
	COLUMN_WITH(grant, reviews, .schema = "words"),
};
static const struct shape grant_shape = SHAPE(grant, grant_columns);

struct account_ref {
	const char *name, *display_name;
	int64_t kind;
};

static const struct column account_columns[] = {
	COLUMN(account_ref, name),
	COLUMN(account_ref, display_name),
	COLUMN_WITH(account_ref, kind, .words = &account_kind_words),
};
static const struct shape account_ref_shape =
    SHAPE(account_ref, account_columns);

struct session_document {
	const char *access_token;
	int64_t expires_in, idle_timeout;
	bool must_change_password;
	const struct account_ref *account;
	struct list grants;
	const struct grant *grant;
};

/* What every request knows of its actor anyway, without asking further. */
struct me_organisation {
	const char *name, *division;
	int64_t kind, desk;
};

static const struct column me_organisation_columns[] = {
	COLUMN(me_organisation, name),
	COLUMN_WITH(me_organisation, kind, .words = &organisation_kind_words),
	COLUMN_WITH(me_organisation, desk, .words = &desk_words,
	    .flags = COLUMN_NULLABLE),
	COLUMN(me_organisation, division),
};
static const struct shape me_organisation_shape =
    SHAPE(me_organisation, me_organisation_columns);

struct me_grant {
	int64_t grant_id, role, desk;
	const struct me_organisation *organisation;
	const struct json *menu, *reviews;
};

static const struct column me_grant_columns[] = {
	COLUMN(me_grant, grant_id),
	COLUMN_WITH(me_grant, role, .words = &role_words),
	COLUMN_WITH(
	    me_grant, desk, .words = &desk_words, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(me_grant, organisation, .shape = &me_organisation_shape),
	COLUMN_WITH(me_grant, menu, .schema = "words"),
	COLUMN_WITH(me_grant, reviews, .schema = "words"),
};
static const struct shape me_grant_shape = SHAPE(me_grant, me_grant_columns);

struct me {
	const struct account_ref *account;
	const struct me_grant *grant;
	bool must_change_password;
};

static const struct column me_columns[] = {
	COLUMN_WITH(me, account, .shape = &account_ref_shape),
	COLUMN_WITH(
	    me, grant, .shape = &me_grant_shape, .flags = COLUMN_NULLABLE),
	COLUMN(me, must_change_password),
};
const struct shape me_shape = SHAPE(me, me_columns);

static const struct column session_columns[] = {
	COLUMN(session_document, access_token),
	COLUMN(session_document, expires_in),
	COLUMN(session_document, idle_timeout),
	COLUMN(session_document, must_change_password),
	COLUMN_WITH(session_document, account, .shape = &account_ref_shape),
	COLUMN_WITH(session_document, grants, .shape = &grant_shape),
	COLUMN_WITH(session_document, grant, .shape = &grant_shape,
	    .flags = COLUMN_NULLABLE),
};
const struct shape session_shape = { "session", session_columns,
	sizeof(session_columns) / sizeof(session_columns[0]),
	sizeof(struct session_document) };

/* Which pages a role finds in its menu. */
static const struct {
	const char *page;
	unsigned roles;
	enum {
		ALWAYS,
		WHERE_IT_READS,
		WHERE_IT_REVIEWS,
		WHERE_ORDERS_COME,
		WHERE_MONEY_IS_SHOWN
	} when;
} menu[] = {
	{ "board", MAY_APPLY | MAY_REVIEW, ALWAYS },
	{ "orders", MAY_APPLY, ALWAYS },
	{ "reviews", MAY_REVIEW, WHERE_IT_REVIEWS },
	{ "records", MAY_SEE_RECORDS, WHERE_IT_READS },
	{ "money", MAY_SEE_MONEY, WHERE_MONEY_IS_SHOWN },
	{ "settlements", MAY_SEE_MONEY, WHERE_MONEY_IS_SHOWN },
	{ "bills", MAY_SEE_MONEY, WHERE_MONEY_IS_SHOWN },
	{ "account_details", MAY(OPERATOR) | MAY(FINANCE),
	    WHERE_MONEY_IS_SHOWN },
	{ "office", MAY_REVIEW | MAY_SWITCH, WHERE_ORDERS_COME },
	{ "enrolments", MAY_ENROL, ALWAYS },
	{ "accounts", MAY_OVERSEE, ALWAYS },
	{ "review_switches", MAY_SWITCH, ALWAYS },
	{ "partners", MAY_SWITCH, ALWAYS },
	{ "audit", MAY_SWITCH, ALWAYS },
};

static void
add_text(struct arena *mem, struct json *all, const char *s)
{
	json_append(all, NULL, json_make(mem, JSON_STRING, s));
}

static const struct json *
menu_of(struct request *r, const struct actor *a)
{
	struct arena *mem = r->mem;
	enum desk desk = (enum desk)a->desk;
	const bool holds[] = {
		[ALWAYS] = true,
		[WHERE_IT_READS] = kind_records_next(NULL, desk) != NULL,
		[WHERE_IT_REVIEWS] =
		    kind_reviewed_next(NULL, desk, a->permits) != NULL,
		[WHERE_ORDERS_COME] = kind_list_at((enum desk)a->seat) != NULL,
		[WHERE_MONEY_IS_SHOWN] =
		    request_may(a, MAY_SEE_MONEY) &&
		    (a->organisation_kind == ORGANISATION_INSTITUTION
			    ? record_shows_money(r, a->organisation_id)
			    : kind_shows_money()),
	};
	struct json *all = json_make(mem, JSON_ARRAY, NULL);

	for (size_t i = 0; i < sizeof(menu) / sizeof(menu[0]); i++)
		if (request_may(a, menu[i].roles) && holds[menu[i].when])
			add_text(mem, all, menu[i].page);
	for (const struct order_list_kind *l = kind_list_next(NULL); l != NULL;
	     l = kind_list_next(l))
		if (l->page && request_may(a, MAY(OPERATOR)))
			add_text(mem, all, l->name);
	return all;
}

/* The lists that it reviews (USER-3). */
static const struct json *
reviewed(struct arena *mem, const struct actor *a)
{
	const struct order_list_kind *l = NULL;
	struct json *all = json_make(mem, JSON_ARRAY, NULL);

	while (
	    (l = kind_reviewed_next(l, (enum desk)a->desk, a->permits)) != NULL)
		add_text(mem, all, l->name);
	return all;
}

static void
fill_grant(struct request *r, const struct grant_row *row, struct grant *out)
{
	struct organisation_ref *o = arena_alloc(r->mem, sizeof(*o));
	const struct actor a = { .grant_id = row->grant_id,
		.role = row->role,
		.organisation_id = row->organisation_id,
		.organisation_kind = row->kind,
		.seat = row->desk,
		.desk = desk_at((enum desk)row->desk, row->role),
		.permits = row->permits };

	*o = (struct organisation_ref){ row->name, row->code, row->division,
		row->division_name, row->kind, kind_of_institution(row->code),
		row->desk };
	*out = (struct grant){ row->grant_id, row->role, a.desk, o,
		menu_of(r, &a), reviewed(r->mem, &a) };
}

enum err
session_me_http(struct request *r)
{
	const struct actor *a = &r->actor;
	struct {
		struct me me;
		struct account_ref account;
		struct me_grant grant;
		struct me_organisation organisation;
	} *d = arena_alloc(r->mem, sizeof(*d));

	d->account = (struct account_ref){ a->account_name, a->display_name,
		a->account_kind };
	d->organisation = (struct me_organisation){ a->organisation_name,
		arena_printf(r->mem, "%06lld", (long long)a->division),
		a->organisation_kind, a->seat };
	d->grant = (struct me_grant){ a->grant_id, a->role, a->desk,
		&d->organisation, menu_of(r, a), reviewed(r->mem, a) };
	d->me = (struct me){ &d->account, a->grant_id == 0 ? NULL : &d->grant,
		a->must_change_password != 0 };
	r->result = &d->me;
	return OK;
}

static const char *
new_token(struct request *r, int64_t session_id, int64_t grant_id)
{
	int64_t now = session_database_now(r->db).ms / 1000;
	struct token t = { session_id, grant_id, now, now + TOKEN_SECONDS };

	return token_write(r->mem, &r->server->keyring.kinds[KEY_SIGNING], &t);
}

enum err
session_answer(struct request *r, const struct account *a, int64_t session_id,
    int64_t grant_id)
{
	struct session_document *d = arena_alloc(r->mem, sizeof(*d));
	struct account_ref *account = arena_alloc(r->mem, sizeof(*account));
	struct grant_row *rows =
	    arena_alloc(r->mem, GRANTS_MAX * sizeof(*rows));
	size_t n = session_grants(r->db, r->mem, a->id, rows, GRANTS_MAX);
	struct grant *grants = arena_alloc(r->mem, (n + 1) * sizeof(*grants));

	for (size_t i = 0; i < n; i++) {
		fill_grant(r, &rows[i], &grants[i]);
		if (rows[i].grant_id == grant_id || (grant_id == 0 && n == 1))
			d->grant = &grants[i];
	}
	if (grant_id != 0 && d->grant == NULL)
		return ERR_FORBIDDEN;
	*account = (struct account_ref){ a->name, a->display_name, a->kind };
	d->account = account;
	d->grants = (struct list){ grants, n };
	d->must_change_password = a->must_change_password != 0;
	d->expires_in = TOKEN_SECONDS;
	d->idle_timeout = IDLE_SECONDS;
	d->access_token =
	    new_token(r, session_id, d->grant == NULL ? 0 : d->grant->grant_id);
	r->result = d;
	return db_error(r->db);
}
