/* The form of an application for a permission to review. */
#include "app/kind/fields.h"
#include "kinds/permission/permission.h"

enum { LETTER_BYTES_MAX = 10 * 1024 * 1024 };
static const struct accept pdf = { "application/pdf", ".pdf" };
static const struct accept *const papers[] = { &pdf, NULL };

static const struct field fields[] = {
	{ PICK("review", &permission_words, "申请的审核权限",
	      "Permission asked for"),
	    .as = AS_FACET_A | AS_IDENTITY,
	    .help_zh = "取得后由本单位平台管理员在“用户管理”中分配给审核人员",
	    .help_en = "Once it is given, you hand it to your reviewers under "
		       "Accounts" },
	{ .name = "reason",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = 500,
	    .zh = "申请理由",
	    .en = "Reason" },
	{ .name = "letter",
	    .type = FIELD_ATTACHMENT,
	    .accept = papers,
	    .max_items = 1,
	    .max_size = LETTER_BYTES_MAX,
	    .zh = "申请函",
	    .en = "Letter" },
};
/* Alike: whom it goes to is its kind's. */
const struct form city_review_permission_form = FORM("city_review_permission",
    "审核权限申请", "Application for a permission to review", fields);
const struct form province_review_permission_form =
    FORM("province_review_permission", "审核权限申请",
	"Application for a permission to review", fields);
