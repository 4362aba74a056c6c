/* What a trial order asks for, and what its bank fills in. */
#include "trial/trial.h"

#include "lib/tree.h"

static const struct word classes[] = {
	{ 1, "small", "小型", "Small", NULL, NULL },
	{ 2, "large", "大型", "Large", NULL, NULL },
};
const struct words trial_class_words = WORDS("trial_class", classes);

static const struct word uses[] = {
	{ 1, "ward", "病房", "Ward", NULL, NULL },
	{ 2, "lab", "检验", "Laboratory", NULL, NULL },
	{ 3, "home", "居家", "Home", NULL, NULL },
};
static const struct words use_words = WORDS("trial_use", uses);

static const struct tree_row subjects[] = {
	{ "03", NULL, "内科", "Internal medicine" },
	{ "03.01", "03", "呼吸内科专业", "Respiratory medicine" },
	{ "03.02", "03", "消化内科专业", "Gastroenterology" },
	{ "04", NULL, "外科", "Surgery" },
	{ "04.01", "04", "普通外科专业", "General surgery" },
	{ "04.09", "04", "手外科专业", "Hand surgery" },
};
static const char *const retired_subjects[] = { "04.09", NULL };
static const struct tree subject_tree =
    TREE_BUT("trial_subjects", false, subjects, retired_subjects);

static const struct accept pdf = { "application/pdf", ".pdf" };
static const struct accept *const only_pdf[] = { &pdf, NULL };
enum { BYTES_MAX = 1024 * 1024, ITEMS_MAX = 5 };

#define PERSON                                                            \
	.flags = FIELD_REQUIRED | FIELD_PERSONAL, .edits = MAY(OPERATOR), \
	.reveals = MAY(OPERATOR) | MAY(CITY_REVIEWER)

static const struct field owner_fields[] = {
	{ .name = "name",
	    .type = FIELD_TEXT,
	    PERSON,
	    .max = 30,
	    .zh = "姓名",
	    .en = "Name" },
	{ .name = "card",
	    .type = FIELD_ATTACHMENT,
	    .flags = FIELD_REQUIRED,
	    .accept = only_pdf,
	    .max_items = 1,
	    .max_size = BYTES_MAX,
	    .zh = "证件",
	    .en = "Identity document" },
};
static const struct form owner_form =
    FORM("trial_owner", "持有人", "Owner", owner_fields);

static const struct field account_fields[] = {
	{ .name = "bank_name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 50,
	    .zh = "开户行",
	    .en = "Bank" },
	{ .name = "account_no",
	    .type = FIELD_TEXT,
	    PERSON,
	    .max = 30,
	    .zh = "账号",
	    .en = "Account number" },
	{ .name = "owners",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REQUIRED | FIELD_REPEATED | FIELD_KEYED,
	    .max_items = ITEMS_MAX,
	    .part = &owner_form,
	    .zh = "持有人",
	    .en = "Owners" },
};
static const struct form account_form =
    FORM("trial_account", "结算账户", "Settlement account", account_fields);

static const struct field fields[] = {
	SECTION("basic", "基本信息", "Basics"),
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .as = AS_TITLE | AS_IDENTITY,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .zh = "设备名称",
	    .en = "Device" },
	{ .name = "class",
	    .type = FIELD_CHOICE,
	    .as = AS_FACET_A,
	    .flags = FIELD_REQUIRED,
	    .words = &trial_class_words,
	    .zh = "规模",
	    .en = "Class" },
	{ .name = "licence_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 30,
	    .when = { "class", { "large" } },
	    .zh = "配置许可证号",
	    .en = "Licence number" },
	{ .name = "bank",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 12,
	    .format = &format_upper_code,
	    .zh = "清算行编码",
	    .en = "Clearing bank's code" },
	{ .name = "price",
	    .type = FIELD_MONEY,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = 100000000,
	    .zh = "价格",
	    .en = "Price" },
	{ .name = "uses",
	    .type = FIELD_CHOICES,
	    .flags = FIELD_REQUIRED,
	    .words = &use_words,
	    .zh = "用途",
	    .en = "Uses" },
	{ .name = "subjects",
	    .type = FIELD_TREE,
	    .tree = &subject_tree,
	    .zh = "诊疗科目",
	    .en = "Medical subjects" },
	SECTION("money", "结算", "Settlement"),
	{ .name = "accounts",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REQUIRED | FIELD_REPEATED | FIELD_KEYED,
	    .max_items = ITEMS_MAX,
	    .part = &account_form,
	    .zh = "结算账户",
	    .en = "Settlement accounts" },
};
const struct form trial_form =
    FORM("trial_registration", "设备登记", "Device registration", fields);

static const struct field grant_fields[] = {
	{ .name = "contract_no",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 30,
	    .format = &format_code,
	    .zh = "合同编号",
	    .en = "Contract number" },
	{ .name = "fee",
	    .type = FIELD_MONEY,
	    .flags = FIELD_REQUIRED,
	    .min = 0,
	    .max = 1000000,
	    .zh = "手续费",
	    .en = "Fee" },
	{ .name = "valid_from",
	    .type = FIELD_DATE,
	    .flags = FIELD_REQUIRED,
	    .zh = "生效日期",
	    .en = "Valid from" },
};
const struct form trial_grant_form =
    FORM("trial_grant", "签约内容", "Contract", grant_fields);
