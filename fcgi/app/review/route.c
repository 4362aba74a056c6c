/* The two tables of reviewing; see route.h. */
#include "app/review/route.h"

#include <string.h>

#define LATE                                                       \
	"逾期后标为已逾期，排在待办首位，申请机构可见，直至处理",  \
	    "It is marked overdue, listed first and shown to the " \
	    "applicant until it is decided"

/* REVIEW-4. */
const struct review_stage review_stages[] = {
	{ KIND_APPLICATION, LEVEL_CITY, ACTION_REVIEW, STATUS_WAITING_CITY,
	    STATUS_REJECTED_CITY, 5, LATE },
	{ KIND_APPLICATION, LEVEL_PROVINCE, ACTION_FILE,
	    STATUS_WAITING_PROVINCE_FILING, STATUS_REJECTED_PROVINCE, 5, LATE },
	{ KIND_APPLICATION, LEVEL_NATION, ACTION_VIEW, 0, 0, 0, NULL, NULL },
	{ KIND_ACCEPTANCE, LEVEL_CITY, ACTION_REVIEW, STATUS_WAITING_CITY,
	    STATUS_REJECTED_CITY, 5, LATE },
	{ KIND_ACCEPTANCE, LEVEL_PROVINCE, ACTION_REVIEW,
	    STATUS_WAITING_PROVINCE, STATUS_REJECTED_PROVINCE, 5, LATE },
	{ KIND_ACCEPTANCE, LEVEL_NATION, ACTION_REVIEW, STATUS_WAITING_NATION,
	    STATUS_REJECTED_NATION, 5, LATE },
};
const size_t review_stages_count =
    sizeof(review_stages) / sizeof(review_stages[0]);

#define STATES(city, province, nation)               \
	{                                            \
		[LEVEL_CITY] = LEVEL_##city,         \
		[LEVEL_PROVINCE] = LEVEL_##province, \
		[LEVEL_NATION] = LEVEL_##nation      \
	}
#define EVERY_KIND 0

/* REVIEW-6; HIDDEN is the spec's dash. */
const struct review_outcome review_outcomes[] = {
	{ EVERY_KIND, EVENT_SUBMIT, LEVEL_NONE, STATES(WAITING, HIDDEN, HIDDEN),
	    ORDER_WAITING, LEVEL_CITY },
	{ EVERY_KIND, EVENT_RESUBMIT, LEVEL_NONE,
	    STATES(WAITING, HIDDEN, HIDDEN), ORDER_WAITING, LEVEL_CITY },
	{ EVERY_KIND, EVENT_WITHDRAW, LEVEL_NONE,
	    STATES(HIDDEN, HIDDEN, HIDDEN), ORDER_WITHDRAWN, LEVEL_NONE },
	{ EVERY_KIND, EVENT_REJECT, LEVEL_CITY,
	    STATES(REJECTED, HIDDEN, HIDDEN), ORDER_REJECTED, LEVEL_CITY },
	{ EVERY_KIND, EVENT_APPROVE, LEVEL_CITY,
	    STATES(APPROVED, WAITING, HIDDEN), ORDER_WAITING, LEVEL_PROVINCE },
	{ EVERY_KIND, EVENT_AUTO_APPROVE, LEVEL_CITY,
	    STATES(APPROVED, APPROVED, APPROVED), ORDER_APPROVED, LEVEL_NONE },
	{ EVERY_KIND, EVENT_REJECT, LEVEL_PROVINCE,
	    STATES(REJECTED, HIDDEN, HIDDEN), ORDER_REJECTED, LEVEL_PROVINCE },
	{ KIND_APPLICATION, EVENT_APPROVE, LEVEL_PROVINCE,
	    STATES(APPROVED, APPROVED, APPROVED), ORDER_APPROVED, LEVEL_NONE },
	{ KIND_ACCEPTANCE, EVENT_APPROVE, LEVEL_PROVINCE,
	    STATES(APPROVED, APPROVED, WAITING), ORDER_WAITING, LEVEL_NATION },
	{ KIND_ACCEPTANCE, EVENT_APPROVE, LEVEL_NATION,
	    STATES(APPROVED, APPROVED, APPROVED), ORDER_APPROVED, LEVEL_NONE },
	{ KIND_ACCEPTANCE, EVENT_REJECT, LEVEL_NATION,
	    STATES(REJECTED, HIDDEN, HIDDEN), ORDER_REJECTED, LEVEL_NATION },
};
const size_t review_outcomes_count =
    sizeof(review_outcomes) / sizeof(review_outcomes[0]);

const struct review_stage *
review_stage_at(enum kind kind, enum level level)
{
	for (size_t i = 0; i < review_stages_count; i++)
		if (review_stages[i].kind == kind &&
		    review_stages[i].level == level)
			return &review_stages[i];
	return NULL;
}

static const struct review_outcome *
outcome_of(enum kind kind, enum event event, enum level by)
{
	for (size_t i = 0; i < review_outcomes_count; i++) {
		const struct review_outcome *o = &review_outcomes[i];
		if ((o->kind == EVERY_KIND || o->kind == kind) &&
		    o->event == event && o->by == by)
			return o;
	}
	return NULL;
}

bool
review_move(enum kind kind, enum event event, enum level by,
    const bool exists[LEVEL_COUNT], struct review_move *out)
{
	const struct review_outcome *o = outcome_of(kind, event, by);

	memset(out, 0, sizeof(*out));
	while (o != NULL && o->next != LEVEL_NONE && !exists[o->next] &&
	       o->state == ORDER_WAITING) {
		out->skipped[o->next] = true;
		o = outcome_of(kind, EVENT_APPROVE, o->next);
	}
	if (o == NULL)
		return false;
	for (int level = LEVEL_DISTRICT; level < LEVEL_COUNT; level++)
		out->states[level] =
		    exists[level] ? o->states[level] : LEVEL_HIDDEN;
	out->state = o->state;
	out->stage = o->next;
	return true;
}

enum order_status
review_status(enum kind kind, enum order_state state, enum level stage)
{
	const struct review_stage *s = review_stage_at(kind, stage);

	switch (state) {
	case ORDER_DRAFT:
		return STATUS_DRAFT;
	case ORDER_WAITING:
		return s == NULL ? STATUS_WAITING_CITY : s->waiting;
	case ORDER_REJECTED:
		return s == NULL ? STATUS_REJECTED_CITY : s->rejected;
	case ORDER_WITHDRAWN:
		return STATUS_WITHDRAWN;
	case ORDER_APPROVED:
		break;
	}
	return STATUS_APPROVED;
}
