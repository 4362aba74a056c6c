/*
 * The demonstration's orders: made by the rules that the API runs, so that
 * histories, counts and lists are those of real use. The same every time,
 * counted back from the day it is loaded.
 */
#include <fcgiapp.h>
#include <stdio.h>
#include <string.h>

#include "app/identity/identity.h"
#include "app/file/file.h"
#include "app/file/file_sql.h"
#include "app/order/order.h"
#include "app/order/order_sql.h"
#include "app/review/review.h"
#include "app/desk/desk.h"
#include "ctl/demo.h"
#include "draw/paper.h"
#include "kinds/access/access.h"
#include "lib/store.h"

enum {
	ORDERS = 240,
	ORDER_BYTES = 16 * 1024 * 1024,
	HOUR_MS = 3600 * 1000,
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

struct teller {
	struct demo *demo;
	struct arena *mem; /* one order's */
	struct request r;
	int64_t ms, today; /* the moment of the story, and the real one */
	bool failed;
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

/* Moves the story, and the database's clock with it. */
static void
at(struct teller *t, int64_t ms)
{
	struct db *db = t->r.db;

	/* A story that would go on into the future ends today. */
	ms = ms < t->today ? ms : t->today;
	t->ms = ms;
	t->r.actor.now.ms = ms;
	db_run(db_query(
	    db, arena_printf(t->mem, "SET SESSION timestamp = %lld.%03d",
		    (long long)(ms / 1000), (int)(ms % 1000))));
}

static const struct demo_organisation *
organisation_by_name(const struct demo *d, const char *name)
{
	for (size_t i = 0; i < d->n_organisations; i++)
		if (strcmp(d->organisations[i].name, name) == 0)
			return &d->organisations[i];
	return NULL;
}

/* From here on the named account speaks, under its grant of that role. */
static void
become(struct teller *t, const char *account, int64_t role)
{
	const struct demo *d = t->demo;
	struct actor *a = &t->r.actor;

	for (size_t i = 0; i < d->n_grants; i++) {
		const struct demo_grant *g = &d->grants[i];
		const struct demo_organisation *o;
		if (strcmp(g->account, account) != 0 || g->role != role)
			continue;
		o = organisation_by_name(d, g->organisation);
		*a = (struct actor){ .grant_id = 1,
			.role = role,
			.organisation_id = o->id,
			.organisation_kind = o->kind,
			.desk = desk_of(
			    (enum organisation_kind)o->kind, o->division),
			.division = o->division,
			.organisation_name = o->name,
			.now = { t->ms } };
	}
	for (size_t i = 0; i < d->n_accounts; i++)
		if (strcmp(d->accounts[i].name, account) == 0) {
			a->account_id = d->accounts[i].id;
			a->account_name = d->accounts[i].name;
			a->display_name = d->accounts[i].display_name;
		}
}

static void
expect(struct teller *t, enum err e, const char *doing)
{
	if (e == OK || t->failed)
		return;
	fprintf(stderr, "demo: %s: %s\n", doing, err_info(e)->code);
	t->failed = true;
}

/* Uploads a paper for a field; its file id. */
static const char *
upload(struct teller *t, const struct order *o, const struct field *field)
{
	const char *directory = t->r.server->config.file_directory;
	const char *lines[] = { arena_printf(t->mem, "机构名称：%s",
				    o->institution_name),
		arena_printf(t->mem, "机构编码：%s", o->institution_code),
		arena_printf(t->mem, "所属区划：%s", o->division_name),
		"本材料由演示数据生成，仅用于体验审核流程，不具有任何法律效力"
		"。",
		"一、双方应遵守国家和本省医疗保障有关规定，按照协议约定提供服务"
		"。",
		"二、申请单位承诺所提交材料真实、完整、有效。",
		"三、上线前完成测试并经审核通过，上线后接受医疗保障部门监督检查"
		"。" };
	struct paper paper = { field->zh, "Demonstration document", lines,
		sizeof(lines) / sizeof(lines[0]), "第 1 页 共 1 页" };
	struct file f = { .file_id = crypt_random_text(t->mem, 16),
		.organisation_id = o->organisation_id,
		.order_id = o->id,
		.field = field->name,
		.name = arena_printf(t->mem, "%s.pdf", field->zh) };
	unsigned char sha256[DIGEST_BYTES];
	struct file stored;
	struct upload u;
	struct buf pdf = buf_new(t->mem);

	if (!draw_paper(&paper, &pdf))
		expect(t, ERR_INTERNAL, "draw");
	f.size = (int64_t)pdf.len;
	expect(t, file_insert(&t->r, &f), "file");
	expect(t, store_open(&u, directory, f.file_id, 0), "open");
	expect(t, store_write(&u, 0, pdf.data, pdf.len), "write");
	expect(t, store_digest(&u, f.size, sha256), "digest");
	expect(t, store_finish(&u, sha256), "finish");
	expect(t, file_lock_blob(t->r.db, sha256, f.size), "blob");
	expect(t, store_seal(&u, sha256), "seal");
	store_close(&u);
	if (t->failed || !file_by_id(t->r.db, t->mem, f.file_id, &stored))
		return f.file_id;
	expect(t, file_advance(t->r.db, &stored, 0, f.size), "advance");
	stored.media_type = "application/pdf";
	stored.pages = 1;
	file_finish(t->r.db, &stored, sha256);
	return f.file_id;
}

static void
set(struct teller *t, struct json *content, const char *name, const char *text)
{
	json_append(content, name, json_make(t->mem, JSON_STRING, text));
}

static void
attach(struct teller *t, const struct order *o, struct json *content,
    const char *name)
{
	const struct field *f = form_field(kind_of(o->kind)->content, name);
	struct json *list = json_make(t->mem, JSON_ARRAY, NULL);

	json_append(
	    list, NULL, json_make(t->mem, JSON_STRING, upload(t, o, f)));
	json_append(content, name, list);
}

static struct json *
application_content(struct teller *t, const struct order *o, int i)
{
	struct json *c = json_make(t->mem, JSON_OBJECT, NULL);
	bool payment = i / 3 % 2 == 1;

	set(t, c, "business_type", business[payment]);
	set(t, c, "channel", channels[i % 6]);
	set(t, c, "app_name",
	    arena_printf(t->mem, "%s%s%02d",
		arena_strndup(t->mem, o->institution_name, 12),
		app_names[i % 8], i % 97));
	set(t, c, "app_type", app_types[i % 5]);
	set(t, c, "mail",
	    arena_printf(t->mem, "yibao@%s.example.cn", o->institution_code));
	set(t, c, "credential_channel", channels[i % 6]);
	set(t, c, "contact_name", contacts[i % 6]);
	set(t, c, "contact_phone",
	    arena_printf(t->mem, "139%08d", 5000123 + i * 7919));
	if (i % 4 == 0)
		set(t, c, "note", "拟于下季度上线，请予审核。");
	attach(t, o, c, "agreement");
	if (payment)
		attach(t, o, c, "supplement");
	if (i % 3 == 0)
		attach(t, o, c, "declaration");
	return c;
}

static struct json *
acceptance_content(struct teller *t, const struct order *o)
{
	struct json *c = json_make(t->mem, JSON_OBJECT, NULL);

	set(t, c, "test_from", "2026-03-02");
	set(t, c, "test_to", "2026-03-20");
	set(t, c, "tested_cases",
	    "1. 身份核验成功与失败\n2. 医保订单支付与退款\n3. "
	    "网络中断后的重试");
	attach(t, o, c, "test_report");
	return c;
}

static struct order
reread(struct teller *t, const char *order_no)
{
	struct order o = { 0 };

	if (!order_by_no(t->r.db, t->mem, order_no, &o))
		expect(t, ERR_NOT_FOUND, "order");
	return o;
}

static struct order
begin(struct teller *t, const struct kind *kind, const struct order *parent)
{
	struct order o = { .kind = kind->number,
		.organisation_id = t->r.actor.organisation_id,
		.division = t->r.actor.division,
		.state = ORDER_DRAFT };

	if (parent != NULL) {
		o.parent_id = parent->id;
		o.facet_a = parent->facet_a;
		o.facet_b = parent->facet_b;
		o.title = parent->title;
	}
	expect(t, order_next_no(&t->r, o.division, &o.order_no), "number");
	expect(t, order_insert(&t->r, &o), "begin");
	return reread(t, o.order_no);
}

static void
submit(struct teller *t, struct order *o, const struct json *content,
    const struct json *unlocks)
{
	const struct json *checked = order_check_content(&t->r, o, content);
	struct order now;

	if (t->r.problem.faults.first != NULL) {
		fprintf(stderr, "demo: %s: %s\n",
		    t->r.problem.faults.first->path,
		    t->r.problem.faults.first->code);
		t->failed = true;
		return;
	}
	expect(t, order_submit(&t->r, o, o->version, checked, unlocks, &now),
	    "submit");
	*o = reread(t, o->order_no);
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

static struct json *
remark(struct teller *t, const char *field, const char *code, const char *words,
    const char *remedy)
{
	struct json *list = json_make(t->mem, JSON_ARRAY, NULL);
	struct json *one = json_make(t->mem, JSON_OBJECT, NULL);

	set(t, one, "field", field);
	set(t, one, "code", code);
	set(t, one, "words", words);
	set(t, one, "remedy", remedy);
	json_append(list, NULL, one);
	return list;
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
	at(t, t->ms + DECIDE_HOURS * (int64_t)HOUR_MS / 2);
	become(t, reviewer(o, o->desk), role_at(o->desk));
	if (!approve) {
		bool acceptance = kind_of(o->kind) == &access_acceptance;
		*(city ? &d.reason : &d.remark) =
		    acceptance ? "测试报告不完整，请补充。"
			       : "协议已过有效期，请更新后重新提交。";
		d.remarks = acceptance
				? remark(t, "test_report", "incomplete",
				      "缺少退款用例的测试结果",
				      "补充退款用例后重新上传测试报告")
				: remark(t, "agreement", "expired",
				      "协议有效期已届满", "上传续签后的协议");
	}
	expect(t, review_decide(&t->r, &seen, &d), "decide");
	*o = reread(t, o->order_no);
}

static void
replace(struct teller *t, struct json *content, const char *name,
    struct json *value)
{
	struct json *kept = json_make(t->mem, JSON_OBJECT, NULL), *next;

	for (struct json *m = content->first; m != NULL; m = next) {
		next = m->next;
		m->next = NULL;
		if (strcmp(m->name, name) != 0)
			json_append(kept, m->name, m);
	}
	json_append(kept, name, value);
	*content = *kept;
}

/* What was asked for is mended, and one thing more, with its reason. */
static void
correct(struct teller *t, struct order *o, struct json *content)
{
	struct json *papers = json_make(t->mem, JSON_ARRAY, NULL);
	struct json *unlocks = json_make(t->mem, JSON_ARRAY, NULL);
	struct json *one = json_make(t->mem, JSON_OBJECT, NULL);
	const struct field *f =
	    form_field(kind_of(o->kind)->content, "agreement");

	json_append(
	    papers, NULL, json_make(t->mem, JSON_STRING, upload(t, o, f)));
	replace(t, content, "agreement", papers);
	replace(t, content, "contact_phone",
	    json_make(t->mem, JSON_STRING, "0592-5051234"));
	set(t, one, "field", "contact_phone");
	set(t, one, "reason", "联系电话已变更");
	json_append(unlocks, NULL, one);
	submit(t, o, content, unlocks);
}

static void
approve_until(struct teller *t, struct order *o, int64_t desk)
{
	while (!t->failed && o->state == ORDER_WAITING && o->desk < desk)
		decide(t, o, true);
}

static void
tell_acceptance(struct teller *t, struct order *application,
    const char *account, enum story story)
{
	struct order o;

	approve_until(t, application, DESK_COUNT);
	at(t, t->ms + DECIDE_HOURS * (int64_t)HOUR_MS / 4);
	become(t, account, ROLE_OPERATOR);
	o = begin(t, &access_acceptance, application);
	submit(t, &o, acceptance_content(t, &o), NULL);
	if (story == ACCEPTANCE_WAITS_NATION)
		approve_until(t, &o, DESK_NATION);
	if (story == ACCEPTANCE_APPROVED)
		approve_until(t, &o, DESK_COUNT);
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

	become(t, account, ROLE_OPERATOR);
	o = begin(t, &access_application, NULL);
	content = application_content(t, &o, i);
	if (story == DRAFT) {
		expect(t, order_keep_draft(&t->r, &o, o.version, content, NULL),
		    "draft");
		return;
	}
	submit(t, &o, content, NULL);
	switch (story) {
	case WAITS_CITY_AGAIN:
		decide(t, &o, false);
		become(t, account, ROLE_OPERATOR);
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
	case APPROVED_TOO:
		approve_until(t, &o, DESK_COUNT);
		break;
	case ACCEPTANCE_WAITS_CITY:
	case ACCEPTANCE_WAITS_NATION:
	case ACCEPTANCE_APPROVED:
	case NATION_REJECTS:
		tell_acceptance(t, &o, account, story);
		break;
	case WITHDRAWN:
		if (!t->failed)
			expect(t, order_withdraw(&t->r, &o, o.version, &o),
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

	become(t, "fujian-admin", ROLE_PLATFORM_ADMIN);
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

bool
demo_orders(struct demo *d)
{
	static char address[] = "REMOTE_ADDR=127.0.0.1";
	char *env[] = { address, NULL };
	FCGX_Request fcgi = { .envp = env };
	struct ctl *c = d->ctl;
	struct teller t = { .demo = d,
		.mem = arena_new(ORDER_BYTES),
		.today = clock_now().ms };
	struct arena_mark mark = arena_mark(t.mem);
	size_t institutions = count_institutions(d);
	const char *fault =
	    store_prepare(c->mem, c->server.config.file_directory);

	if (fault == NULL)
		identity_check(&c->server, c->mem, &fault);
	if (fault != NULL) {
		fprintf(stderr, "%s\n", fault);
		return false;
	}
	for (int i = -1; i < ORDERS && !t.failed; i++) {
		arena_reset(t.mem, mark);
		t.r = (struct request){
			.server = &c->server, .db = c->server.db, .mem = t.mem
		};
		t.r.http.mem = t.mem;
		t.r.http.fcgi = &fcgi;
		t.r.problem.faults.mem = t.mem;
		db_begin(t.r.db);
		at(&t,
		    t.today - (int64_t)(ORDERS - i + 8) * STEP_HOURS * HOUR_MS);
		if (i < 0)
			switch_on(&t);
		else
			tell(&t, d->accounts[(size_t)i * 7 % institutions].name,
			    i);
		if (!t.failed)
			expect(&t, db_commit(t.r.db), "commit");
	}
	arena_free(t.mem);
	return !t.failed;
}
