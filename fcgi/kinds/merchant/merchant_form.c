/* The forms of merchant entries: the wizard's steps are its sections (MERCH-2),
 * a change has the same and why. And what the bank fills in. */
#include "app/kind/fields.h"
#include "kinds/merchant/merchant.h"

/* MERCH-3: jpg alone, 2 MB a picture. */
enum { PICTURE_BYTES_MAX = 2 * 1024 * 1024, ACCOUNTS_MAX = 10 };
static const struct accept jpeg = { "image/jpeg", ".jpg.jpeg.jfif" };
static const struct accept *const pictures[] = { &jpeg, NULL };

#define PICTURE(word, drawing, chinese, english)                           \
	.name = word, .type = FIELD_ATTACHMENT, .flags = FIELD_REQUIRED,   \
	.accept = pictures, .max_items = 1, .max_size = PICTURE_BYTES_MAX, \
	.example = drawing, .zh = chinese, .en = english

/* The bank that it is addressed to looks at people and accounts on record. */
#define PERSONAL PERSONAL_TO(MAY(BANK_REVIEWER))

static const struct word proofs[] = {
	{ 1, "permit", "开户许可证", "Account permit", NULL, NULL },
	{ 2, "application", "开户申请", "Account application", NULL, NULL },
	{ 3, "card", "银行卡正反面照片", "Both sides of a bank card", NULL,
	    NULL },
};
const struct words merchant_proof_words = WORDS("merchant_proof", proofs);

static const struct word papers[] = {
	{ 1, "business_licence", "营业执照", "Business licence", NULL, NULL },
	{ 2, "public_institution", "事业单位法人证书",
	    "Certificate of a public institution", NULL, NULL },
	{ 3, "private_unit", "民办非企业单位登记证书",
	    "Registration as a private non-enterprise unit", NULL, NULL },
};
const struct words merchant_paper_words = WORDS("merchant_paper", papers);

static const struct word channels[] = {
	{ 1, "wechat", "微信支付", "WeChat Pay", NULL, NULL },
	{ 2, "alipay", "支付宝", "Alipay", NULL, NULL },
	{ 3, "unionpay", "云闪付", "UnionPay", NULL, NULL },
	{ 4, "ecny", "数字人民币", "e-CNY", NULL, NULL },
};
const struct words merchant_channel_words = WORDS("merchant_channel", channels);

/* MERCH-5; the manual's 结算账户. */
static const struct field account_fields[] = {
	{ TICK("of_parent", "使用上级机构的账户",
	      "The parent’s account is used"),
	    .help_zh = "分支机构没有自己的账户时勾选",
	    .help_en = "For a branch without an account of its own" },
	{ LINE("parent_name", 100, "上级机构名称", "Parent institution’s name"),
	    .when = { "of_parent", { "true" } } },
	{ LINE("account_name", 100, "开户名称", "Account name"),
	    .help_zh = "与机构名称一致；使用上级机构账户的，与上级机构名称一致",
	    .help_en = "The institution’s own name, or its parent’s where that "
		       "one’s account is used" },
	{ LINE("bank_name", 100, "开户行名称", "Bank and branch") },
	{ .name = "account_no",
	    .type = FIELD_TEXT,
	    PERSONAL,
	    .max = 32,
	    .format = &format_bank_account,
	    .zh = "开户行账号",
	    .en = "Account number" },
	{ LINE("cnaps", 12, "开户行行号", "Branch number (CNAPS)"),
	    .format = &format_cnaps, .help_zh = "12 位联行号，可向开户行查询",
	    .help_en = "12 digits; the branch can tell it" },
	{ PICK("proof_kind", &merchant_proof_words, "开户证明", "Proof") },
	{ PICTURE("permit", "account-permit", "开户许可证或开户申请",
	      "Permit or application"),
	    .when = { "proof_kind", { "permit", "application" } } },
	{ PICTURE("card_front", "card-front", "银行卡正面", "Card, front"),
	    .when = { "proof_kind", { "card" } } },
	{ PICTURE("card_back", "card-back", "银行卡背面", "Card, back"),
	    .when = { "proof_kind", { "card" } } },
	{ PICTURE("parent_proof", "agreement", "隶属关系证明",
	      "Proof that it is the parent"),
	    .when = { "of_parent", { "true" } },
	    .help_zh = "上级机构出具的隶属关系或同意使用账户的证明",
	    .help_en = "The parent’s letter that it is one, or agrees" },
};
static const struct form account_form = FORM(
    "settlement_account", "结算账户", "Settlement account", account_fields);

