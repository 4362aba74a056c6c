/* The reasons and their phrases; see reason.h. */
#include "app/review/reason.h"

const struct reason_row reason_rows[] = {
	{ REASON_MISSING, ABOUT_FIELD | ABOUT_ATTACHMENT, "未提供此项内容",
	    "This is missing", "请补充后重新提交", "Add it and submit again" },
	{ REASON_WRONG, ABOUT_FIELD, "填写有误", "This is not right",
	    "请核对后更正", "Check and correct it" },
	{ REASON_INCOMPLETE, ABOUT_FIELD | ABOUT_ATTACHMENT,
	    "内容不完整，缺页或缺项", "Pages or entries are missing",
	    "请补齐全部内容后重新提交", "Complete it and submit again" },
	{ REASON_MISMATCH, ABOUT_FIELD | ABOUT_ATTACHMENT,
	    "与登记信息或其他材料不一致",
	    "Differs from the record or from another document",
	    "请核对后更正，或先办理信息变更",
	    "Correct it, or have the record changed first" },
	{ REASON_ILLEGIBLE, ABOUT_ATTACHMENT, "文件不清晰，无法辨认",
	    "The file cannot be read", "请重新扫描清晰的原件后上传",
	    "Scan the original again, clearly, and upload it" },
	{ REASON_EXPIRED, ABOUT_ATTACHMENT, "材料已超过有效期",
	    "The document has expired", "请上传在有效期内的材料",
	    "Upload one that is in force" },
	{ REASON_UNSIGNED, ABOUT_ATTACHMENT, "缺少签字或盖章",
	    "A signature or seal is missing", "请签字盖章后重新扫描上传",
	    "Have it signed and sealed, then upload it again" },
	{ REASON_OTHER_DOCUMENT, ABOUT_ATTACHMENT, "所传文件不是要求的材料",
	    "This is not the document asked for", "请按材料名称上传对应文件",
	    "Upload the document that is named" },
	{ REASON_NOT_ELIGIBLE, ABOUT_WHOLE, "不符合接入条件",
	    "The institution does not qualify", NULL, NULL },
	{ REASON_DUPLICATE, ABOUT_WHOLE, "重复申请，原申请仍在办理或已通过",
	    "An earlier application is under way or has passed", NULL, NULL },
	{ REASON_SUSPENDED, ABOUT_WHOLE, "该类业务暂停受理",
	    "This kind of business is suspended", NULL, NULL },
	{ REASON_OTHER, ABOUT_FIELD | ABOUT_ATTACHMENT | ABOUT_WHOLE, "", "",
	    "", "" },
};
const size_t reason_rows_count = sizeof(reason_rows) / sizeof(reason_rows[0]);

const struct reason_row *
reason_row_of(enum reason reason)
{
	for (size_t i = 0; i < reason_rows_count; i++)
		if (reason_rows[i].reason == reason)
			return &reason_rows[i];
	return NULL;
}
