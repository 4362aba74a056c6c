/* What a pharmacy puts on file (INST-2, manual 1 附件3-4). */
#include "kinds/institution/form.h"

/* clang-format off: one row a field reads better than one a line. */
#define PHARMACY_FIELDS                                                                             \
	SECTION("legal", "营业执照", "Business licence"),                                           \
	    { LINE("name", 100, "零售药店名称", "Name of the pharmacy"),                            \
		    .as = AS_TITLE, .help_zh = "与《营业执照》正本一致",                            \
		    .help_en = "As on the business licence" },                                      \
	    { LINE("uscc", 18, "统一社会信用代码",                                                  \
		  "Unified social credit code"),                                                    \
		    .as = AS_IDENTITY, .format = &format_uscc },                                    \
	    { .name = "capital",                                                                    \
		    .type = FIELD_MONEY,                                                            \
		    .flags = FIELD_REQUIRED,                                                        \
		    .min = 0,                                                                       \
		    .max = 100000000000000L,                                                        \
		    .zh = "注册资本",                                                               \
		    .en = "Registered capital" },                                                   \
	    { LINE("seat", 120, "住所", "Registered address") },                                    \
	    { LINE("legal_person", 30, "法定代表人", "Legal representative"),                       \
		    .help_zh = "《营业执照》为投资人或负责人的，填写《药品经" \
			       "营许可证》上的法定代表人",                                          \
		    .help_en =                                                                      \
			"Where the business licence names an investor or a "                        \
			"person in charge: the one on the drug licence" },                          \
	    { PICK("legal_paper", &institution_identity_paper_words,                                \
		"法定代表人证件类型", "Representative's identity document") },                      \
	    { .name = "legal_paper_no",                                                             \
		    .type = FIELD_TEXT,                                                             \
		    PERSONAL,                                                                       \
		    .max = 20,                                                                      \
		    .format = &format_upper_code,                                                   \
		    .zh = "法定代表人证件号",                                                       \
		    .en = "Its number" },                                                           \
	    { PAPERS("business_papers", "营业执照正本", "Business licence"),                        \
		    .example = "certificate" },                                                     \
	    SECTION("licence", "药品经营许可证", "Drug licence"),                                   \
	    { LINE("licence_no", 30, "药品经营许可证号",                                            \
		  "Drug licence number"),                                                           \
		    .format = &format_upper_code },                                                 \
	    { PICK("operation", &institution_operation_words, "经营方式",                           \
		"Mode of operation") },                                                             \
	    { DAY("issued_on", "发证日期", "Issued on") },                                          \
	    { DAY("valid_to", "有效期至", "Valid until"),                                           \
		    .not_before = "issued_on" },                                                    \
	    { .name = "scope",                                                                      \
		    .type = FIELD_PROSE,                                                            \
		    .flags = FIELD_REQUIRED,                                                        \
		    .max = 500,                                                                     \
		    .zh = "经营范围",                                                               \
		    .en = "Scope of business" },                                                    \
	    { PERSON("principal", "企业负责人", "Person in charge") },                              \
	    { PHONE("principal_phone", "企业负责人联系方式",                                        \
		  "Person in charge's phone"),                                                      \
		    .help_zh = "手机号码或固定电话",                                                \
		    .help_en = "A mobile number or a landline" },                                   \
	    { PICK("trading", &institution_trading_words, "经营状态",                               \
		"Trading status") },                                                                \
	    { PAPERS("licence_papers", "药品经营许可证",                                            \
		  "Drug licence document"),                                                         \
		    .example = "licence",                                                           \
		    .help_zh = "正本；副本有变更登记记录的也应上传",                                \
		    .help_en =                                                                      \
			"The original, and the copy's pages of changes" },                          \
	    SECTION("place", "位置", "Place"),                                                      \
	    { .name = "pooling_area",                                                               \
		    .type = FIELD_TEXT,                                                             \
		    .flags = FIELD_REQUIRED,                                                        \
		    .max = 6,                                                                       \
		    .format = &format_division,                                                     \
		    .zh = "医保统筹区",                                                             \
		    .en = "Pooling area" },                                                         \
	    PLACE_FIELDS,                                                                           \
	    { .name = "credential_used",                                                            \
		    .type = FIELD_BOOLEAN,                                                          \
		    .zh = "是否应用医保电子凭证",                                                   \
		    .en = "Uses the insurance electronic credential",                               \
		    .help_zh = "支持凭医保电子凭证查询账户和购药支付",                              \
		    .help_en = "Accounts and payments work with it" },                              \
	    SECTION("account", "银行账户", "Bank account"),                                         \
	    ACCOUNT_FIELDS("没有基本存款账户的，填所属机构的",                                      \
		"Without an account of its own the parent's is given"),                             \
	    SECTION("contact", "医保联系人", "Insurance contact"),                                  \
	    { PERSON("contact_name", "医保联系人", "Insurance contact") },                          \
	    { PHONE("contact_phone", "医保联系人电话", "Contact's phone") },                        \
	{                                                                                           \
		.name = "mail", .type = FIELD_TEXT, PERSONAL, .max = 100,                           \
		.format = &format_mail, .zh = "邮箱", .en = "Email"                                 \
	}
/* clang-format on */

static const struct field registration[] = { PHARMACY_FIELDS };
const struct form pharmacy_registration_form = FORM(
    "pharmacy_registration", "零售药店信息", "Pharmacy record", registration);

static const struct field change[] = { PHARMACY_FIELDS, PROOF_FIELDS };
const struct form pharmacy_change_form = FORM("pharmacy_change",
    "零售药店信息变更", "Change of a pharmacy's record", change);
