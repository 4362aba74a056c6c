/* The vocabularies of words.h in both languages. */
#include "app/words.h"

#define V(value, word, zh, en)                  \
	{                                       \
		value, word, zh, en, NULL, NULL \
	}

static const struct word realms[] = {
	V(REALM_INSTITUTION, "institution", "医药机构", "Institution"),
	V(REALM_BUREAU, "bureau", "医保局 · 银行", "Bureau or bank"),
};
const struct words realm_words = WORDS("realm", realms);

static const struct word account_kinds[] = {
	V(ACCOUNT_INSTITUTION, "institution", "机构账号",
	    "Institution account"),
	V(ACCOUNT_UNIFIED, "unified", "统一账号", "Unified account"),
	V(ACCOUNT_BUREAU, "bureau", "医保局账号", "Bureau account"),
	V(ACCOUNT_BANK, "bank", "银行账号", "Bank account"),
};
const struct words account_kind_words = WORDS("account_kind", account_kinds);

static const struct word account_states[] = {
	V(ACCOUNT_ACTIVE, "active", "正常", "Active"),
	V(ACCOUNT_LOCKED, "locked", "已锁定", "Locked"),
	V(ACCOUNT_CLOSED, "closed", "已停用", "Closed"),
};
const struct words account_state_words = WORDS("account_state", account_states);

static const struct word roles[] = {
	V(ROLE_OPERATOR, "operator", "经办人", "Operator"),
	V(ROLE_INSTITUTION_ADMIN, "institution_admin", "机构管理员",
	    "Institution administrator"),
	V(ROLE_FINANCE, "finance", "财务", "Finance"),
	V(ROLE_DISTRICT_REVIEWER, "district_reviewer", "区县审核人员",
	    "District reviewer"),
	V(ROLE_CITY_REVIEWER, "city_reviewer", "市医保局审核人员",
	    "City reviewer"),
	V(ROLE_CITY_CENTRE, "city_centre", "市医保中心", "City centre"),
	V(ROLE_PROVINCE_REVIEWER, "province_reviewer", "省医保局审核人员",
	    "Province reviewer"),
	V(ROLE_NATIONAL_REVIEWER, "national_reviewer", "国家医保局审核人员",
	    "National reviewer"),
	V(ROLE_PLATFORM_ADMIN, "platform_admin", "平台管理员",
	    "Platform administrator"),
	V(ROLE_BANK_REVIEWER, "bank_reviewer", "清算行审核人员",
	    "Bank reviewer"),
	V(ROLE_TECHNICAL_REVIEWER, "technical_reviewer", "省项目技术团队",
	    "Technical reviewer"),
	V(ROLE_DATA_CENTRE, "data_centre", "数据管理中心", "Data centre"),
	V(ROLE_APPEALS, "appeals", "日审申诉", "Day-review appeals"),
	V(ROLE_STAFF, "staff", "人员维护", "Staff records"),
};
const struct words role_words = WORDS("role", roles);

static const struct word organisation_kinds[] = {
	V(ORGANISATION_INSTITUTION, "institution", "定点医药机构",
	    "Institution"),
	V(ORGANISATION_BUREAU, "bureau", "医保局", "Bureau"),
	V(ORGANISATION_CITY_CENTRE, "city_centre", "市医保中心", "City centre"),
	V(ORGANISATION_BANK, "bank", "清算行", "Clearing bank"),
	V(ORGANISATION_TECHNICAL_TEAM, "technical_team", "技术团队",
	    "Technical team"),
	V(ORGANISATION_DATA_CENTRE, "data_centre", "数据管理中心",
	    "Data centre"),
};
const struct words organisation_kind_words =
    WORDS("organisation_kind", organisation_kinds);

static const struct word institution_kinds[] = {
	V(INSTITUTION_MEDICAL, "medical", "医疗机构", "Medical institution"),
	V(INSTITUTION_PHARMACY, "pharmacy", "零售药店", "Retail pharmacy"),
};
const struct words institution_kind_words =
    WORDS("institution_kind", institution_kinds);