/* What every entry and every change asks for. */
#define ENTRY_FIELDS                                                         \
	{ .name = "basic",                                                   \
		.type = FIELD_SECTION,                                       \
		.flags = FIELD_KNOWN,                                        \
		.zh = "确认基本信息",                                        \
		.en = "Confirm the basics" },                                \
	    { PERSON("operator_name", "经办人姓名", "Operator’s name") },    \
	    { PROVEN_PHONE("operator_phone", MAY(BANK_REVIEWER),             \
		"经办人手机号", "Operator’s phone") },                       \
	    { MAIL("operator_mail", "经办人邮箱", "Operator’s email") },     \
	    SECTION("accounts", "结算账户信息", "Settlement accounts"),      \
	    { .name = "settlement_accounts",                                 \
		    .type = FIELD_GROUP,                                     \
		    .flags = FIELD_REQUIRED | FIELD_REPEATED | FIELD_KEYED | \
			     FIELD_HELD,                                     \
		    .max_items = ACCOUNTS_MAX,                               \
		    .part = &account_form,                                   \
		    .zh = "结算账户",                                        \
		    .en = "Settlement accounts" },                           \
	    SECTION("business", "工商信息", "Business registration"),        \
	    { PICK("paper_kind", &merchant_paper_words, "证件类型",          \
		"Kind of certificate") },                                    \
	    { LINE("uscc", 18, "统一社会信用代码",                           \
		  "Unified social credit code"),                             \
		    .as = AS_USCC, .format = &format_uscc },                 \
	    { .name = "capital",                                             \
		    .type = FIELD_MONEY,                                     \
		    .flags = FIELD_REQUIRED | FIELD_WAN,                     \
		    .min = 0,                                                \
		    .max = FIELD_MONEY_MAX,                                  \
		    .zh = "注册资本",                                        \
		    .en = "Registered capital",                              \
		    .help_zh = "事业单位填写开办资金",                       \
		    .help_en = "A public institution’s initial funds" },     \
	    { PICTURE(                                                       \
		"paper", "certificate", "证件图片", "The certificate") },    \
	    { PERSON("legal_person", "法人姓名", "Legal representative") },  \
	    { .name = "legal_id_no",                                         \
		    .type = FIELD_TEXT,                                      \
		    PERSONAL,                                                \
		    .max = 18,                                               \
		    .format = &format_resident_id,                           \
		    .zh = "法人身份证号",                                    \
		    .en = "Representative’s identity number" },              \
	    { DAY("id_valid_from", "身份证件有效期起",                       \
		"Identity card valid from") },                               \
	    { TICK("id_long_term", "身份证件长期有效",                       \
		"The identity card has no end") },                           \
	    { DAY("id_valid_to", "身份证件有效期止",                         \
		  "Identity card valid until"),                              \
		    .not_before = "id_valid_from",                           \
		    .when = { "id_long_term", { "true" }, true } },          \
	    { PICTURE("id_front", "id-front", "身份证人像面",                \
		"Identity card, portrait") },                                \
	    { PICTURE("id_back", "id-back", "身份证国徽面",                  \
		"Identity card, emblem") },                                  \
	    SECTION("entry", "商户入网申请", "Entry"),                       \
	    { LINE("clearing_bank", 12, "清算行", "Clearing bank"),          \
		    .format = &format_upper_code, .lookup = "partners",      \
		    .help_zh =                                               \
			"本省医疗保障局指定的合作金融机构，由它审核并签约",  \
		    .help_en =                                               \
			"One of the province’s partner banks: it reviews " \
			"and signs the contract" },                          \
	{                                                                    \
		.name = "channels", .type = FIELD_CHOICES,                   \
		.words = &merchant_channel_words, .zh = "其他支付渠道",      \
		.en = "Other payment channels"                               \
	}

static const struct field entry_fields[] = { ENTRY_FIELDS };
const struct form merchant_entry_form =
    FORM("merchant_entry", "商户入网申请", "Merchant entry", entry_fields);

static const struct field change_fields[] = {
	ENTRY_FIELDS,
	SECTION("change", "变更说明", "The change"),
	{ .name = "why",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = 500,
	    .zh = "变更说明",
	    .en = "What changes and why" },
};
const struct form merchant_change_form = FORM("merchant_change", "商户变更申请",
    "Change of a merchant’s contract", change_fields);

/* MERCH-6: what the bank fills in. */
static const struct field contract_fields[] = {
	{ LINE("rate", 8, "费率", "Rate"), .format = &format_percent,
	    .unit = "%" },
	{ LINE("contract_no", 40, "合同编号", "Contract number"),
	    .format = &format_code },
	{ DAY("valid_from", "生效日期", "Valid from") },
};
const struct form merchant_contract_form =
    FORM("merchant_contract", "签约信息", "Contract", contract_fields);
