/* The forms of institution records: tables of fields, a registration's and a
 * change's, which has all of them and what proves it. */
#include "app/kind/fields.h"
#include "kinds/institution/institution.h"

#define PAPERS(word, chinese, english)                                   \
	.name = word, .type = FIELD_ATTACHMENT, .flags = FIELD_REQUIRED, \
	.accept = pdf_or_jpeg, .max_items = PAPERS_MAX,                  \
	.max_size = PAPER_BYTES_MAX, .zh = chinese, .en = english

/* Its district and city look at people and accounts on record. */
#define PERSONAL PERSONAL_TO(MAY(DISTRICT_REVIEWER) | MAY(CITY_REVIEWER))

#define LEGAL_PERSON_HELP(paper_zh, paper_en)                                 \
	.help_zh =                                                            \
	    "《营业执照》为投资人或负责人的，填写" paper_zh "上的法定代表人", \
	.help_en = "Where the business licence names an investor or a "       \
		   "person in charge instead: the one on the " paper_en

#define CREDENTIAL_USED                                                    \
	.name = "credential_used", .type = FIELD_BOOLEAN,                  \
	.zh = "已应用医保电子凭证",                                        \
	.en = "Uses the insurance electronic credential",                  \
	.help_zh = "支持凭医保电子凭证查询账户、办理业务、就诊和购药支付", \
	.help_en = "Accounts, services, visits and payments work with it"

/* Where it is. The position is kept as numbers, that no map service sees; the
 * pooling area is that part of its division that pools its insurance. */
#define PLACE_FIELDS                                                         \
	SECTION("place", "位置", "Place"),                                   \
	    { PICK("pooling_area", &institution_pooling_words, "医保统筹区", \
		"Pooling area") },                                           \
	    { LINE("address", 120, "详细地址", "Full address"),              \
		    .help_zh = "按许可证上的地址填写到门牌号",               \
		    .help_en = "As on the licence, with the house number" }, \
	{                                                                    \
		LINE("position", 30, "地图位置", "Position"),                \
		    .format = &format_position                               \
	}

/* Where its money goes: its own basic account, or its parent's. */
#define ACCOUNT_FIELDS(whose_zh, whose_en)                                                          \
	SECTION("account", "银行账户", "Bank account"),                                             \
	    { .name = "no_basic_account",                                                           \
		    .type = FIELD_BOOLEAN,                                                          \
		    .zh = "无基本存款账户",                                                         \
		    .en = "No basic deposit account",                                               \
		    .help_zh = whose_zh "，并填写所属机构的账户",                                   \
		    .help_en = whose_en ": the parent’s account is given" },                        \
	    { LINE("parent_name", 100, "所属机构名称",                                              \
		  "Parent institution’s name"),                                                     \
		    .when = { "no_basic_account", { "true" } } },                                   \
	    { LINE("account_name", 100, "银行开户名称", "Account name"),                            \
		    .help_zh = "与机构名称一致；无基本存款账户的，与所属机构" \
			       "名称一致",                                                          \
		    .help_en = "The institution’s own name, or its "                              \
			       "parent’s where it has no account" },                                \
	    { .name = "account_no",                                                                 \
		    .type = FIELD_TEXT,                                                             \
		    PERSONAL,                                                                       \
		    .max = 32,                                                                      \
		    .format = &format_bank_account,                                                 \
		    .zh = "银行账号",                                                               \
		    .en = "Account number" },                                                       \
	{                                                                                           \
		LINE("bank_name", 100, "开户银行", "Bank")                                          \
	}

enum { PAPER_BYTES_MAX = 10 * 1024 * 1024, PAPERS_MAX = 20 };
static const struct accept pdf = { "application/pdf", ".pdf" };
static const struct accept jpeg = { "image/jpeg", ".jpg.jpeg.jfif" };
static const struct accept *const pdf_or_jpeg[] = { &pdf, &jpeg, NULL };

static const struct field medical[] = {
#include "kinds/institution/medical.def"
};
static const struct field medical_changed[] = {
#include "kinds/institution/medical.def"
#include "kinds/institution/proof.def"
};
static const struct field pharmacy[] = {
#include "kinds/institution/pharmacy.def"
};
static const struct field pharmacy_changed[] = {
#include "kinds/institution/pharmacy.def"
#include "kinds/institution/proof.def"
};

const struct form medical_registration_form = FORM("medical_registration",
    "医疗机构信息", "Medical institution record", medical);
const struct form medical_change_form =
    FORM("medical_change", "医疗机构信息变更",
	"Change of a medical institution’s record", medical_changed);
const struct form pharmacy_registration_form =
    FORM("pharmacy_registration", "零售药店信息", "Pharmacy record", pharmacy);
const struct form pharmacy_change_form = FORM("pharmacy_change",
    "零售药店信息变更", "Change of a pharmacy’s record", pharmacy_changed);