static const struct word desks[] = {
	V(DESK_DISTRICT, "district", "区县", "District"),
	V(DESK_CITY, "city", "市", "City"),
	V(DESK_PROVINCE, "province", "省", "Province"),
	V(DESK_NATION, "nation", "国家", "Nation"),
	V(DESK_CITY_CENTRE, "city_centre", "市医保中心", "City centre"),
	V(DESK_BANK, "bank", "清算行", "Clearing bank"),
	V(DESK_TECHNICAL_TEAM, "technical_team", "技术团队", "Technical team"),
	V(DESK_DATA_CENTRE, "data_centre", "数据管理中心", "Data centre"),
	V(DESK_PROVINCE_ADMIN, "province_admin", "省平台管理员",
	    "Province’s administrators"),
	V(DESK_NATION_ADMIN, "nation_admin", "国家平台管理员",
	    "Nation’s administrators"),
};
const struct words desk_words = WORDS("desk", desks);

static const struct word day_counts[] = {
	V(1, "working", "工作日", "Working days"),
	V(2, "calendar", "自然日", "Calendar days"),
};
const struct words day_count_words = WORDS("day_count", day_counts);

static const struct word order_states[] = {
	V(ORDER_DRAFT, "draft", "草稿", "Draft"),
	V(ORDER_WAITING, "waiting", "审核中", "Under review"),
	V(ORDER_APPROVED, "approved", "审核通过", "Approved"),
	V(ORDER_REJECTED, "rejected", "已驳回", "Rejected"),
	V(ORDER_WITHDRAWN, "withdrawn", "已撤回", "Withdrawn"),
	V(ORDER_CONCLUDED, "concluded", "已办结", "Completed"),
};
const struct words order_state_words = WORDS("order_state", order_states);

static const struct word record_states[] = {
	V(RECORD_ON_FILE, "on_file", "已入库", "On file"),
	V(RECORD_CHANGING, "changing", "变更中", "Change under review"),
};
const struct words record_state_words = WORDS("record_state", record_states);

static const struct word desk_states[] = {
	V(DESK_WAITING, "waiting", "待审核", "Waiting"),
	V(DESK_APPROVED, "approved", "审核通过", "Approved"),
	V(DESK_REJECTED, "rejected", "审核驳回", "Rejected"),
};
const struct words desk_state_words = WORDS("desk_state", desk_states);

static const struct word standings[] = {
	V(STANDING_WAITING, "waiting", "待审核", "Waiting"),
	V(STANDING_APPROVED, "approved", "审核通过", "Approved"),
	V(STANDING_REJECTED, "rejected", "审核驳回", "Rejected"),
	V(STANDING_AUTOMATIC, "automatic", "审核通过（自动）",
	    "Approved (automatic)"),
	V(STANDING_AGREED, "agreed", "已同意", "Approved"),
	V(STANDING_REFUSED, "refused", "已驳回", "Rejected"),
};
const struct words standing_words = WORDS("standing", standings);

static const struct word verdicts[] = {
	V(VERDICT_APPROVE, "approve", "同意", "Approve"),
	V(VERDICT_REJECT, "reject", "驳回", "Reject"),
};
const struct words verdict_words = WORDS("verdict", verdicts);

