/* The forms of access orders; see access.h. */
#include "kinds/access/access.h"

#include "app/request.h"

enum { FILE_BYTES_MAX = 20 * 1024 * 1024, OTHERS_MAX = 10 };

/* Each of them is a row of fcgi/look/main.c, which looks into it. */
static const struct accept pdf = { "application/pdf", ".pdf" };
static const struct accept jpeg = { "image/jpeg", ".jpg.jpeg.jfif" };
static const struct accept png = { "image/png", ".png" };

static const struct accept *const only_pdf[] = { &pdf, NULL };
static const struct accept *const pdf_or_image[] = { &pdf, &jpeg, &png, NULL };

#define ONE_PDF                                                       \
	.type = FIELD_ATTACHMENT, .accept = only_pdf, .max_items = 1, \
	.max_size = FILE_BYTES_MAX

/*
 * The institution reads what it typed while it may still change it. Levels
 * above the city see contacts masked (spec 0): they have no way to ask.
 */
#define NEAR MAY(OPERATOR) | MAY(DISTRICT_REVIEWER) | MAY(CITY_REVIEWER)
#define CONTACT                                                           \
	.flags = FIELD_REQUIRED | FIELD_PERSONAL, .edits = MAY(OPERATOR), \
	.reveals = NEAR

static const struct field application_fields[] = {
	SECTION("business", "业务与渠道", "Business and channel"),
	{ .name = "business_type",
	    .as = AS_FACET_A | AS_IDENTITY,
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &access_business_type_words,
	    .zh = "线上业务类型",
	    .en = "Business type" },
	{ .name = "channel",
	    .as = AS_FACET_B | AS_IDENTITY,
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &access_channel_words,
	    .zh = "第三方渠道",
	    .en = "Third-party channel" },
	SECTION("app", "接入应用", "App"),
	{ .name = "app_name",
	    .as = AS_TITLE | AS_IDENTITY,
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 50,
	    .zh = "申请接入应用名称",
	    .en = "App name",
	    .help_zh = "与渠道上实际展示的名称一致",
	    .help_en = "As users see it in the channel" },
	{ .name = "app_type",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &access_app_type_words,
	    .zh = "应用类型",
	    .en = "App type" },
	SECTION("contact", "联系方式", "Contact details"),
	{ .name = "mail",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED | FIELD_PERSONAL,
	    .sees = NEAR,
	    .max = 100,
	    .format = &format_mail,
	    .zh = "定点医药机构邮箱地址",
	    .en = "Institution email address" },
	{ .name = "credential_channel",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &access_channel_words,
	    .zh = "拟定电子凭证接入渠道",
	    .en = "Electronic-credential channel" },
	{ .name = "contact_name",
	    .type = FIELD_TEXT,
	    CONTACT,
	    .max = 30,
	    .zh = "电子凭证接入渠道联系人",
	    .en = "Channel contact name" },
	{ .name = "contact_phone",
	    .type = FIELD_TEXT,
	    CONTACT,
	    .max = 20,
	    .format = &format_phone,
	    .zh = "电子凭证接入渠道联系电话",
	    .en = "Contact phone" },
	SECTION("papers", "申请材料", "Documents"),
	{ .name = "agreement",
	    ONE_PDF,
	    .example = "agreement",
	    .flags = FIELD_REQUIRED,
	    .zh = "定点医药机构协议",
	    .en = "Designation agreement" },
	{ .name = "supplement",
	    ONE_PDF,
	    .flags = FIELD_REQUIRED | FIELD_OFFERED,
	    .when = { "business_type", { "mobile_payment" } },
	    .zh = "“互联网+”医疗服务补充协议",
	    .en = "“Internet Plus” supplementary agreement",
	    .help_zh = "申请医保移动支付业务时必须提供",
	    .help_en = "Required for mobile insurance payment" },
	{ .name = "declaration",
	    ONE_PDF,
	    .zh = "单位网厅申报表",
	    .en = "Online-hall declaration" },
	{ .name = "request",
	    ONE_PDF,
	    .zh = "关于申请开展医保移动支付的请示",
	    .en = "Request to open mobile insurance payment" },
	{ .name = "others",
	    .type = FIELD_ATTACHMENT,
	    .accept = pdf_or_image,
	    .max_items = OTHERS_MAX,
	    .max_size = FILE_BYTES_MAX,
	    .zh = "其他材料",
	    .en = "Other documents" },
	SECTION("more", "补充说明", "Additional notes"),
	{ .name = "note",
	    .type = FIELD_PROSE,
	    .max = 500,
	    .zh = "备注",
	    .en = "Notes" },
};
const struct form access_application_form = FORM("access_application",
    "接入申请单", "Access application", application_fields);

static const struct field acceptance_fields[] = {
	SECTION("testing", "测试情况", "Testing"),
	{ .name = "test_from",
	    .type = FIELD_DATE,
	    .flags = FIELD_REQUIRED,
	    .zh = "测试开始日期",
	    .en = "Test start date" },
	{ .name = "test_to",
	    .type = FIELD_DATE,
	    .flags = FIELD_REQUIRED,
	    .not_before = "test_from",
	    .zh = "测试结束日期",
	    .en = "Test end date" },
	{ .name = "tested_cases",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = 2000,
	    .zh = "测试用例说明",
	    .en = "Test cases" },
	SECTION("papers", "申请材料", "Documents"),
	{ .name = "test_report",
	    ONE_PDF,
	    .flags = FIELD_REQUIRED,
	    .zh = "测试报告",
	    .en = "Test report" },
	SECTION("more", "补充说明", "Additional notes"),
	{ .name = "note",
	    .type = FIELD_PROSE,
	    .max = 500,
	    .zh = "备注",
	    .en = "Notes" },
};
const struct form access_acceptance_form =
    FORM("access_acceptance", "验收单", "Acceptance", acceptance_fields);
