/*
 * The demonstration's applications for access. The same every time, counted
 * back from the day it is loaded.
 */
#include "app/issue/issue.h"
#include "app/order/order_sql.h"
#include "app/review/review.h"
#include "ctl/demo_story.h"
#include "kinds/access/access.h"

enum {
	ORDERS = 240,
	STEP_HOURS = 6,    /* between two orders' submissions */
	DECIDE_HOURS = 20, /* between a submission and its decision */
	RECENT = 70,       /* orders that may still wait */
	LEFT_LYING = 17    /* and of the older ones, one in so many */
};

/* How far an order of the demonstration gets. */
enum story {
	DRAFT,
	WAITS_CITY,
	WAITS_CITY_AGAIN, /* rejected once, corrected, submitted again */
	CITY_REJECTS,
	WAITS_PROVINCE,
	PROVINCE_REJECTS,
	APPROVED,
	APPROVED_TOO,
	ACCEPTANCE_WAITS_CITY,
	ACCEPTANCE_WAITS_NATION,
	ACCEPTANCE_APPROVED,
	NATION_REJECTS,
	WITHDRAWN,
	STORIES
};

static const char *const app_names[] = { "掌上就医", "智慧药房", "互联网医院",
	"移动支付服务", "便民缴费", "在线复诊", "医保电子凭证",
	"健康服务平台" };
static const char *const business[] = { "identity_check", "mobile_payment" };
static const char *const channels[] = { "wechat", "alipay", "unionpay",
	"wechat", "bank_app", "alipay" };
static const char *const app_types[] = { "mini_program", "official_account",
	"service_window", "mobile_app", "h5" };
static const char *const contacts[] = { "张伟", "王芳", "李娜", "陈强", "杨洋",
	"黄静" };

static struct json *
application_content(struct teller *t, const struct order *o, int i)
{
	struct json *c = json_make(t->mem, JSON_OBJECT, NULL);
	bool payment = i / 3 % 2 == 1;

	story_set(t, c, "business_type", business[payment]);
	story_set(t, c, "channel", channels[i % 6]);
	story_set(t, c, "app_name",
	    arena_printf(t->mem, "%s%s%02d",
		arena_strndup(t->mem, o->institution_name, 12),
		app_names[i % 8], i % 97));
	story_set(t, c, "app_type", app_types[i % 5]);
	story_set(t, c, "mail",
	    arena_printf(t->mem, "yibao@%s.example.cn", o->institution_code));
	story_set(t, c, "credential_channel", channels[i % 6]);
	story_set(t, c, "contact_name", contacts[i % 6]);
	story_set(t, c, "contact_phone",
	    arena_printf(t->mem, "139%08d", 5000123 + i * 7919));
	if (i % 4 == 0)
		story_set(t, c, "note", "拟于下季度上线，请予审核。");
	story_attach(t, o, c, "agreement");
	if (payment)
		story_attach(t, o, c, "supplement");
	if (i % 3 == 0)
		story_attach(t, o, c, "declaration");
	return c;
}

static struct json *
acceptance_content(struct teller *t, const struct order *o)
{
	struct json *c = json_make(t->mem, JSON_OBJECT, NULL);

	story_set(t, c, "test_from", "2026-03-02");
	story_set(t, c, "test_to", "2026-03-20");
	story_set(t, c, "tested_cases",
	    "1. 身份核验成功与失败\n2. 医保订单支付与退款\n3. "
	    "网络中断后的重试");
	story_attach(t, o, c, "test_report");
	return c;
}

/* The reviewer who decides for a desk in the order's division. */
static const char *
reviewer(const struct order *o, int64_t desk)
{
	if (desk == DESK_NATION)
		return "nation";
	if (desk == DESK_PROVINCE)
		return o->division < 120000    ? "beijing-province"
		       : o->division >= 460000 ? "hainan-province"
					       : "fujian-province";
	return o->division / 100 == 3501   ? "fuzhou-city"
	       : o->division / 100 == 3505 ? "quanzhou-city"
	       : o->id % 2 == 0            ? "xiamen-city"
					   : "xiamen-city-2";
}

static int64_t
role_at(int64_t desk)
{
	return desk == DESK_NATION     ? ROLE_NATIONAL_REVIEWER
	       : desk == DESK_PROVINCE ? ROLE_PROVINCE_REVIEWER
				       : ROLE_CITY_REVIEWER;
}

