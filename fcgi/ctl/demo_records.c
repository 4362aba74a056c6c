/*
 * The demonstration's institution records: one district's hospitals and
 * pharmacies, one of each for every state that a record has, counted back from
 * the day it is loaded.
 */
#include <string.h>

#include "app/order/order_sql.h"
#include "app/review/review.h"
#include "ctl/demo_story.h"
#include "kinds/institution/institution.h"
#include "lib/checks.h"

/* How far the record of an institution gets, those first that began first; its
 * accounts are H99350213001, P99350213001 and on. */
enum story {
	ON_FILE,
	THREE_VERSIONS,
	CHANGE_RETURNED,
	CHANGING,
	RETURNED,
	WAITS,
	DRAFT,
	STORIES
};

enum { DAYS_AGO = 240, DECIDE_DAYS = 3, CHANGE_DAYS = 60, YEAR = 365 };

#define BUREAU_ACCOUNT "xiangan-district"

/* What every one of a sort answers alike. */
static const struct answer common[] = {
	{ "legal_person", JSON_STRING, "林志远" },
	{ "pooling_area", JSON_STRING, "city" },
	{ "credential_used", JSON_BOOL, "true" },
	{ "account_no", JSON_STRING, "35001600007059001234" },
	{ "bank_name", JSON_STRING, "海峡银行翔安支行" },
};

static const struct answer medical[] = {
	{ "licence_kind", JSON_STRING, "practice" },
	{ "principal", JSON_STRING, "陈思敏" },
	{ "beds", JSON_NUMBER, "60" },
	{ "nature", JSON_STRING, "non_profit_public" },
	{ "subjects", JSON_ARRAY, "03.01" },
	{ "category", JSON_STRING, "general_hospital" },
	{ "grade", JSON_STRING, "grade_1" },
	{ "rank", JSON_STRING, "class_a" },
	{ "affiliation", JSON_STRING, "other" },
	{ "economy", JSON_STRING, "limited" },
	{ "office_mail", JSON_STRING, "yibao@xiangan.example.cn" },
	{ "office_phone", JSON_STRING, "0592-7061234" },
	{ "deputy_name", JSON_STRING, "郑秀兰" },
	{ "deputy_phone", JSON_STRING, "13950000001" },
	{ "head_name", JSON_STRING, "吴建国" },
	{ "head_phone", JSON_STRING, "13950000002" },
};

