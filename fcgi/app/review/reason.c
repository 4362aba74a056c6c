/* The reasons and their phrases; see reason.h. */
#include "app/review/reason.h"

const struct reason_row reason_rows[] = {
	{ REASON_MISSING, ABOUT_FIELD | ABOUT_ATTACHMENT,
	    "申请中未提供该项内容。", "The application does not include this.",
	    "请补充后重新提交", "Add it and submit again" },
	{ REASON_WRONG, ABOUT_FIELD, "该项内容与材料不一致，请核对后修改。",
	    "This does not agree with the documents. Please check it.",
	    "请对照材料原件更正后重新提交",
	    "Correct it by the original document and submit again" },
	{ REASON_INCOMPLETE, ABOUT_FIELD | ABOUT_ATTACHMENT,
	    "该项内容不完整，有缺页或缺项。",
	    "This is incomplete: pages or entries are missing.",
	    "请补齐全部内容后重新提交", "Complete it and submit again" },
	{ REASON_MISMATCH, ABOUT_FIELD | ABOUT_ATTACHMENT,
	    "该项与登记信息或其他材料不一致。",
	    "This differs from the record or from another document.",
	    "请核对后更正，或先办理信息变更",
	    "Correct it, or have the record changed first" },
	{ REASON_ILLEGIBLE, ABOUT_ATTACHMENT, "文件不清晰，有内容无法辨认。",
	    "The file is not clear enough to be read.",
	    "请重新扫描清晰的原件后上传",
	    "Scan the original again, clearly, and upload it" },
	{ REASON_EXPIRED, ABOUT_ATTACHMENT, "该材料已超过有效期。",
	    "This document has expired.", "请上传在有效期内的材料",
	    "Upload one that is in force" },
	{ REASON_UNSIGNED, ABOUT_ATTACHMENT, "该材料缺少签字或盖章。",
	    "This document lacks a signature or seal.",
	    "请签字盖章后重新扫描上传",
	    "Have it signed and sealed, then upload it again" },
	{ REASON_OTHER_DOCUMENT, ABOUT_ATTACHMENT,
	    "所传文件不是该项要求的材料。",
	    "This is not the document asked for here.",
	    "请按材料名称上传对应文件", "Upload the document that is named" },
	{ REASON_NOT_ELIGIBLE, ABOUT_WHOLE,
	    "该机构目前不符合接入条件，本次申请不予受理。",
	    "The institution does not qualify for access at present.", NULL,
	    NULL },
	{ REASON_DUPLICATE, ABOUT_WHOLE,
	    "该项申请与此前的申请重复，原申请仍在办理或已经通过。",
	    "This repeats an earlier application, which is under way or has "
	    "passed.",
	    NULL, NULL },
	{ REASON_SUSPENDED, ABOUT_WHOLE,
	    "该类业务目前暂停受理，恢复后可再申请。",
	    "This kind of business is suspended. Apply again once it resumes.",
	    NULL, NULL },
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