/* The desk where the order waits decides. */
static void
decide(struct teller *t, struct order *o, bool approve)
{
	struct order_seen seen = { .order = *o };
	bool city = o->desk == DESK_CITY;
	struct decision d = { .version = o->version,
		.verdict = approve ? VERDICT_APPROVE : VERDICT_REJECT };

	if (t->failed || o->state != ORDER_WAITING)
		return;
	order_desks(t->r.db, t->mem, o->id, o->addressee_id, seen.desks);
	story_at(t, t->ms + DECIDE_HOURS * (int64_t)HOUR_MS / 2);
	story_become(t, reviewer(o, o->desk), role_at(o->desk));
	if (!approve) {
		bool acceptance = kind_of(o->kind) == &access_acceptance;
		*(city ? &d.reason : &d.remark) =
		    acceptance ? "测试报告不完整，请补充。"
			       : "协议已过有效期，请更新后重新提交。";
		d.remarks = acceptance
				? story_remark(t, "test_report", "incomplete",
				      "缺少退款用例的测试结果",
				      "补充退款用例后重新上传测试报告")
				: story_remark(t, "agreement", "expired",
				      "协议有效期已届满", "上传续签后的协议");
	}
	story_expect(t, review_decide(&t->r, &seen, &d), "decide");
	*o = story_reread(t, o->order_no);
	story_seal(t, o);
	story_issue(t, o);
}

/* What was asked for is mended, and one thing more, with its reason. */
static void
correct(struct teller *t, struct order *o, struct json *content)
{
	struct json *papers = json_make(t->mem, JSON_ARRAY, NULL);
	struct json *unlocks = json_make(t->mem, JSON_ARRAY, NULL);
	struct json *one = json_make(t->mem, JSON_OBJECT, NULL);

	json_append(papers, NULL,
	    json_make(t->mem, JSON_STRING, story_upload(t, o, "agreement")));
	story_replace(t, content, "agreement", papers);
	story_replace(t, content, "contact_phone",
	    json_make(t->mem, JSON_STRING, "0592-5051234"));
	story_set(t, one, "field", "contact_phone");
	story_set(t, one, "reason", "联系电话已变更");
	json_append(unlocks, NULL, one);
	story_submit(t, o, content, unlocks);
}

static void
approve_until(struct teller *t, struct order *o, int64_t desk)
{
	while (!t->failed && o->state == ORDER_WAITING && o->desk < desk)
		decide(t, o, true);
}

/* The nation's team has tested with the institution. */
static void
note_test(struct teller *t, const struct order *o)
{
	story_become(t, "nation", ROLE_NATIONAL_REVIEWER);
	story_expect(t,
	    review_note(&t->r, o,
		(struct moment){ t->ms - (int64_t)DECIDE_HOURS * HOUR_MS },
		"身份核验、支付和退款的联调用例全部通过。"),
	    "note");
}

/* Where there is no seal, nothing has been given out to be confirmed. */
static void
go_live(struct teller *t, struct order *o, const char *account)
{
	struct document d;
	struct order now;

	if (t->failed || !document_current(t->r.db, t->mem, o->id, &d) ||
	    d.state != DOCUMENT_READY)
		return;
	story_at(t, t->ms + DECIDE_HOURS * (int64_t)HOUR_MS);
	story_become(t, account, ROLE_OPERATOR);
	story_expect(t, issue_conclude(&t->r, o, o->version, &now), "go live");
}

/* Its keys are replaced, and the form with them. */
static void
rotate(struct teller *t, const struct order *o, const char *account)
{
	if (t->failed)
		return;
	story_at(t, t->ms + DECIDE_HOURS * (int64_t)HOUR_MS);
	story_become(t, account, ROLE_OPERATOR);
	story_expect(t, issue_rotate(&t->r, o, 1), "rotate");
	story_issue(t, o);
}