static const struct word events[] = {
	V(EVENT_SUBMIT, "submit", "提交", "Submitted"),
	V(EVENT_RESUBMIT, "resubmit", "重新提交", "Resubmitted"),
	V(EVENT_WITHDRAW, "withdraw", "撤回", "Withdrawn"),
	V(EVENT_APPROVE, "approve", "同意", "Approved"),
	V(EVENT_REJECT, "reject", "驳回", "Rejected"),
	V(EVENT_AUTO_APPROVE, "auto_approve", "自动通过",
	    "Approved automatically"),
	V(EVENT_SKIP, "skip", "跳过", "Skipped"),
	V(EVENT_CONFIRM, "confirm", "确认", "Confirmed"),
	V(EVENT_NOTE, "note", "记录", "Recorded"),
	V(EVENT_ROTATE, "rotate", "更换密钥", "Keys replaced"),
	V(EVENT_REVOKE, "revoke", "反馈单作废", "Form revoked"),
	V(EVENT_SUPPLEMENT, "supplement", "要求补正", "Asked for more"),
	V(EVENT_SUPPLY, "supply", "补正提交", "More was sent"),
	V(EVENT_LAPSE, "lapse", "补正逾期", "Not sent in time"),
	V(EVENT_RECALL, "recall", "收回补正", "No longer asked for"),
	V(EVENT_PROOF_ASK, "proof_ask", "要求打款验证", "Proof asked for"),
	V(EVENT_PROOF_PAY, "proof_pay", "已打款", "Paid the small amount"),
	V(EVENT_PROOF_RECALL, "proof_recall", "收回打款验证",
	    "Proof no longer asked for"),
	V(EVENT_PROVEN, "proven", "打款验证通过", "Account proven"),
	V(EVENT_UNPROVEN, "unproven", "打款验证未通过", "Account not proven"),
	V(EVENT_PROOF_LAPSE, "proof_lapse", "打款验证逾期",
	    "Account not proven in time"),
	V(EVENT_HAND_OVER, "hand_over", "已通过接口送达", "Handed over by API"),
};
const struct words event_words = WORDS("event", events);

static const struct word vias[] = {
	V(VIA_CONNECTION, "connection", "接口", "API"),
};
const struct words via_words = WORDS("via", vias);

static const struct word connection_states[] = {
	V(CONNECTION_OPEN, "open", "已接通", "Open"),
	V(CONNECTION_CLOSED, "closed", "已关闭", "Closed"),
};
const struct words connection_state_words =
    WORDS("connection_state", connection_states);

static const struct word push_states[] = {
	V(PUSH_QUEUED, "queued", "等待送达", "To be handed over"),
	V(PUSH_SENDING, "sending", "正在送达", "Being handed over"),
	V(PUSH_ACKNOWLEDGED, "acknowledged", "对方已确认", "Acknowledged"),
	V(PUSH_OVERTAKEN, "overtaken", "不再需要", "Not needed any more"),
	V(PUSH_FAILED, "failed", "未能送达", "Not handed over"),
};
const struct words push_state_words = WORDS("push_state", push_states);

static const struct word rules[] = {
	V(RULE_SWITCH, "review_switch",
	    "自动通过设置：市级同意后，其上各级自动通过",
	    "Automatic approval: once the city approves, the desks above it "
	    "pass"),
	V(RULE_NO_DESK, "no_such_desk", "当地没有这一审核机构，自动跳过",
	    "There is no reviewing bureau at this desk, so it is skipped"),
};
const struct words rule_words = WORDS("rule", rules);

static const struct word account_proof_states[] = {
	V(ACCOUNT_PROOF_NONE, "none", "未要求", "Not asked for"),
	V(ACCOUNT_PROOF_ASKED, "asked", "待银行打款", "To be paid by the bank"),
	V(ACCOUNT_PROOF_PAID, "paid", "待填写到账金额",
	    "Waiting for the amount"),
	V(ACCOUNT_PROOF_PROVEN, "proven", "已验证", "Proven"),
	V(ACCOUNT_PROOF_FAILED, "failed", "验证未通过", "Not proven"),
	V(ACCOUNT_PROOF_LAPSED, "lapsed", "逾期未填写", "Not answered in time"),
	V(ACCOUNT_PROOF_RECALLED, "recalled", "已收回", "Taken back"),
	V(ACCOUNT_PROOF_CLOSED, "closed", "已结束", "Closed"),
};
const struct words account_proof_state_words =
    WORDS("account_proof_state", account_proof_states);

static const struct word milestone_states[] = {
	V(MILESTONE_DONE, "done", "已完成", "Done"),
	V(MILESTONE_NOW, "now", "进行中", "Under way"),
	V(MILESTONE_TODO, "todo", "未开始", "To come"),
	V(MILESTONE_UNASKED, "unasked", "未要求", "Not asked for"),
	V(MILESTONE_FAILED, "failed", "未通过", "Failed"),
};
const struct words milestone_state_words =
    WORDS("milestone_state", milestone_states);

