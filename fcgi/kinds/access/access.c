/* Access orders: their routes (REVIEW-4), their list, their own checks. */
#include "kinds/access/access.h"

#include <string.h>

#include "app/order/findings.h"

#define LATE                                                                   \
	.missed_zh = "逾期后标为已逾期，排在待办首位，申请机构可见，直至处理", \
	.missed_en = "It is marked overdue, listed first and shown to the "    \
		     "applicant until it is decided"
#define FIVE_DAYS .days = 5, .counted = WORKING_DAYS, LATE

#define CITY_REVIEWS                                                   \
	{                                                              \
		.desk = DESK_CITY, .action = ACTION_REVIEW, FIVE_DAYS, \
		.owes = OWES_REASON, .may_pass = true,                 \
		.waiting = { "waiting_city", "待市级审核",             \
			"Awaiting city review" },                      \
		.rejected = { "rejected_city", "已驳回（市）",         \
			"Rejected by the city" },                      \
	}
#define REJECTED_PROVINCE                                  \
	.rejected = { "rejected_province", "已驳回（省）", \
		"Rejected by the province" }

/* The nation's team tests with whoever has the test keys, until it decides on
 * the acceptance (ACCESS-5). */
#define JOINT_TEST                                   \
	.notes = { "joint_test", "国家局专项组联调", \
		"Joint testing with the national team" }

static const struct step application_steps[] = {
	CITY_REVIEWS,
	{ .desk = DESK_PROVINCE,
	    .action = ACTION_FILE,
	    FIVE_DAYS,
	    .owes = OWES_REMARK,
	    .seals = true,
	    .waiting = { "waiting_province_filing", "待省级备案",
		"Awaiting provincial filing" },
	    REJECTED_PROVINCE },
	{ .desk = DESK_NATION, .action = ACTION_VIEW, JOINT_TEST },
};

static const struct step acceptance_steps[] = {
	CITY_REVIEWS,
	{ .desk = DESK_PROVINCE,
	    .action = ACTION_REVIEW,
	    FIVE_DAYS,
	    .owes = OWES_REMARK,
	    .seals = true,
	    .waiting = { "waiting_province", "待省级审核",
		"Awaiting provincial review" },
	    REJECTED_PROVINCE },
	{ .desk = DESK_NATION,
	    .action = ACTION_REVIEW,
	    FIVE_DAYS,
	    .owes = OWES_REMARK,
	    JOINT_TEST,
	    .waiting = { "waiting_nation", "待国家级审核",
		"Awaiting national review" },
	    .rejected = { "rejected_nation", "已驳回（国家）",
		"Rejected by the nation" } },
};

static const struct order_list_kind access_list = {
	.number = 1,
	.name = "access",
	.zh = "接入审核",
	.en = "Access review",
	/* The manual's 2.1.1.2 and 2.1.2.2: asked for, and handed on. */
	.permitted = SEATS(CITY) | SEATS(PROVINCE) | SEATS(NATION),
	.title = { .zh = "申请接入应用名称", .en = "App name" },
	.facet_a = { .zh = "线上业务类型",
	    .en = "Business type",
	    .words = &access_business_type_words },
	.facet_b = { .zh = "第三方渠道",
	    .en = "Channel",
	    .words = &access_channel_words,
	    .heading_zh = "拟定电子凭证接入渠道",
	    .heading_en = "Credential channel" },
};

static const struct finding_text application_findings[] = {
	{ "channels_differ", "拟定电子凭证接入渠道与第三方渠道不同",
	    "The electronic-credential channel is not the third-party channel",
	    "两者通常一致，请核对", "They are usually the same: check both" },
};

/* The field's word stands for the same thing as the channel (spec 2). */
static void
find_in_application(struct notes *n)
{
	const char *one = notes_text(n, "channel");
	const char *other = notes_text(n, "credential_channel");

	if (one != NULL && other != NULL && strcmp(one, other) != 0)
		notes_add(n, "channels_differ", "credential_channel", NULL);
}

static const struct finding_text acceptance_findings[] = {
	{ "future_date", "测试结束日期晚于今天", "The test ends after today",
	    "请在测试完成后提交验收",
	    "Ask for acceptance once the test is done" },
};

static void
find_in_acceptance(struct notes *n)
{
	const char *to = notes_text(n, "test_to");
	struct moment end, now = notes_now(n);

	if (to != NULL && clock_day_begin(to, &end) && end.ms > now.ms)
		notes_add(n, "future_date", "test_to", NULL);
}

enum { ASK_FOR_ACCEPTANCE = 1, CONFIRM_LIVE }; /* duties */

static const struct word application_duties[] = {
	{ ASK_FOR_ACCEPTANCE, "access_acceptance", "申请验收",
	    "Ask for acceptance",
	    "下载测试环境反馈单，完成测试环境对接，再凭测试报告申请验收。",
	    "Download the test form, integrate in the test environment, then "
	    "ask for acceptance with the test report." },
};

static const struct word acceptance_duties[] = {
	{ CONFIRM_LIVE, "access_live", "确认应用测试无误",
	    "Confirm that the app works",
	    "下载生产环境反馈单，用生产密钥测试应用，无误后确认上线。",
	    "Download the production form, test the app with the production "
	    "keys, and confirm once it works." },
};

/* ACCESS-4, ACCESS-6: the province's paper, whoever decides last. */
static const struct issue test_form = { 1, "test_form", "测试环境反馈单",
	"Test environment form", ENVIRONMENT_TEST, DESK_PROVINCE };
static const struct issue production_form = { 2, "production_form",
	"生产环境反馈单", "Production environment form", ENVIRONMENT_PRODUCTION,
	DESK_PROVINCE };

const struct kind access_application = {
	.number = 1,
	.name = "access_application",
	.zh = "申请审核",
	.en = "Application",
	.list = &access_list,
	.content = &access_application_form,
	STEPS(application_steps),
	.issues = &test_form,
	.invites = ASK_FOR_ACCEPTANCE,
	DUTIES(application_duties),
	.concluded = { "live", "已上线", "Live" },
	.find = find_in_application,
	FINDINGS(application_findings),
};

/* ACCESS-5: of an application that has passed. */
const struct kind access_acceptance = {
	.number = 2,
	.name = "access_acceptance",
	.zh = "验收审核",
	.en = "Acceptance",
	.list = &access_list,
	.content = &access_acceptance_form,
	STEPS(acceptance_steps),
	.parent = &access_application,
	.issues = &production_form,
	.confirms = CONFIRM_LIVE,
	DUTIES(acceptance_duties),
	.concluded = { "confirmed_live", "已确认上线", "Confirmed live" },
	.find = find_in_acceptance,
	FINDINGS(acceptance_findings),
};