static void
tell_acceptance(struct teller *t, struct order *application,
    const char *account, enum story story)
{
	struct order o;

	approve_until(t, application, DESK_COUNT);
	story_at(t, t->ms + DECIDE_HOURS * (int64_t)HOUR_MS / 4);
	story_become(t, account, ROLE_OPERATOR);
	o = story_begin(t, &access_acceptance, application);
	story_submit(t, &o, acceptance_content(t, &o), NULL);
	if (story == ACCEPTANCE_WAITS_NATION) {
		approve_until(t, &o, DESK_NATION);
		note_test(t, &o);
	}
	if (story == ACCEPTANCE_APPROVED) {
		approve_until(t, &o, DESK_COUNT);
		if (application->id % 2 == 0)
			go_live(t, &o, account);
	}
	if (story == NATION_REJECTS) {
		approve_until(t, &o, DESK_NATION);
		decide(t, &o, false);
	}
}

/* Bureaus keep up: most of what waits came in lately. */
static enum story
story_of(int i)
{
	enum story story = (enum story)((i + i / STORIES) % STORIES);
	bool lately = i >= ORDERS - RECENT || i % LEFT_LYING == 0;

	switch (story) {
	case WAITS_CITY:
	case WAITS_CITY_AGAIN:
	case WAITS_PROVINCE:
		return lately ? story : APPROVED;
	case ACCEPTANCE_WAITS_CITY:
	case ACCEPTANCE_WAITS_NATION:
		return lately ? story : ACCEPTANCE_APPROVED;
	default:
		return story;
	}
}

static void
tell(struct teller *t, const char *account, int i)
{
	enum story story = story_of(i);
	struct json *content;
	struct order o;

	story_become(t, account, ROLE_OPERATOR);
	o = story_begin(t, &access_application, NULL);
	content = application_content(t, &o, i);
	if (story == DRAFT) {
		story_expect(t,
		    order_keep_draft(&t->r, &o, o.version, content, NULL),
		    "draft");
		return;
	}
	story_submit(t, &o, content, NULL);
	switch (story) {
	case WAITS_CITY_AGAIN:
		decide(t, &o, false);
		story_become(t, account, ROLE_OPERATOR);
		correct(t, &o, content);
		break;
	case CITY_REJECTS:
		decide(t, &o, false);
		break;
	case WAITS_PROVINCE:
		approve_until(t, &o, DESK_PROVINCE);
		break;
	case PROVINCE_REJECTS:
		approve_until(t, &o, DESK_PROVINCE);
		decide(t, &o, false);
		break;
	case APPROVED:
		approve_until(t, &o, DESK_COUNT);
		break;
	case APPROVED_TOO:
		approve_until(t, &o, DESK_COUNT);
		rotate(t, &o, account);
		break;
	case ACCEPTANCE_WAITS_CITY:
	case ACCEPTANCE_WAITS_NATION:
	case ACCEPTANCE_APPROVED:
	case NATION_REJECTS:
		tell_acceptance(t, &o, account, story);
		break;
	case WITHDRAWN:
		if (!t->failed)
			story_expect(t,
			    order_withdraw(&t->r, &o, o.version, &o),
			    "withdraw");
		break;
	default:
		break;
	}
}

/* Automatic passing is on for one city, Fuzhou (REVIEW-4). */
static const char sql_switch[] =
    "INSERT INTO review_switches (division, kind, automatic, version, "
    "changed_by, changed_at) VALUES (350100, 1, 1, 1, ?, UTC_TIMESTAMP(3))";

static void
switch_on(struct teller *t)
{
	struct query *q = db_query(t->r.db, sql_switch);

	story_become(t, "fujian-admin", ROLE_PLATFORM_ADMIN);
	db_bind_int(q, t->r.actor.account_id);
	db_run(q);
}

static size_t
count_institutions(const struct demo *d)
{
	size_t n = 0;

	while (d->accounts[n].kind == ACCOUNT_INSTITUTION)
		n++;
	return n;
}

/* Under the name of one institution after the other. */
static void
tell_next(struct teller *t, int i)
{
	const struct demo *d = t->demo;
	size_t n = count_institutions(d);

	if (i < 0)
		switch_on(t);
	else
		tell(t, d->accounts[(size_t)i * 7 % n].name, i);
}

bool
demo_orders(struct demo *d)
{
	struct teller t;

	if (!story_open(&t, d))
		return false;
	for (int i = -1; i < ORDERS && !t.failed; i++)
		story_one(&t,
		    t.today - (int64_t)(ORDERS - i + 8) * STEP_HOURS * HOUR_MS,
		    tell_next, i);
	arena_free(t.mem);
	return !t.failed;
}