static const struct word step_actions[] = {
	V(ACTION_REVIEW, "review", "审核", "Review"),
	V(ACTION_FILE, "file", "备案", "File"),
	V(ACTION_VIEW, "view", "查看", "View"),
};
const struct words step_action_words = WORDS("step_action", step_actions);

static const struct word route_states[] = {
	V(ROUTE_DONE, "done", "已完成", "Done"),
	V(ROUTE_CURRENT, "current", "进行中", "Current"),
	V(ROUTE_TODO, "todo", "未开始", "To do"),
	V(ROUTE_SKIPPED, "skipped", "已跳过", "Skipped"),
	V(ROUTE_REJECTED, "rejected", "已驳回", "Rejected"),
};
const struct words route_state_words = WORDS("route_state", route_states);

static const struct word views[] = {
	V(VIEW_WORKING, "working", "待办列表", "Working list"),
	V(VIEW_DECIDED, "decided", "已办", "Decided"),
};
const struct words view_words = WORDS("view", views);

static const struct word sorts[] = {
	V(SORT_NEWEST, "newest", "最新在前", "Newest first"),
	V(SORT_OLDEST, "oldest", "最早在前", "Oldest first"),
};
const struct words sort_words = WORDS("sort", sorts);

static const struct word review_sorts[] = {
	V(SORT_NEWEST, "newest", "最新在前", "Newest first"),
	V(SORT_OLDEST, "oldest", "最早在前", "Oldest first"),
	V(SORT_DUE, "due", "先到期在前", "Due first"),
};
const struct words review_sort_words = WORDS("review_sort", review_sorts);

static const struct word file_states[] = {
	V(FILE_UPLOADING, "uploading", "上传中", "Uploading"),
	V(FILE_OK, "ok", "已上传", "Uploaded"),
};
const struct words file_state_words = WORDS("file_state", file_states);

static const struct word seal_states[] = {
	V(SEAL_WAITING, "waiting", "签章中", "Being sealed"),
	V(SEAL_DELAYED, "delayed", "签章中，等待签章密钥",
	    "Waiting for the sealing key"),
	V(SEAL_RETRYING, "retrying", "签章失败，重试中",
	    "Sealing failed, trying again"),
	V(SEAL_DONE, "done", "已签章", "Sealed"),
	V(SEAL_FAILED, "failed", "签章失败", "Sealing failed"),
	V(SEAL_VOID, "void", "签章已作废", "Seal void"),
};
const struct words seal_state_words = WORDS("seal_state", seal_states);

static const struct word reasons[] = {
	V(REASON_MISSING, "missing", "缺少内容", "Missing"),
	V(REASON_WRONG, "wrong", "填写有误", "Incorrect"),
	V(REASON_INCOMPLETE, "incomplete", "内容不完整", "Incomplete"),
	V(REASON_MISMATCH, "mismatch", "与登记不一致",
	    "Differs from the record"),
	V(REASON_ILLEGIBLE, "illegible", "文件不清晰", "Illegible"),
	V(REASON_EXPIRED, "expired", "材料已过期", "Expired"),
	V(REASON_UNSIGNED, "unsigned", "缺少签章", "Not signed or sealed"),
	V(REASON_OTHER_DOCUMENT, "other_document", "材料不符",
	    "Wrong document"),
	V(REASON_NOT_ELIGIBLE, "not_eligible", "不符合条件", "Not eligible"),
	V(REASON_DUPLICATE, "duplicate", "重复申请", "Duplicate"),
	V(REASON_SUSPENDED, "suspended", "暂停受理", "Suspended"),
	V(REASON_OTHER, "other", "其他原因", "Another reason"),
};
const struct words reason_words = WORDS("rejection_reason", reasons);

static const struct word job_states[] = {
	V(JOB_WAITING, "waiting", "等待中", "Waiting"),
	V(JOB_RUNNING, "running", "处理中", "Running"),
	V(JOB_DONE, "done", "已完成", "Done"),
	V(JOB_FAILED, "failed", "未完成", "Failed"),
};
const struct words job_state_words = WORDS("job_state", job_states);

