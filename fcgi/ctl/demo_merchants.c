/*
 * The demonstration's merchant entries: institutions of the province with its
 * partner banks, one for every state that an entry and a contract have.
 */
#include <string.h>

#include "app/order/order_sql.h"
#include "app/review/review.h"
#include "ctl/demo_story.h"
#include "kinds/merchant/merchant.h"

enum story {
	CHANGED, /* opened, and its contract changed since */
	WAITS,
	REJECTED,
	CHANGING,
	WITHDRAWN,
	DRAFT,
	CHANGE_REJECTED,
	AMENDED, /* it waits, and is being changed */
	OPENED
};

static const struct {
	const char *account, *bank, *bank_account;
	enum story story;
	int days; /* how long ago it began */
} stories[] = {
	{ "H35021300406", "BK3501", "bank", CHANGED, 200 },
	{ "P35021100238", "BK3501", "bank", CHANGING, 120 },
	{ "H35010400073", "BK3502", "bank-2", CHANGE_REJECTED, 110 },
	{ "P35050200207", "BK3503", "bank-3", OPENED, 90 },
	{ "H35020300127", "BK3501", "bank", WAITS, 3 },
	{ "H35021100052", "BK3501", "bank", REJECTED, 7 },
	{ "P35020300551", "BK3502", "bank-2", WITHDRAWN, 5 },
	{ "P35010200310", "BK3501", "bank", AMENDED, 2 },
	{ "H35050200033", "BK3503", "bank-3", WAITS, 1 },
	{ "H35010200019", "BK3502", "bank-2", DRAFT, 1 },
};
enum {
	STORIES = sizeof(stories) / sizeof(stories[0]),
	DECIDE_DAYS = 2,
	CHANGE_DAYS = 45,
	YEAR = 365
};

