/* An account as its administrator sees it (USER-1, USER-2). */
#include "app/account/account_admin.h"
#include "app/activation/activation.h"
#include "app/desk/desk.h"
#include "app/permission/permission.h"
#include "app/person/person.h"
#include "lib/mask.h"

/* An organisation, its roles to give, and those that the account has there. */
struct organisation_roles {
	int64_t organisation_id;
	const char *organisation_name;
	const struct json *choices, *roles;
	/* Lists that it may hand to its reviewers, and those that the account
	 * has (USER-3): of a reviewer of the actor's own bureau alone, where
	 * its desk reviews by permission; else NULL. */
	const struct json *permissions, *permitted;
};

static const struct column organisation_columns[] = {
	COLUMN(organisation_roles, organisation_id),
	COLUMN(organisation_roles, organisation_name),
	COLUMN_WITH(organisation_roles, choices, .schema = "words"),
	COLUMN_WITH(organisation_roles, roles, .schema = "words"),
	COLUMN_WITH(organisation_roles, permissions, .schema = "words",
	    .flags = COLUMN_NULLABLE),
	COLUMN_WITH(organisation_roles, permitted, .schema = "words",
	    .flags = COLUMN_NULLABLE),
};
static const struct shape organisation_roles_shape =
    SHAPE(organisation_roles, organisation_columns);

struct account_organisations {
	struct list items;
};
static const struct column organisations_columns[] = {
	COLUMN_WITH(
	    account_organisations, items, .shape = &organisation_roles_shape),
};
const struct shape account_organisations_shape =
    SHAPE(account_organisations, organisations_columns);

/* Where else it works that the actor keeps in order. */
struct account_place {
	const char *organisation_name;
	const struct json *roles;
};

static const struct column place_columns[] = {
	COLUMN(account_place, organisation_name),
	COLUMN_WITH(account_place, roles, .schema = "words"),
};
static const struct shape account_place_shape =
    SHAPE(account_place, place_columns);

struct account_document {
	int64_t account_id, state;
	const char *name, *display_name, *phone, *mail, *closed_reason;
	bool own, may_reset, may_link, may_set, holds_records;
	struct moment link_until;
	struct list grants, places;
};

