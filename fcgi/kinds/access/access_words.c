/* The vocabularies of access orders. The numbers are in the database. */
#include "kinds/access/access.h"

#define V(value, word, zh, en)                  \
	{                                       \
		value, word, zh, en, NULL, NULL \
	}

static const struct word business_types[] = {
	{ 1, "identity_check", "线上身份核验业务", "Online identity check",
	    "用于办理线上“非结算类医保业务”时的身份认证核验，例如医保查询、"
	    "取药、取报告等。",
	    "Verifies who a person is for online services that settle nothing: "
	    "insurance queries, collecting medicine or reports." },
	{ 2, "mobile_payment", "医保移动支付业务", "Mobile insurance payment",
	    "用于接入医保移动支付功能，例如通过小程序完成线上身份核验后，"
	    "进行医保订单支付。",
	    "Pays insurance bills from a phone, for example in a mini program "
	    "after the online identity check." },
};
const struct words access_business_type_words =
    WORDS("business_type", business_types);

static const struct word channels[] = {
	V(1, "wechat", "微信", "WeChat"),
	V(2, "alipay", "支付宝", "Alipay"),
	V(3, "unionpay", "云闪付", "UnionPay"),
	V(4, "bank_app", "银行APP", "Bank app"),
	V(5, "other", "其他", "Other"),
};
const struct words access_channel_words = WORDS("channel", channels);

static const struct word app_types[] = {
	V(1, "official_account", "公众号", "Official account"),
	V(2, "mini_program", "小程序", "Mini program"),
	V(3, "service_window", "服务窗", "Service window"),
	V(4, "mobile_app", "移动APP", "Mobile app"),
	V(5, "h5", "H5", "H5 page"),
};
const struct words access_app_type_words = WORDS("app_type", app_types);
