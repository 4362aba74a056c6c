/* See message.h. */
#include "app/outbox/message.h"

#include "lib/fill.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE };

const struct message messages[] = {
	{ .number = MESSAGE_CODE,
	    .name = "code",
	    .carrier = CARRIER_SMS,
	    .once = true,
	    .seconds = 5 * MINUTE,
	    .text_zh = "【两定】验证码 {code}，{minutes} 分钟内有效，用于"
		       "{purpose}。请勿告诉他人，工作人员不会向您索取。",
	    .text_en = "[liangding] {code} is your code for {purpose}, valid "
		       "for {minutes} minutes. Tell nobody; we never ask for "
		       "it." },
	{ .number = MESSAGE_ACTIVATION,
	    .name = "activation",
	    .carrier = CARRIER_MAIL,
	    .seconds = 72 * HOUR,
	    .subject_zh = "两定平台账号已开通",
	    .subject_en = "Your liangding account",
	    .text_zh = "{name}：\n\n您的账号 {account} 已开通。请在 {hours} "
		       "小时内打开下面的链接设置密码，链接只能使用一次：\n\n"
		       "{link}\n\n如非本人申请，请忽略此邮件。\n",
	    .text_en =
		"{name},\n\nYour account {account} is ready. Open this link "
		"within {hours} hours to set its password; it works "
		"once:\n\n{link}\n\nIf you did not expect this, ignore it.\n" },
	{ .number = MESSAGE_RESET,
	    .name = "reset",
	    .carrier = CARRIER_MAIL,
	    .seconds = 72 * HOUR,
	    .subject_zh = "重置两定平台密码",
	    .subject_en = "A new password for liangding",
	    .text_zh = "{name}：\n\n管理员为账号 {account} 重置了密码。请在 "
		       "{hours} 小时内打开下面的链接设置新密码，链接只能使用"
		       "一次：\n\n{link}\n\n如有疑问，请联系您的管理员。\n",
	    .text_en =
		"{name},\n\nAn administrator has reset the password of "
		"{account}. Open this link within {hours} hours to set a new "
		"one; it works once:\n\n{link}\n\nIf in doubt, ask your "
		"administrator.\n" },
	{ .number = MESSAGE_PHONE,
	    .name = "phone_changed",
	    .carrier = CARRIER_SMS,
	    .seconds = 72 * HOUR,
	    .text_zh = "【两定】您的账号已改绑手机号 {phone}。如非本人操作，请"
		       "立即联系医保部门。",
	    .text_en = "[liangding] Your account is now bound to the phone "
		       "{phone}. If this was not you, tell the insurance "
		       "bureau at once." },
	{ .number = MESSAGE_TEST_MAIL,
	    .name = "test_mail",
	    .carrier = CARRIER_MAIL,
	    .seconds = HOUR,
	    .subject_zh = "两定平台测试邮件",
	    .subject_en = "A test of liangding's mail",
	    .text_zh = "这是运维人员于 {at} 发送的测试邮件。\n",
	    .text_en =
		"This is a test that was sent by operations at {at}.\n" },
	{ .number = MESSAGE_TEST_SMS,
	    .name = "test_sms",
	    .carrier = CARRIER_SMS,
	    .once = true,
	    .seconds = 5 * MINUTE,
	    .text_zh = "【两定】这是运维人员于 {at} 发送的测试短信。",
	    .text_en = "[liangding] This is a test that was sent by operations "
		       "at {at}." },
	{ .number = MESSAGE_REFUSED,
	    .name = "refused",
	    .carrier = CARRIER_MAIL,
	    .seconds = 72 * HOUR,
	    .subject_zh = "两定平台账号申请未予开通",
	    .subject_en = "Your request for a liangding account",
	    .text_zh =
		"{name}：\n\n{institution}的账号申请未予开通，原因如下："
		"\n\n{reason}\n\n请更正后重新申请，或联系所在区县医保局。\n",
	    .text_en =
		"{name},\n\nThe account of {institution} was not issued, for "
		"this reason:\n\n{reason}\n\nCorrect it and ask again, or "
		"contact your district's insurance bureau.\n" },
	{ .number = MESSAGE_NOTICE,
	    .name = "notice",
	    .carrier = CARRIER_MAIL,
	    .seconds = 72 * HOUR,
	    .subject_zh = "【两定】{subject}",
	    .subject_en = "[liangding] {subject}",
	    .text_zh = "{text}\n\n{link}\n\n不想再收到此类邮件，可在平台"
		       "“我的账号”中关闭。\n",
	    .text_en = "{text}\n\n{link}\n\nYou can turn such mails off under "
		       "\"My account\".\n" },
	{ .number = MESSAGE_NOTICE_SMS,
	    .name = "notice_sms",
	    .carrier = CARRIER_SMS,
	    .seconds = 24 * HOUR,
	    .text_zh = "【两定】{subject}：{text}",
	    .text_en = "[liangding] {subject}: {text}" },
};
const size_t messages_count = sizeof(messages) / sizeof(messages[0]);

const struct message *
message_of(int64_t number)
{
	for (size_t i = 0; i < messages_count; i++)
		if ((int64_t)messages[i].number == number)
			return &messages[i];
	return NULL;
}

/* One that is not there leaves nothing. */
static const char *
param(struct arena *mem, const void *params, const char *name)
{
	(void)mem;
	return json_member_text(params, name);
}

const char *
message_subject(struct arena *mem, const struct message *m,
    enum language language, const struct json *params)
{
	const char *text =
	    language == LANGUAGE_EN ? m->subject_en : m->subject_zh;

	return text == NULL ? "" : fill_in(mem, text, param, params);
}

const char *
message_text(struct arena *mem, const struct message *m, enum language language,
    const struct json *params)
{
	return fill_in(mem, language == LANGUAGE_EN ? m->text_en : m->text_zh,
	    param, params);
}