static const struct answer common[] = {
	{ "operator_name", JSON_STRING, "陈思敏" },
	{ "operator_phone", JSON_STRING, "13950000011" },
	{ "operator_mail", JSON_STRING, "shanghu@example.cn" },
	{ "paper_kind", JSON_STRING, "business_licence" },
	{ "capital", JSON_NUMBER, "500000000" },
	{ "legal_person", JSON_STRING, "林志远" },
	{ "legal_id_no", JSON_STRING, "11010519491231002X" },
	{ "id_long_term", JSON_BOOL, "true" },
	{ "channels", JSON_ARRAY, "wechat" },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define ACCOUNTS "settlement_accounts"

/* A settlement account of the institution's own, with its permit. */
static struct json *
account(struct teller *t, const struct order *o, int n)
{
	struct json *a = json_make(t->mem, JSON_OBJECT, NULL);
	struct json *permit = json_make(t->mem, JSON_ARRAY, NULL);
	const char *key = arena_printf(t->mem, "a%d", n);

	story_set(t, a, "key", key);
	story_set(t, a, "account_name", o->institution_name);
	story_set(t, a, "bank_name",
	    n == 1 ? "海峡银行福建省分行营业部" : "闽江商业银行厦门分行");
	story_set(t, a, "account_no",
	    arena_printf(t->mem, "62220200%05lld%02d", (long long)o->id, n));
	story_set(t, a, "cnaps", n == 1 ? "303391000018" : "313393080014");
	story_set(t, a, "proof_kind", "permit");
	json_append(permit, NULL,
	    json_make(t->mem, JSON_STRING,
		story_upload(
		    t, o, arena_printf(t->mem, ACCOUNTS ".%s.permit", key))));
	json_append(a, "permit", permit);
	return a;
}

static struct json *
entry(struct teller *t, const struct order *o, const char *bank)
{
	struct json *c = json_make(t->mem, JSON_OBJECT, NULL);
	struct json *accounts = json_make(t->mem, JSON_ARRAY, NULL);

	story_answer(t, c, common, COUNT(common));
	story_set(t, c, "uscc", o->institution_uscc);
	story_set(t, c, "id_valid_from", story_day(t, -3 * YEAR));
	story_set(t, c, "clearing_bank", bank);
	json_append(accounts, NULL, account(t, o, 1));
	json_append(c, ACCOUNTS, accounts);
	story_attach(t, o, c, "paper");
	story_attach(t, o, c, "id_front");
	story_attach(t, o, c, "id_back");
	return c;
}

/* What the bank signs. */
static struct json *
contract(struct teller *t, const struct order *o, const char *rate)
{
	struct json *c = json_make(t->mem, JSON_OBJECT, NULL);

	story_set(t, c, "rate", rate);
	story_set(t, c, "contract_no",
	    arena_printf(t->mem, "YB-%s", o->order_no + 2));
	story_set(
	    t, c, "valid_from", story_day(t, (t->ms - t->today) / DAY_MS));
	return c;
}

static void
decide(struct teller *t, struct order *o, const char *bank,
    const struct json *remarks, const char *rate)
{
	struct order_seen seen = { .order = *o };
	struct decision d = { .version = o->version,
		.verdict = remarks == NULL ? VERDICT_APPROVE : VERDICT_REJECT,
		.reason =
		    remarks == NULL ? NULL : "请按审核意见修改后重新申请。",
		.remarks = remarks };

	if (t->failed)
		return;
	order_desks(t->r.db, t->mem, o->id, o->addressee_id, seen.desks);
	story_at(t, t->ms + DECIDE_DAYS * DAY_MS);
	story_become(t, bank, ROLE_BANK_REVIEWER);
	if (remarks == NULL)
		d.granted = contract(t, o, rate);
	story_expect(t, review_decide(&t->r, &seen, &d), "decide");
	*o = story_reread(t, o->order_no);
}

/* Another account besides; decided as the story goes. */
static void
change(struct teller *t, int i, const struct order *first,
    const struct json *content)
{
	const char *bank = stories[i].bank_account;
	struct json *now = json_copy(t->mem, content);
	struct json *accounts;
	struct order o;

	story_at(t, stories[i].story == CHANGED ? t->ms + CHANGE_DAYS * DAY_MS
						: t->today - 4 * DAY_MS);
	story_become(t, stories[i].account, ROLE_OPERATOR);
	o = story_begin(t, &merchant_change, first);
	if (t->failed)
		return;
	accounts = json_copy(t->mem, json_member(content, ACCOUNTS));
	json_append(accounts, NULL, account(t, &o, 2));
	story_replace(t, now, ACCOUNTS, accounts);
	story_set(t, now, "why", "增加一个结算账户，原账户继续使用。");
	story_submit(t, &o, now, NULL);
	if (stories[i].story == CHANGED)
		decide(t, &o, bank, NULL, "0.35");
	if (stories[i].story == CHANGE_REJECTED)
		decide(t, &o, bank,
		    story_remark(t, ACCOUNTS ".a2.permit", "illegible",
			"开户许可证照片模糊，看不清核准号", "重新拍照后上传"),
		    NULL);
}

static void
finish(struct teller *t, int i, struct order *o, struct json *content)
{
	const char *bank = stories[i].bank_account;
	struct order now;

	switch (stories[i].story) {
	case REJECTED:
		decide(t, o, bank,
		    story_remark(t, ACCOUNTS ".a1.cnaps", "wrong",
			"行号与开户行名称不符", "向开户行查询 12 位行号后填写"),
		    NULL);
		break;
	case WITHDRAWN:
		story_expect(
		    t, order_withdraw(&t->r, o, o->version, &now), "withdraw");
		break;
	case AMENDED:
		story_replace(t, content, "operator_name",
		    json_make(t->mem, JSON_STRING, "许文博"));
		story_expect(t,
		    order_keep_draft(&t->r, o, o->version, content, NULL),
		    "amend");
		break;
	case WAITS:
	case DRAFT:
		break;
	case OPENED:
	case CHANGED:
	case CHANGING:
	case CHANGE_REJECTED:
		decide(t, o, bank, NULL, "0.38");
		if (stories[i].story != OPENED)
			change(t, i, o, content);
	}
}

static void
tell(struct teller *t, int i)
{
	struct json *content;
	struct order o;

	story_become(t, stories[i].account, ROLE_OPERATOR);
	o = story_begin(t, &merchant_entry, NULL);
	if (t->failed)
		return;
	content = entry(t, &o, stories[i].bank);
	if (stories[i].story == DRAFT)
		story_expect(t,
		    order_keep_draft(&t->r, &o, o.version, content, NULL),
		    "draft");
	else
		story_submit(t, &o, content, NULL);
	if (!t->failed)
		finish(t, i, &o, content);
}

static const char sql_partner[] =
    "INSERT INTO partners (province, organisation_id, open, version, "
    "changed_by, changed_at) VALUES (350000, ?, 1, 1, ?, UTC_TIMESTAMP(3))";

static void
begin_partnerships(struct teller *t, int i)
{
	const struct demo *d = t->demo;

	(void)i;
	story_become(t, "fujian-admin", ROLE_PLATFORM_ADMIN);
	for (size_t k = 0; k < d->n_organisations; k++) {
		struct query *q;
		if (d->organisations[k].kind != ORGANISATION_BANK)
			continue;
		q = db_query(t->r.db, sql_partner);
		db_bind_int(q, d->organisations[k].id);
		db_bind_int(q, t->r.actor.account_id);
		db_run(q);
	}
}

bool
demo_merchants(struct demo *d)
{
	struct teller t;

	if (!story_open(&t, d))
		return false;
	story_one(&t, t.today - 300 * DAY_MS, begin_partnerships, 0);
	for (int i = 0; i < STORIES; i++)
		story_one(&t,
		    t.today - stories[i].days * DAY_MS - (i + 1) * HOUR_MS,
		    tell, i);
	arena_free(t.mem);
	return !t.failed;
}
