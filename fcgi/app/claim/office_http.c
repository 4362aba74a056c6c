/* What an office's people hand each other: claims, and all of them for an
 * absence (REVIEW-9). */
#include <limits.h>

#include "app/claim/claim.h"
#include "app/notice/notice.h"
#include "app/notice/notice_text.h"

static const struct column row_columns[] = {
	COLUMN(office_claim, order_no),
	COLUMN_WITH(office_claim, list, .words = &order_list_words),
	COLUMN_WITH(office_claim, kind, .words = &kind_words),
	COLUMN_WITH(office_claim, title, .flags = COLUMN_NULLABLE),
	COLUMN(office_claim, institution_name),
	COLUMN_WITH(office_claim, due_at, .flags = COLUMN_NULLABLE),
	COLUMN(office_claim, account_id),
	COLUMN(office_claim, actor_name),
	COLUMN(office_claim, mine),
	COLUMN(office_claim, until),
};
static const struct shape row_shape = SHAPE(office_claim, row_columns);

struct office_claims {
	struct list items;
	bool more; /* than are told */
};
static const struct column list_columns[] = {
	COLUMN_WITH(office_claims, items, .shape = &row_shape),
	COLUMN(office_claims, more),
};
const struct shape office_claim_list_shape = SHAPE(office_claims, list_columns);

struct hand_asked {
	int64_t account_id;
};
#define COLLEAGUE_FIELD(s)                                           \
	{                                                            \
		.name = "account_id", .type = FIELD_INTEGER,         \
		.flags = FIELD_REQUIRED, .min = 1, .max = LONG_MAX,  \
		.zh = "同事", .en = "Colleague", INTO(s, account_id) \
	}
static const struct field hand_fields[] = { COLLEAGUE_FIELD(hand_asked) };
const struct form claim_hand_form =
    FORM_INTO("claim_hand", "转交", "Hand over", hand_fields, hand_asked);

struct colleague_query {
	int64_t list;
};
static const struct field colleague_fields[] = {
	{ .name = "list",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &order_list_words,
	    .zh = "业务",
	    .en = "Business",
	    INTO(colleague_query, list) },
};
const struct form colleague_query_form = FORM_INTO("colleague_query",
    "同事查询", "Colleagues", colleague_fields, colleague_query);

static const struct column colleague_columns[] = {
	COLUMN(colleague, account_id),
	COLUMN(colleague, display_name),
	COLUMN_WITH(colleague, absent_until, .flags = COLUMN_NULLABLE),
	COLUMN(colleague, me),
};
static const struct shape colleague_shape = SHAPE(colleague, colleague_columns);
struct colleagues {
	struct list items;
};
static const struct column colleagues_columns[] = {
	COLUMN_WITH(colleagues, items, .shape = &colleague_shape),
};
const struct shape colleague_list_shape = SHAPE(colleagues, colleagues_columns);

struct absence_asked {
	int64_t account_id;
	struct moment last_day;
};
static const struct field absence_fields[] = {
	COLLEAGUE_FIELD(absence_asked),
	{ .name = "last_day",
	    .type = FIELD_DATE,
	    .flags = FIELD_REQUIRED,
	    .zh = "最后一天",
	    .en = "Last day",
	    INTO(absence_asked, last_day) },
};
const struct form absence_form = FORM_INTO(
    "absence_set", "设置外出", "Be absent", absence_fields, absence_asked);