static const struct answer pharmacy[] = {
	{ "capital", JSON_NUMBER, "50000000" },
	{ "legal_paper", JSON_STRING, "resident_id" },
	{ "legal_paper_no", JSON_STRING, "11010519491231002X" },
	{ "operation", JSON_STRING, "chain" },
	{ "scope", JSON_STRING,
	    "中药饮片、中成药、化学药制剂、抗生素制剂、生化药品" },
	{ "principal", JSON_STRING, "黄丽华" },
	{ "principal_phone", JSON_STRING, "13950000003" },
	{ "trading", JSON_STRING, "open" },
	{ "contact_name", JSON_STRING, "许文杰" },
	{ "contact_phone", JSON_STRING, "0592-7061235" },
	{ "mail", JSON_STRING, "yaodian@xiangan.example.cn" },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *
credit_code(struct teller *t, int i)
{
	char *s = arena_printf(
	    t->mem, "%s350213MA%07dX", i < STORIES ? "12" : "91", 800 + i);

	s[17] = uscc_check_character(s);
	return s;
}

static struct json *
record_content(struct teller *t, const struct order *o, int i)
{
	struct json *c = json_make(t->mem, JSON_OBJECT, NULL);
	const char *name = o->institution_name;
	const char *address =
	    arena_printf(t->mem, "厦门市翔安区新店镇祥和路%d号", 10 + i * 6);
	/* One that ends soon, so that a check says so. */
	int64_t left = i % STORIES == WAITS ? 40 : 3 * YEAR + i;

	story_set(t, c, "name", name);
	story_set(t, c, "uscc", credit_code(t, i));
	story_set(t, c, "account_name", name);
	story_set(t, c, "address", address);
	story_set(t, c, "position",
	    arena_printf(t->mem, "118.2%05d,24.6%05d", 10301 + i * 977,
		20417 + i * 613));
	story_set(t, c, "licence_no",
	    arena_printf(t->mem, i < STORIES ? "PDY35021%06d" : "闽CB5920%04d",
		i * 37 + 101));
	story_set(t, c, "valid_to", story_day(t, left));
	story_answer(t, c, common, COUNT(common));
	story_attach(t, o, c, "licence_papers");
	if (i < STORIES) {
		story_set(t, c, "legal_name", name);
		story_set(t, c, "licence_address", address);
		story_set(t, c, "valid_from", story_day(t, left - 5 * YEAR));
		story_answer(t, c, medical, COUNT(medical));
		story_attach(t, o, c, "legal_papers");
	} else {
		story_set(t, c, "seat", address);
		story_set(t, c, "issued_on", story_day(t, left - 5 * YEAR));
		story_answer(t, c, pharmacy, COUNT(pharmacy));
		story_attach(t, o, c, "business_papers");
	}
	return c;
}

/* The district decides, a few days later. */
static void
decide(struct teller *t, struct order *o, const struct json *remarks)
{
	struct order_seen seen = { .order = *o };
	struct decision d = { .version = o->version,
		.verdict = remarks == NULL ? VERDICT_APPROVE : VERDICT_REJECT,
		.reason =
		    remarks == NULL ? NULL : "请按审核意见修改后重新提交。",
		.remarks = remarks };

	if (t->failed)
		return;
	order_desks(t->r.db, t->mem, o->id, o->addressee_id, seen.desks);
	story_at(t, t->ms + DECIDE_DAYS * DAY_MS);
	story_become(t, BUREAU_ACCOUNT, ROLE_DISTRICT_REVIEWER);
	story_expect(t, review_decide(&t->r, &seen, &d), "decide");
	*o = story_reread(t, o->order_no);
}

/* The n-th change of what parent has put on file. */
static struct order
change(struct teller *t, const struct order *parent, const char *account,
    struct json *content, int n)
{
	struct order o;

	story_at(t, t->ms + CHANGE_DAYS * DAY_MS);
	story_become(t, account, ROLE_OPERATOR);
	o = story_begin(t, kind_upon(kind_of(parent->kind)), parent);
	if (t->failed)
		return o;
	story_replace(t, content, "legal_person",
	    json_make(t->mem, JSON_STRING, n == 1 ? "周海燕" : "许文博"));
	if (n > 1)
		story_replace(t, content, "address",
		    json_make(
			t->mem, JSON_STRING, "厦门市翔安区马巷镇巷南路208号"));
	story_replace(
	    t, content, "proof_kind", json_make(t->mem, JSON_STRING, "notice"));
	story_replace(
	    t, content, "proof_papers", json_make(t->mem, JSON_ARRAY, NULL));
	json_append(content->last, NULL,
	    json_make(
		t->mem, JSON_STRING, story_upload(t, &o, "proof_papers")));
	story_submit(t, &o, content, NULL);
	return o;
}

static void
tell_changes(struct teller *t, const struct order *first, const char *account,
    struct json *content, enum story story)
{
	struct order o = change(t, first, account, content, 1);

	if (story == CHANGE_RETURNED)
		decide(t, &o,
		    story_remark(t, "proof_papers", "illegible",
			"《变更（备案）通知书》扫描件模糊，无法核对",
			"重新扫描后上传"));
	if (story != THREE_VERSIONS)
		return;
	decide(t, &o, NULL);
	o = change(t, first, account, content, 2);
	decide(t, &o, NULL);
}

static void
tell(struct teller *t, int i)
{
	enum story story = (enum story)(i % STORIES);
	const char *account = arena_printf(
	    t->mem, "%c9935021300%d", i < STORIES ? 'H' : 'P', story + 1);
	struct json *content;
	struct order o;

	story_become(t, account, ROLE_OPERATOR);
	o = story_begin(t,
	    i < STORIES ? &medical_registration : &pharmacy_registration, NULL);
	content = record_content(t, &o, i);
	if (story == DRAFT) {
		story_expect(t,
		    order_keep_draft(&t->r, &o, o.version, content, NULL),
		    "draft");
		return;
	}
	story_submit(t, &o, content, NULL);
	if (story == RETURNED)
		decide(t, &o,
		    story_remark(t, "address", "mismatch",
			"详细地址与许可证上的地址不一致",
			"按许可证填写到门牌号"));
	if (story > CHANGING)
		return;
	decide(t, &o, NULL);
	if (story != ON_FILE)
		tell_changes(t, &o, account, content, story);
}

/* How long ago a story begins, so that what waits came in lately. */
static int64_t
began(const struct teller *t, int i)
{
	static const int days[STORIES] = {
		[ON_FILE] = DAYS_AGO + 60,
		[THREE_VERSIONS] = DAYS_AGO,
		[CHANGE_RETURNED] = CHANGE_DAYS + 2 * DECIDE_DAYS + 2,
		[CHANGING] = CHANGE_DAYS + DECIDE_DAYS + 1,
		[RETURNED] = 6,
		[WAITS] = 2,
		[DRAFT] = 1,
	};

	return t->today - days[i % STORIES] * DAY_MS - (i + 1) * HOUR_MS;
}

bool
demo_records(struct demo *d)
{
	struct teller t;

	if (!story_open(&t, d))
		return false;
	for (int n = 0; n < 2 * STORIES; n++) {
		int i = n / 2 + n % 2 * STORIES;
		story_one(&t, began(&t, i), tell, i);
	}
	arena_free(t.mem);
	return !t.failed;
}
