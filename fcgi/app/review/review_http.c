/* Deciding, over HTTP. */
#include "app/review/review.h"

static const struct field remark_fields[] = {
	{ .name = "field",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = PATH_CHARS_MAX,
	    .zh = "字段或附件",
	    .en = "Field or attachment" },
	{ .name = "code",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &reason_words,
	    .zh = "问题类型",
	    .en = "Reason" },
	{ .name = "words",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = 500,
	    .zh = "问题说明",
	    .en = "What is wrong" },
	{ .name = "remedy",
	    .type = FIELD_PROSE,
	    .flags = FIELD_REQUIRED,
	    .max = 500,
	    .zh = "修改建议",
	    .en = "What to do" },
};
const struct form remark_form =
    FORM("remark", "逐项意见", "Remark on a field", remark_fields);

static const struct field decision_fields[] = {
	VERSION_FIELD(decision, 1),
	{ .name = "verdict",
	    .type = FIELD_CHOICE,
	    .flags = FIELD_REQUIRED,
	    .words = &verdict_words,
	    .zh = "审核意见",
	    .en = "Verdict",
	    INTO(decision, verdict) },
	{ .name = "whole",
	    .type = FIELD_CHOICE,
	    .words = &reason_words,
	    .zh = "整体驳回原因",
	    .en = "Reason for the whole",
	    INTO(decision, whole) },
	{ .name = "reason",
	    .type = FIELD_PROSE,
	    .max = 500,
	    .zh = "理由",
	    .en = "Reason",
	    INTO(decision, reason) },
	{ .name = "remark",
	    .type = FIELD_PROSE,
	    .max = 500,
	    .zh = "备注",
	    .en = "Remark",
	    INTO(decision, remark) },
	{ .name = "remarks",
	    .type = FIELD_GROUP,
	    .flags = FIELD_REPEATED,
	    .max_items = 30,
	    .part = &remark_form,
	    .zh = "逐项意见",
	    .en = "Remarks on fields",
	    INTO(decision, remarks) },
	{ .name = "granted",
	    .type = FIELD_CONTENT,
	    .zh = "核定内容",
	    .en = "What is granted",
	    INTO(decision, granted) },
	{ .name = "over_claim",
	    .type = FIELD_BOOLEAN,
	    .zh = "同事已领取，仍然办理",
	    .en = "Although a colleague has claimed it",
	    INTO(decision, over_claim) },
};
const struct form decision_form =
    FORM_INTO("decision", "审核", "Decide", decision_fields, decision);

enum err
review_decide_http(struct request *r)
{
	const struct order_seen *seen = r->object;
	return review_decide(r, seen, r->form);
}
