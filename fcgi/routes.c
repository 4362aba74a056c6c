/*
 * Every URL of the API below /api: who may, about what, with which form, and
 * what is answered. The router, the documentation and the authorisation tests
 * all read this one table.
 */
#include "app/access/access.h"
#include "app/account/account.h"
#include "app/board/board.h"
#include "app/captcha/captcha.h"
#include "app/division/division.h"
#include "app/export/export.h"
#include "app/file/file.h"
#include "app/health/health.h"
#include "app/order/order.h"
#include "app/preference/preference.h"
#include "app/request.h"
#include "app/review/claim.h"
#include "app/session/session.h"
#include "app/switch/switch.h"

#define WRITES ROUTE_WRITES
#define ONCE (ROUTE_WRITES | ROUTE_KEYED)
#define EARLY ROUTE_EARLY

const struct route routes[] = {
	{ HTTP_GET, "/healthz", ANYONE, 0, NULL, NULL, NULL, &health_shape, 200,
	    NULL, health_live_http, "存活检查", "Whether the service lives" },
	{ HTTP_GET, "/readyz", ANYONE, 0, NULL, NULL, NULL, &health_shape, 200,
	    NULL, health_ready_http, "就绪检查", "Whether it can work" },
	{ HTTP_GET, "/openapi.json", ANYONE, ROUTE_RAW, NULL, NULL, NULL, NULL,
	    200, NULL, health_openapi_http, "接口文档", "This document" },

	{ HTTP_POST, "/captchas", ANYONE, WRITES, NULL, NULL, NULL,
	    &captcha_shape, 201, NULL, captcha_issue_http, "获取验证码",
	    "Get a captcha" },
	{ HTTP_GET, "/captchas/:captcha_id/image", ANYONE, ROUTE_RAW, NULL,
	    NULL, NULL, NULL, 200, NULL, captcha_image_http, "验证码图片",
	    "A captcha's picture" },
	{ HTTP_POST, "/session", ANYONE, WRITES, NULL, NULL, &login_form,
	    &session_shape, 200, login_prepare, login_http, "登录", "Sign in" },
	{ HTTP_POST, "/session/refresh", ANYONE, WRITES | ROUTE_COOKIE, NULL,
	    NULL, &refresh_form, &session_shape, 200, NULL,
	    session_refresh_http, "续期", "Refresh the session" },
	{ HTTP_POST, "/session/grant", SIGNED_IN, WRITES | EARLY, NULL, NULL,
	    &grant_form, &session_shape, 200, NULL, session_grant_http,
	    "选择授权", "Choose the grant to act under" },
	{ HTTP_DELETE, "/session", SIGNED_IN, WRITES | EARLY, NULL, NULL, NULL,
	    NULL, 204, NULL, session_end_http, "退出登录", "Sign out" },
	{ HTTP_GET, "/me", SIGNED_IN, EARLY, NULL, NULL, NULL, &me_shape, 200,
	    NULL, session_me_http, "当前用户", "Who I am" },
	{ HTTP_GET, "/sessions", SIGNED_IN, EARLY, NULL, NULL, NULL,
	    &session_list_shape, 200, NULL, session_list_http, "登录设备",
	    "Own active sessions" },
	{ HTTP_DELETE, "/sessions/:session_id", SIGNED_IN, WRITES | EARLY,
	    &own_session_object, NULL, NULL, NULL, 204, NULL,
	    session_end_one_http, "结束一个登录", "End one session" },
	{ HTTP_POST, "/sessions/end-all", SIGNED_IN, WRITES | EARLY, NULL, NULL,
	    NULL, NULL, 204, NULL, session_end_all_http, "全部退出",
	    "Sign out everywhere" },
	{ HTTP_POST, "/password", SIGNED_IN, WRITES | EARLY, NULL, NULL,
	    &password_form, &session_shape, 200, password_prepare,
	    password_http, "修改密码", "Change the password" },

	{ HTTP_GET, "/board", MAY_BROWSE, 0, NULL, NULL, NULL, &board_shape,
	    200, NULL, board_http, "待办看板", "What waits for the actor" },
	{ HTTP_GET, "/preferences/:preference", SIGNED_IN, 0,
	    &preference_object, NULL, NULL, &preference_shape, 200, NULL,
	    preference_get_http, "个人偏好", "A preference of the account" },
	{ HTTP_PUT, "/preferences/:preference", SIGNED_IN, WRITES,
	    &preference_object, NULL, &preference_form, &preference_shape, 200,
	    NULL, preference_set_http, "保存个人偏好", "Keep a preference" },

	/* Names people: asked in a body, which no log or history keeps. */
	{ HTTP_POST, "/accounts/search", MAY_UNLOCK, 0, NULL, NULL,
	    &account_query_form, &account_list_shape, 200, NULL,
	    account_list_http, "账号列表",
	    "Accounts of the own organisation or division" },
	{ HTTP_POST, "/accounts/:account_id/unlock", MAY_UNLOCK, WRITES,
	    &account_object, NULL, NULL, NULL, 204, NULL, account_unlock_http,
	    "解锁账号", "Unlock an account" },

	{ HTTP_GET, "/orders", MAY_APPLY, 0, NULL, &order_query_form, NULL,
	    &order_list_shape, 200, NULL, order_list_http, "本机构申请单",
	    "The institution's orders" },
	{ HTTP_POST, "/orders", MAY_APPLY, ONCE, NULL, NULL, &order_new_form,
	    &order_shape, 201, NULL, order_create_http, "新建申请单",
	    "Begin an order" },
	{ HTTP_GET, "/orders/:order_no", MAY_SEE_ORDERS, 0, &order_object, NULL,
	    NULL, &order_shape, 200, NULL, order_get_http, "申请单详情",
	    "An order with its history" },
	{ HTTP_DELETE, "/orders/:order_no", MAY_APPLY, WRITES, &order_object,
	    NULL, NULL, NULL, 204, NULL, order_delete_http, "删除草稿",
	    "Delete a draft" },
	{ HTTP_PUT, "/orders/:order_no/draft", MAY_APPLY, WRITES, &order_object,
	    NULL, &order_draft_form, &order_saved_shape, 200, NULL,
	    order_draft_http, "保存草稿", "Save the draft" },
	{ HTTP_POST, "/orders/:order_no/submission", MAY_APPLY, ONCE,
	    &order_object, NULL, &order_submit_form, &order_standing_shape, 200,
	    NULL, order_submit_http, "提交申请单", "Submit" },
	{ HTTP_POST, "/orders/:order_no/withdrawal", MAY_APPLY, ONCE,
	    &order_object, NULL, &order_version_form, &order_standing_shape,
	    200, NULL, order_withdraw_http, "撤回申请单", "Withdraw" },
	{ HTTP_GET, "/orders/:order_no/findings", MAY_SEE_ORDERS, 0,
	    &order_object, NULL, NULL, &order_findings_shape, 200, NULL,
	    order_findings_http, "自动检查结果",
	    "What the automatic checks found" },
	{ HTTP_POST, "/orders/:order_no/reveal", MAY_SEE_ORDERS, WRITES,
	    &order_object, NULL, &order_reveal_form, &order_revealed_shape, 200,
	    NULL, order_reveal_http, "查看个人信息", "Show a personal field" },
	{ HTTP_POST, "/orders/:order_no/claim", MAY_REVIEW, WRITES,
	    &order_object, NULL, NULL, &claim_shape, 200, NULL, claim_take_http,
	    "领取单据", "Claim for half an hour" },
	{ HTTP_DELETE, "/orders/:order_no/claim", MAY_REVIEW, WRITES,
	    &order_object, NULL, NULL, NULL, 204, NULL, claim_release_http,
	    "放弃领取", "Give a claim up" },
	{ HTTP_POST, "/orders/:order_no/decision", MAY_REVIEW, ONCE,
	    &order_object, NULL, &decision_form, &order_standing_shape, 200,
	    NULL, review_decide_http, "审核", "Decide" },

	{ HTTP_POST, "/orders/:order_no/files", MAY_APPLY, WRITES,
	    &order_object, NULL, &file_new_form, &file_shape, 201, NULL,
	    file_create_http, "开始上传", "Begin an upload" },
	{ HTTP_GET, "/orders/:order_no/uploads", MAY_APPLY, 0, &order_object,
	    NULL, NULL, &file_list_shape, 200, NULL, file_uploads_http,
	    "未提交的上传", "Uploads that no submission names" },
	{ HTTP_GET, "/files/:file_id", MAY_SEE_ORDERS, 0, &file_object, NULL,
	    NULL, &file_shape, 200, NULL, file_get_http, "文件信息",
	    "A file's facts" },
	{ HTTP_PUT, "/files/:file_id/content", MAY_APPLY, WRITES | ROUTE_BYTES,
	    &file_object, NULL, NULL, &file_shape, 200, file_put_prepare,
	    file_put_http, "上传分片", "Upload a chunk" },
	{ HTTP_GET, "/files/:file_id/content", MAY_SEE_ORDERS,
	    ROUTE_RAW | ROUTE_FILE, &file_object, NULL, NULL, NULL, 200, NULL,
	    file_content_http, "文件内容", "A file's bytes" },
	{ HTTP_DELETE, "/files/:file_id", MAY_APPLY, WRITES, &file_object, NULL,
	    NULL, NULL, 204, NULL, file_delete_http, "移除文件",
	    "Remove a file that no submission names" },

	{ HTTP_GET, "/reviews", MAY_REVIEW, 0, NULL, &review_query_form, NULL,
	    &review_list_shape, 200, NULL, review_list_http, "审核列表",
	    "The level's lists" },
	{ HTTP_POST, "/review-exports", MAY_REVIEW, WRITES, NULL, NULL,
	    &review_export_form, &export_shape, 202, NULL, export_reviews_http,
	    "导出审核列表", "Export a level's list" },
	{ HTTP_POST, "/order-exports", MAY_APPLY, WRITES, NULL, NULL,
	    &order_export_form, &export_shape, 202, NULL, export_orders_http,
	    "导出申请单列表", "Export the list of orders" },
	{ HTTP_POST, "/account-exports", MAY_UNLOCK, WRITES, NULL, NULL,
	    &account_export_form, &export_shape, 202, NULL,
	    export_accounts_http, "导出账号列表",
	    "Export the list of accounts" },
	{ HTTP_GET, "/exports", MAY_BROWSE, 0, NULL, NULL, NULL,
	    &export_list_shape, 200, NULL, export_list_http, "导出记录",
	    "Own exports" },
	{ HTTP_GET, "/exports/:export_id", MAY_BROWSE, 0, &export_object, NULL,
	    NULL, &export_shape, 200, NULL, export_get_http, "导出进度",
	    "How far an export is" },
	{ HTTP_GET, "/exports/:export_id/content", MAY_BROWSE,
	    WRITES | ROUTE_RAW | ROUTE_FILE, &export_object, NULL, NULL, NULL,
	    200, NULL, export_content_http, "下载导出文件",
	    "An export's file" },
	{ HTTP_DELETE, "/exports/:export_id", MAY_BROWSE, WRITES,
	    &export_object, NULL, NULL, NULL, 204, NULL, export_delete_http,
	    "取消或删除导出", "Cancel or remove an export" },
	{ HTTP_GET, "/review-switches", MAY_SWITCH, 0, NULL, NULL, NULL,
	    &switch_list_shape, 200, NULL, switch_list_http, "自动通过设置",
	    "Automatic passing, city by city" },
	{ HTTP_PUT, "/review-switches/:division/:kind", MAY_SWITCH, WRITES,
	    &switch_object, NULL, &switch_form, &switch_shape, 200, NULL,
	    switch_set_http, "修改自动通过", "Set automatic passing" },

	{ HTTP_GET, "/divisions", MAY_BROWSE, 0, NULL, &division_query_form,
	    NULL, &division_list_shape, 200, NULL, division_list_http,
	    "行政区划", "The children of a division" },
};
const size_t routes_count = sizeof(routes) / sizeof(routes[0]);