static const struct word lanes[] = {
	V(LANE_SHORT, "short", "短任务", "Soon done"),
	V(LANE_LONG, "long", "长任务", "Takes its time"),
	V(LANE_MAIL, "mail", "邮件", "Mail"),
	V(LANE_SMS, "sms", "短信", "SMS"),
	V(LANE_PUSH, "push", "接口推送", "Pushes"),
};
const struct words lane_words = WORDS("lane", lanes);

static const struct word languages[] = {
	V(LANGUAGE_ZH, "zh", "中文", "Chinese"),
	V(LANGUAGE_EN, "en", "英文", "English"),
};
const struct words language_words = WORDS("language", languages);

static const struct word carriers[] = {
	V(CARRIER_MAIL, "mail", "邮件", "Mail"),
	V(CARRIER_SMS, "sms", "短信", "SMS"),
};
const struct words carrier_words = WORDS("carrier", carriers);

static const struct word outbox_states[] = {
	V(OUTBOX_QUEUED, "queued", "待发送", "Queued"),
	V(OUTBOX_SENDING, "sending", "发送中", "Being sent"),
	V(OUTBOX_SENT, "sent", "已发送", "Sent"),
	V(OUTBOX_FAILED, "failed", "未发送", "Not sent"),
	V(OUTBOX_UNKNOWN, "unknown", "结果未知", "Perhaps sent"),
	V(OUTBOX_NOBODY, "nobody", "无收件人", "For nobody"),
};
const struct words outbox_state_words = WORDS("outbox_state", outbox_states);

static const struct word forgottens[] = {
	V(FORGOTTEN_PASSWORD, "password", "机构账号的密码",
	    "The password of an institution's account"),
	V(FORGOTTEN_PERSONAL, "personal_password", "统一账号的密码",
	    "The password of a personal account"),
	V(FORGOTTEN_ACCOUNT, "account", "机构账号", "An institution's account"),
};
const struct words forgotten_words = WORDS("forgotten", forgottens);

static const struct word phone_whiches[] = {
	V(PHONE_OLD, "old", "原手机号", "The old phone"),
	V(PHONE_NEW, "new", "新手机号", "The new phone"),
};
const struct words phone_which_words = WORDS("phone_which", phone_whiches);

/* As they stand in the message. */
static const struct word sms_purposes[] = {
	V(SMS_LOGIN, "login", "登录", "signing in"),
	V(SMS_PASSWORD, "password", "重置密码", "resetting your password"),
	V(SMS_ACCOUNT, "account", "找回账号", "finding your account"),
	V(SMS_PHONE_OLD, "phone_old", "更换绑定手机号",
	    "changing the bound phone"),
	V(SMS_PHONE_NEW, "phone_new", "绑定新手机号", "binding this phone"),
	V(SMS_FORM, "form", "确认联系手机号", "confirming your contact phone"),
	V(SMS_ENROLMENT, "enrolment", "申请机构账号",
	    "asking for an institution's account"),
};
static const struct word enrolment_states[] = {
	V(ENROLMENT_WAITING, "waiting", "待办理", "Waiting"),
	V(ENROLMENT_APPROVED, "approved", "已开通", "Account issued"),
	V(ENROLMENT_REFUSED, "refused", "未予开通", "Refused"),
};
const struct words enrolment_state_words =
    WORDS("enrolment_state", enrolment_states);
const struct words sms_purpose_words = WORDS("sms_purpose", sms_purposes);

static const struct word qr_states[] = {
	V(QR_WAITING, "waiting", "待扫描", "Waiting for a scan"),
	V(QR_SCANNED, "scanned", "已扫描", "Scanned"),
	V(QR_CONFIRMED, "confirmed", "已确认", "Confirmed"),
	V(QR_CONSUMED, "consumed", "已登录", "Used to sign in"),
	V(QR_CANCELLED, "cancelled", "已取消", "Declined on the phone"),
	V(QR_EXPIRED, "expired", "已过期", "Expired"),
	V(QR_REFUSED, "refused", "已作废", "Refused"),
};
const struct words qr_state_words = WORDS("qr_state", qr_states);

