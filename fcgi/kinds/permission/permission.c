/* Who decides on a bureau's application to review, and what that gives it. */
#include "kinds/permission/permission.h"

#include "app/permission/permission.h"
#include "app/request.h"

#define DECIDED_BY(level)                                                      \
	.desk = DESK_##level##_ADMIN, .action = ACTION_REVIEW, .days = 5,      \
	.counted = WORKING_DAYS, .owes = OWES_REASON, .effect = give,          \
	.missed_zh = "逾期后标为已逾期，排在待办首位，申请机构可见，直至处理", \
	.missed_en = "It is marked overdue, listed first and shown to the "    \
		     "applicant until it is decided"

static int64_t
list_asked(const struct json *content)
{
	return words_find(
	    &permission_words, json_member_text(content, "review"))
	    ->value;
}

static enum err
give(struct request *r, const struct order *o, const struct json *content,
    const struct json *granted)
{
	(void)granted;
	permission_grant(r, o, list_asked(content));
	return OK;
}

/* One that its desk reviews by permission, and that it does not have. */
static enum err
check(struct request *r, struct order *o, const struct json *content)
{
	const struct form *form = kind_of(o->kind)->content;
	enum desk seat = (enum desk)r->actor.seat;
	int64_t bit = (int64_t)1 << list_asked(content);

	if ((kind_permits_at(seat) & bit) == 0)
		request_fault(r, form, "review", "choice");
	else if ((permission_held(r, o->organisation_id, seat) & bit) != 0)
		request_fault(r, form, "review", "held_already");
	return r->problem.faults.first == NULL ? OK : ERR_INVALID;
}

static const struct step city_steps[] = {
	{ DECIDED_BY(PROVINCE),
	    .waiting = { "permission_waiting_province", "待省级审批",
		"Awaiting the province" },
	    .rejected = { "permission_refused_province", "未予批准（省）",
		"Refused by the province" } },
};

static const struct step province_steps[] = {
	{ DECIDED_BY(NATION),
	    .waiting = { "permission_waiting_nation", "待国家级审批",
		"Awaiting the nation" },
	    .rejected = { "permission_refused_nation", "未予批准（国家）",
		"Refused by the nation" } },
};

static const struct order_list_kind list = {
	.number = 4,
	.name = "permissions",
	.zh = "审核权限申请",
	.en = "Review permissions",
	.title = { .zh = "申请单位", .en = "Bureau" },
	.facet_a = { .zh = "审核权限",
	    .en = "Permission",
	    .words = &permission_words },
};

#define PERMISSION                                                            \
	.list = &list, .approved = { "permission_given", "已批准", "Given" }, \
	.prepare = check

const struct kind city_review_permission = {
	.number = 30,
	.name = "city_review_permission",
	.zh = "市级审核权限申请",
	.en = "A city’s permission to review",
	.applies = { .roles = MAY(PLATFORM_ADMIN), .seats = SEATS(CITY) },
	.content = &city_review_permission_form,
	STEPS(city_steps),
	PERMISSION,
};

const struct kind province_review_permission = {
	.number = 31,
	.name = "province_review_permission",
	.zh = "省级审核权限申请",
	.en = "A province’s permission to review",
	.applies = { .roles = MAY(PLATFORM_ADMIN), .seats = SEATS(PROVINCE) },
	.content = &province_review_permission_form,
	STEPS(province_steps),
	PERMISSION,
};