static const struct column document_columns[] = {
	COLUMN(account_document, account_id),
	COLUMN(account_document, name),
	COLUMN(account_document, display_name),
	COLUMN_WITH(account_document, state, .words = &account_state_words),
	/* Nobody changes the own account here. */
	COLUMN(account_document, own),
	/* Its password and whether it is closed: not while it has grants
	 * elsewhere. */
	COLUMN(account_document, may_reset),
	/* By a link to its mail address of record, which only they may use who
	 * do not get to see a password. */
	COLUMN(account_document, may_link),
	/* A password that is shown once. */
	COLUMN(account_document, may_set),
	COLUMN(account_document, holds_records),
	COLUMN_WITH(account_document, link_until, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_document, phone, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_document, mail, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(account_document, closed_reason, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(
	    account_document, grants, .shape = &organisation_roles_shape),
	COLUMN_WITH(account_document, places, .shape = &account_place_shape),
};
const struct shape account_document_shape =
    SHAPE(account_document, document_columns);

static const struct json *
words_drawn(struct request *r, const struct words *words, int64_t bits)
{
	struct json *all = json_make(r->mem, JSON_ARRAY, NULL);

	for (size_t i = 0; i < words->n; i++)
		if ((bits >> words->list[i].value & 1) != 0)
			json_append(all, NULL,
			    json_make(
				r->mem, JSON_STRING, words->list[i].word));
	return all;
}

static const struct json *
roles_drawn(struct request *r, unsigned bits)
{
	return words_drawn(r, &role_words, bits);
}

unsigned
account_held_at(const struct list *grants, int64_t organisation_id)
{
	const struct account_grant *g = grants->items;
	unsigned bits = 0;

	for (size_t i = 0; i < grants->n; i++)
		if (g[i].organisation_id == organisation_id)
			bits |= 1u << g[i].role;
	return bits;
}

static struct organisation_roles
drawn(struct request *r, const struct administered *o, unsigned held)
{
	return (struct organisation_roles){ o->id, o->name,
		roles_drawn(r, account_roles_of((enum organisation_kind)o->kind,
				   o->division)),
		roles_drawn(r, held), NULL, NULL };
}

/* Of a reviewer of the bureau that the actor administers. */
static void
draw_permissions(struct request *r, const struct account *a, unsigned held,
    struct organisation_roles *out)
{
	const struct desk_row *seat = desk_row((enum desk)r->actor.seat);

	if (r->actor.role != ROLE_PLATFORM_ADMIN || seat == NULL ||
	    out->organisation_id != r->actor.organisation_id ||
	    (held >> seat->role & 1) == 0 || kind_permits_at(seat->desk) == 0)
		return;
	out->permissions = words_drawn(r, &permission_words,
	    permission_held(r, out->organisation_id, seat->desk));
	out->permitted = words_drawn(r, &permission_words,
	    permission_of(r, a->id, out->organisation_id, seat->role));
}

enum err
account_organisations_http(struct request *r)
{
	struct account_organisations *list = arena_alloc(r->mem, sizeof(*list));
	struct list all = account_organisations(r);
	const struct administered *o = all.items;
	struct organisation_roles *items =
	    arena_alloc(r->mem, (all.n + 1) * sizeof(*items));

	for (size_t i = 0; i < all.n; i++)
		items[i] = drawn(r, &o[i], 0);
	list->items = (struct list){ items, all.n };
	r->result = list;
	return db_error(r->db);
}

/* Of the grants that the actor oversees, those at an organisation whose roles
 * it does not give. */
static struct list
places_of(
    struct request *r, const struct list *grants, const struct list *given)
{
	const struct account_grant *g = grants->items;
	const struct administered *o = given->items;
	struct account_place *places =
	    arena_alloc(r->mem, (grants->n + 1) * sizeof(*places));
	size_t n = 0;

	for (size_t i = 0; i < grants->n; i++) {
		bool known =
		    !account_oversees(r, &g[i]) ||
		    (i > 0 && g[i - 1].organisation_id == g[i].organisation_id);
		for (size_t k = 0; k < given->n; k++)
			known |= o[k].id == g[i].organisation_id;
		if (!known)
			places[n++] =
			    (struct account_place){ g[i].organisation_name,
				    roles_drawn(r, account_held_at(grants,
						       g[i].organisation_id)) };
	}
	return (struct list){ places, n };
}

static void
draw_person(struct request *r, struct account_document *d)
{
	struct person_phone phone;

	d->mail = person_mail(r, d->account_id);
	if (d->mail != NULL)
		d->mail = mask_text(r->mem, d->mail);
	if (person_phone(r, d->account_id, &phone)) {
		d->phone = person_phone_open(r, &phone);
		if (d->phone != NULL)
			d->phone = mask_text(r->mem, d->phone);
	}
}

/* What the actor administers of it; grants elsewhere are none of its business.
 */
enum err
account_get_http(struct request *r)
{
	const struct account *a = r->object;
	struct account_document *d = arena_alloc(r->mem, sizeof(*d));
	struct list grants = account_grants(r, a->id), all = { 0 };
	const struct administered *o;
	struct organisation_roles *items;
	size_t n = 0;

	if ((1u << r->actor.role & MAY_UNLOCK) != 0)
		all = account_organisations(r);
	o = all.items;
	items = arena_alloc(r->mem, (all.n + 1) * sizeof(*items));
	for (size_t i = 0; i < all.n; i++) {
		unsigned held = account_held_at(&grants, o[i].id);
		if (held == 0 && o[i].id != r->actor.organisation_id)
			continue;
		items[n] = drawn(r, &o[i], held);
		draw_permissions(r, a, held, &items[n++]);
	}
	*d = (struct account_document){ .account_id = a->id,
		.state = a->state,
		.name = a->name,
		.display_name = a->display_name,
		.own = a->id == r->actor.account_id,
		.may_reset = a->id != r->actor.account_id &&
			     a->kind != ACCOUNT_UNIFIED &&
			     account_is_theirs(r, &grants),
		.holds_records = account_holds_records(r, a->id),
		.link_until = activation_open(r, a->id),
		.closed_reason = account_closed_reason(r, a->id),
		.grants = { items, n },
		.places = places_of(r, &grants, &all) };
	draw_person(r, d);
	d->may_set = d->may_reset && r->actor.role != ROLE_DISTRICT_REVIEWER;
	d->may_link = d->may_reset && d->mail != NULL;
	r->result = d;
	return r->broken != OK ? r->broken : db_error(r->db);
}
