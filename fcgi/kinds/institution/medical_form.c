/* What a medical institution puts on file (INST-1, manual 1 附件3-3). */
#include "kinds/institution/form.h"

/* clang-format off: one row a field reads better than one a line. */
#define LICENSED .when = { "licence_kind", { "practice" } }
#define FILED .when = { "licence_kind", { "clinic_filing" } }
#define CIVIL .when = { "licence_kind", { "military" }, true }

#define MEDICAL_FIELDS                                                                              \
	SECTION("legal", "法人单位信息", "Legal entity"),                                           \
	    { LINE("legal_name", 100, "法人单位名称",                                               \
		  "Name of the legal entity"),                                                      \
		    .help_zh = "与证书正本一致",                                                    \
		    .help_en = "As on the certificate" },                                           \
	    { LINE("uscc", 18, "统一社会信用代码",                                                  \
		  "Unified social credit code"),                                                    \
		    .as = AS_IDENTITY, .format = &format_uscc },                                    \
	    { LINE("legal_person", 30, "法定代表人", "Legal representative"),                       \
		    .help_zh = "《营业执照》为投资人或负责人的，填写《医疗机" \
			       "构执业许可证》上的法定代表人",                                      \
		    .help_en =                                                                      \
			"Where the business licence names an investor or a "                        \
			"person in charge: the one on the practice licence" },                      \
	    { PAPERS("legal_papers", "法人证书",                                                    \
		  "Certificate of the legal entity"),                                               \
		    .example = "certificate",                                                       \
		    .help_zh = "《事业单位法人证书》、《营业执照》或《民办非" \
			       "企业单位登记证》正本",                                              \
		    .help_en =                                                                      \
			"The original of the public institution's "                                 \
			"certificate, the business licence or the "                                 \
			"registration of a private non-enterprise unit" },                          \
	    SECTION("licence", "医疗机构执业许可证", "Practice licence"),                           \
	    { PICK("licence_kind", &institution_licence_words, "执业依据",                          \
		"Licensed by") },                                                                   \
	    { LINE("name", 100, "医疗机构名称", "Name of the institution"),                         \
		    .as = AS_TITLE | AS_IDENTITY,                                                   \
		    .help_zh = "与许可证副本一致",                                                  \
		    .help_en = "As on the copy of the licence" },                                   \
	    { LINE("licence_no", 30, "登记号", "Registration number"),                              \
		    .as = AS_IDENTITY, .format = &format_upper_code,                                \
		    LICENSED },                                                                     \
	    { LINE("filing_no", 40, "备案编号", "Filing number"),                                   \
		    .as = AS_IDENTITY, .format = &format_upper_code, FILED },                       \
	    { LINE("principal", 30, "主要负责人", "Person in charge") },                            \
	    { LINE("licence_address", 120, "地址", "Address on the licence"),                       \
		    CIVIL },                                                                        \
	    { .name = "beds",                                                                       \
		    .type = FIELD_INTEGER,                                                          \
		    .flags = FIELD_REQUIRED,                                                        \
		    .min = 0,                                                                       \
		    .max = 20000,                                                                   \
		    .zh = "床位数",                                                                 \
		    .en = "Beds",                                                                   \
		    .help_zh = "无床位填 0",                                                        \
		    .help_en = "0 where there are none" },                                          \
	    { DAY("valid_from", "执业许可有效期起", "Licence valid from"),                          \
		    LICENSED },                                                                     \
	    { DAY("valid_to", "执业许可有效期止", "Licence valid until"),                           \
		    LICENSED, .not_before = "valid_from" },                                         \
	    { PICK("nature", &institution_nature_words, "经营性质",                                 \
		"Nature of business") },                                                            \
	    { .name = "subjects",                                                                   \
		    .type = FIELD_TREE,                                                             \
		    .flags = FIELD_REQUIRED,                                                        \
		    .tree = &institution_subjects,                                                  \
		    .zh = "诊疗科目",                                                               \
		    .en = "Medical subjects" },                                                     \
	    { PAPERS("licence_papers", "许可证副本", "Copy of the licence"),                        \
		    .example = "licence", CIVIL,                                                    \
		    .help_zh = "执业许可证或备案证副本，有变更登记记录的页面" \
			       "也应上传",                                                          \
		    .help_en = "The copy of the licence or filing, with its "                       \
			       "pages of changes" },                                                \
	    SECTION("place", "位置", "Place"),                                                      \
	    { .name = "pooling_area",                                                               \
		    .type = FIELD_TEXT,                                                             \
		    .flags = FIELD_REQUIRED,                                                        \
		    .max = 6,                                                                       \
		    .format = &format_division,                                                     \
		    .zh = "医保统筹区",                                                             \
		    .en = "Pooling area" },                                                         \
	    PLACE_FIELDS, SECTION("class", "类别", "Classification"),                               \
	    { PICK("category", &institution_category_words, "医疗机构类别",                         \
		"Category") },                                                                      \
	    { PICK("grade", &institution_grade_words, "医院等级", "Grade") },                       \
	    { PICK("rank", &institution_rank_words, "医院等次", "Class") },                         \
	    { PICK("affiliation", &institution_affiliation_words, "隶属关系",                       \
		"Affiliation") },                                                                   \
	    { PICK("economy", &institution_economy_words, "经济类型",                               \
		"Ownership") },                                                                     \
	    { .name = "credential_used",                                                            \
		    .type = FIELD_BOOLEAN,                                                          \
		    .zh = "是否应用医保电子凭证",                                                   \
		    .en = "Uses the insurance electronic credential",                               \
		    .help_zh = "支持凭医保电子凭证查询账户、办理业务、就诊和" \
			       "购药支付",                                                          \
		    .help_en = "Accounts, services, visits and payments work "                      \
			       "with it" },                                                         \
	    SECTION("account", "银行账户", "Bank account"),                                         \
	    ACCOUNT_FIELDS("院办社康等没有基本存款账户的，填所属机构的",                            \
		"Community centres of a hospital and the like: the parent's "                       \
		"is given"),                                                                        \
	    SECTION("office", "医保办", "Insurance office"),                                        \
	    { .name = "office_mail",                                                                \
		    .type = FIELD_TEXT,                                                             \
		    PERSONAL,                                                                       \
		    .max = 100,                                                                     \
		    .format = &format_mail,                                                         \
		    .zh = "医保办邮箱",                                                             \
		    .en = "Email of the insurance office" },                                        \
	    { PHONE("office_phone", "医保办电话",                                                   \
		"Phone of the insurance office") },                                                 \
	    { PERSON("deputy_name", "分管医保院领导",                                               \
		"Deputy director for insurance") },                                                 \
	    { PHONE("deputy_phone", "分管医保院领导电话",                                           \
		"Deputy director's phone") },                                                       \
	    { PERSON("head_name", "医保办负责人",                                                   \
		"Head of the insurance office") },                                                  \
	{                                                                                           \
		PHONE("head_phone", "医保办负责人电话", "Head's phone")                             \
	}
/* clang-format on */

static const struct field registration[] = { MEDICAL_FIELDS };
const struct form medical_registration_form = FORM("medical_registration",
    "医疗机构信息", "Medical institution record", registration);

static const struct field change[] = { MEDICAL_FIELDS, PROOF_FIELDS };
const struct form medical_change_form = FORM("medical_change",
    "医疗机构信息变更", "Change of a medical institution's record", change);