static const struct word qr_reasons[] = {
	V(QR_BY_NUMBERS, "numbers", "数字错误三次", "Three wrong numbers"),
	V(QR_BY_CREDENTIAL, "credential", "医保电子凭证未激活",
	    "E-credential not active"),
	V(QR_BY_CLOSED, "closed", "账号已停用", "Account closed"),
};
const struct words qr_reason_words = WORDS("qr_reason", qr_reasons);

static const struct word environments[] = {
	V(ENVIRONMENT_TEST, "test", "测试环境", "Test environment"),
	V(ENVIRONMENT_PRODUCTION, "production", "生产环境",
	    "Production environment"),
};
const struct words environment_words = WORDS("environment", environments);

static const struct word credential_keys[] = {
	{ CREDENTIAL_APP_SECRET, "app_secret", "应用密钥", "App secret",
	    "用于请求签名，256 位，十六进制",
	    "Signs requests: 256 bits, in hexadecimal" },
	{ CREDENTIAL_DATA_KEY, "data_key", "报文加密密钥",
	    "Message encryption key", "SM4 密钥，128 位，十六进制",
	    "Encrypts messages with SM4: 128 bits, in hexadecimal" },
};
const struct words credential_key_words =
    WORDS("credential_key", credential_keys);

static const struct word credential_states[] = {
	V(CREDENTIAL_CURRENT, "current", "使用中", "In use"),
	V(CREDENTIAL_STOPPED, "stopped", "已停用", "Stopped"),
};
const struct words credential_state_words =
    WORDS("credential_state", credential_states);

static const struct word document_states[] = {
	V(DOCUMENT_WAITING, "waiting", "准备中", "Being prepared"),
	V(DOCUMENT_READY, "ready", "可下载", "Ready"),
	V(DOCUMENT_FAILED, "failed", "未能生成", "Could not be made"),
};
const struct words document_state_words =
    WORDS("document_state", document_states);

static const struct word document_standings[] = {
	V(DOCUMENT_VALID, "valid", "有效", "Valid"),
	V(DOCUMENT_SUPERSEDED, "superseded", "已被替代", "Superseded"),
	V(DOCUMENT_REVOKED, "revoked", "已作废", "Revoked"),
};
const struct words document_standing_words =
    WORDS("document_standing", document_standings);

static const struct word document_awaits[] = {
	V(AWAITS_DRAWING, "drawing", "正在生成反馈单",
	    "The form is being made"),
	V(AWAITS_SEALS, "seals", "等待申请材料加盖电子签章",
	    "The documents of the application are being sealed first"),
	V(AWAITS_SEAL_KEY, "seal_key", "等待签章机构恢复电子签章",
	    "The bureau’s electronic seal is not available at the moment"),
	V(AWAITS_ENDPOINT, "endpoint", "等待平台配置接入地址",
	    "The platform has not configured the endpoint yet"),
	V(AWAITS_RETRY, "retry", "上次生成未成功，将自动重试",
	    "The last try did not succeed; it is tried again by itself"),
};
const struct words document_awaits_words =
    WORDS("document_awaits", document_awaits);

const struct words *const all_words[] = { &realm_words, &account_kind_words,
	&account_state_words, &role_words, &organisation_kind_words,
	&institution_kind_words, &desk_words, &day_count_words,
	&order_state_words, &record_state_words, &desk_state_words,
	&verdict_words, &event_words, &rule_words, &step_action_words,
	&route_state_words, &view_words, &sort_words, &review_sort_words,
	&standing_words, &file_state_words, &seal_state_words, &reason_words,
	&job_state_words, &language_words, &qr_state_words, &qr_reason_words,
	&carrier_words, &sms_purpose_words, &enrolment_state_words,
	&environment_words, &credential_key_words, &credential_state_words,
	&document_state_words, &document_standing_words, &document_awaits_words,
	&account_proof_state_words, &milestone_state_words, &via_words,
	&connection_state_words, &push_state_words, NULL };