static const struct column absence_columns[] = {
	COLUMN_WITH(absence, account_id, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(absence, display_name, .flags = COLUMN_NULLABLE),
	COLUMN_WITH(absence, until, .flags = COLUMN_NULLABLE),
	COLUMN(absence, handed),
};
const struct shape absence_shape = SHAPE(absence, absence_columns);

static bool
supervises(const struct request *r)
{
	return r->actor.role == ROLE_PLATFORM_ADMIN;
}

/* What waits here; another office's looks like one that does not wait. */
static enum err
load(struct request *r, struct scope *out)
{
	struct office_claim *c = arena_alloc(r->mem, sizeof(*c));

	(void)out;
	if (!claim_row(r, r->args[0], c))
		return db_error(r->db) != OK ? db_error(r->db)
					     : request_foreign(r);
	if (!supervises(r) && c->account_id != r->actor.account_id)
		return ERR_CLAIM_NOT_YOURS;
	r->object = c;
	return OK;
}
const struct object office_claim_object = { "office_claim", load, true, NULL };

/* Without what takes a permission that the actor has not (USER-3). */
static struct list
permitted(struct request *r, const struct list *claims)
{
	const struct office_claim *all = claims->items;
	struct office_claim *kept =
	    arena_alloc(r->mem, claims->n * sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < claims->n; i++)
		if (!kind_list_lacks(kind_list(all[i].list),
			(enum desk)all[i].desk, r->actor.permits))
			kept[n++] = all[i];
	return (struct list){ kept, n };
}

enum err
claim_list_http(struct request *r)
{
	struct office_claims *all = arena_alloc(r->mem, sizeof(*all));

	all->items = claim_list(r);
	all->more = all->items.n > CLAIMS_SHOWN;
	if (all->more)
		all->items.n = CLAIMS_SHOWN;
	if (!supervises(r))
		all->items = permitted(r, &all->items);
	r->result = all;
	return db_error(r->db);
}

/* Somebody who is here and decides such orders; else noted as a fault. */
static bool
find_colleague(struct request *r, const struct form *form, enum desk desk,
    const struct order_list_kind *list, int64_t account_id,
    struct colleague *out)
{
	if (!colleague_find(r, desk, list, account_id, out))
		request_fault(r, form, "account_id", "colleague");
	else if (out->absent_until.ms != 0)
		request_fault(r, form, "account_id", "absent");
	return r->problem.faults.first == NULL;
}

/* Whoever is handed something is told (PLAT-8). */
static void
tell_handed(
    struct request *r, const struct office_claim *c, const struct colleague *to)
{
	const struct order o = { .id = c->order_id,
		.title = c->title,
		.institution_name = c->institution_name };
	const char *const params[] = { "name", r->actor.display_name, "due",
		notice_day_text(r->mem, c->due_at), NULL };

	notice_tell(r, &o,
	    &(struct notice_told){ .notice = NOTICE_HANDED,
		.audience = TO_ONE,
		.account_id = to->account_id,
		.organisation_id = r->actor.organisation_id,
		.params = params });
}

enum err
claim_hand_http(struct request *r)
{
	const struct office_claim *c = r->object;
	const struct hand_asked *form = r->form;
	struct colleague to;

	if (!find_colleague(r, &claim_hand_form, (enum desk)c->desk,
		kind_list(c->list), form->account_id, &to))
		return ERR_INVALID;
	if (!claim_hand(r, c, &to))
		return db_error(r->db) != OK ? db_error(r->db)
					     : ERR_CLAIM_NOT_YOURS;
	if (to.account_id != r->actor.account_id)
		tell_handed(r, c, &to);
	return db_error(r->db);
}

enum err
claim_end_http(struct request *r)
{
	if (!claim_end(r, r->object) && db_error(r->db) == OK)
		return ERR_CLAIM_NOT_YOURS;
	return db_error(r->db);
}

/* Of the actor's own desk or, for who supervises the office, of that. */
static enum desk
desk_for(const struct request *r, const struct order_list_kind *list)
{
	enum desk own = (enum desk)r->actor.desk;

	return supervises(r) && !kind_list_is_at(list, own)
		   ? (enum desk)r->actor.seat
		   : own;
}

enum err
colleague_list_http(struct request *r)
{
	const struct colleague_query *query = r->query;
	const struct order_list_kind *list = kind_list(query->list);
	enum desk desk = desk_for(r, list);
	struct colleagues *all = arena_alloc(r->mem, sizeof(*all));

	if (desk == DESK_NONE || !kind_list_is_at(list, desk)) {
		request_fault(r, &colleague_query_form, "list", "choice");
		return ERR_INVALID;
	}
	all->items = colleague_list(r, desk, list);
	r->result = all;
	return db_error(r->db);
}

static enum err
answer(struct request *r, struct absence *a)
{
	r->result = a;
	return db_error(r->db);
}

enum err
absence_get_http(struct request *r)
{
	struct absence *a = arena_alloc(r->mem, sizeof(*a));

	absence_find(r, a);
	return answer(r, a);
}

/* What the colleague may not decide stays where it is. */
static int64_t
hand_all(struct request *r, int64_t account_id)
{
	enum desk desk = (enum desk)r->actor.desk;
	const struct order_list_kind *list = NULL;
	struct colleague to;
	int64_t n = 0;

	while (
	    (list = kind_reviewed_next(list, desk, r->actor.permits)) != NULL)
		if (colleague_find(r, desk, list, account_id, &to))
			n += claim_hand_all(r, list, &to);
	return n;
}

/* Who decides something that the actor decides. */
static bool
find_stand_in(struct request *r, int64_t account_id, struct colleague *out)
{
	enum desk desk = (enum desk)r->actor.desk;
	const struct order_list_kind *list = NULL;

	while (
	    (list = kind_reviewed_next(list, desk, r->actor.permits)) != NULL)
		if (colleague_find(r, desk, list, account_id, out))
			return true;
	return false;
}

static void
tell_handed_all(struct request *r, const struct absence *a)
{
	const char *const params[] = { "name", r->actor.display_name, "n",
		arena_printf(r->mem, "%lld", (long long)a->handed), "due",
		notice_day_text(r->mem, a->until), NULL };

	notice_tell(r, NULL,
	    &(struct notice_told){ .notice = NOTICE_HANDED_ALL,
		.audience = TO_ONE,
		.account_id = a->account_id,
		.organisation_id = r->actor.organisation_id,
		.params = params });
}

enum err
absence_set_http(struct request *r)
{
	const struct absence_asked *form = r->form;
	struct absence *a = arena_alloc(r->mem, sizeof(*a));
	struct colleague to = { 0 };
	int64_t last = clock_day_number(form->last_day),
		today = clock_day_number(r->actor.now);

	if (!find_stand_in(r, form->account_id, &to) || to.me)
		request_fault(r, &absence_form, "account_id", "colleague");
	else if (to.absent_until.ms != 0)
		request_fault(r, &absence_form, "account_id", "absent");
	if (last < today)
		request_fault(r, &absence_form, "last_day", "past");
	else if (last > today + ABSENCE_DAYS_MAX)
		request_fault(r, &absence_form, "last_day", "too_far");
	if (r->problem.faults.first != NULL)
		return ERR_INVALID;
	*a = (struct absence){ .account_id = to.account_id,
		.display_name = to.display_name,
		.until = clock_day_start(last + 1),
		.handed = hand_all(r, to.account_id) };
	absence_keep(r, a);
	if (a->handed > 0)
		tell_handed_all(r, a);
	r->noted_object =
	    arena_printf(r->mem, "%lld", (long long)to.account_id);
	return answer(r, a);
}

enum err
absence_end_http(struct request *r)
{
	absence_end(r);
	return db_error(r->db);
}
