#include "app/review/route.h"
#include "unit.h"

enum {
	H = LEVEL_HIDDEN,
	W = LEVEL_WAITING,
	A = LEVEL_APPROVED,
	R = LEVEL_REJECTED
};

static const bool everywhere[LEVEL_COUNT] = { true, true, true, true, true };

/* The truth table of REVIEW-6, typed in once more from the spec. */
static void
review_6_truth_table(void **state)
{
	static const struct {
		enum kind kind;
		enum event event;
		enum level by;
		int city, province, nation;
		enum order_status status;
	} rows[] = {
		{ KIND_APPLICATION, EVENT_SUBMIT, LEVEL_NONE, W, H, H,
		    STATUS_WAITING_CITY },
		{ KIND_ACCEPTANCE, EVENT_RESUBMIT, LEVEL_NONE, W, H, H,
		    STATUS_WAITING_CITY },
		{ KIND_APPLICATION, EVENT_WITHDRAW, LEVEL_NONE, H, H, H,
		    STATUS_WITHDRAWN },
		{ KIND_APPLICATION, EVENT_REJECT, LEVEL_CITY, R, H, H,
		    STATUS_REJECTED_CITY },
		{ KIND_APPLICATION, EVENT_APPROVE, LEVEL_CITY, A, W, H,
		    STATUS_WAITING_PROVINCE_FILING },
		{ KIND_ACCEPTANCE, EVENT_APPROVE, LEVEL_CITY, A, W, H,
		    STATUS_WAITING_PROVINCE },
		{ KIND_APPLICATION, EVENT_AUTO_APPROVE, LEVEL_CITY, A, A, A,
		    STATUS_APPROVED },
		{ KIND_APPLICATION, EVENT_REJECT, LEVEL_PROVINCE, R, H, H,
		    STATUS_REJECTED_PROVINCE },
		{ KIND_ACCEPTANCE, EVENT_REJECT, LEVEL_PROVINCE, R, H, H,
		    STATUS_REJECTED_PROVINCE },
		{ KIND_APPLICATION, EVENT_APPROVE, LEVEL_PROVINCE, A, A, A,
		    STATUS_APPROVED },
		{ KIND_ACCEPTANCE, EVENT_APPROVE, LEVEL_PROVINCE, A, A, W,
		    STATUS_WAITING_NATION },
		{ KIND_ACCEPTANCE, EVENT_APPROVE, LEVEL_NATION, A, A, A,
		    STATUS_APPROVED },
		{ KIND_ACCEPTANCE, EVENT_REJECT, LEVEL_NATION, R, H, H,
		    STATUS_REJECTED_NATION },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct review_move m;
		assert_case(i, review_move(rows[i].kind, rows[i].event,
				   rows[i].by, everywhere, &m));
		assert_case(i, (int)m.states[LEVEL_CITY] == rows[i].city);
		assert_case(
		    i, (int)m.states[LEVEL_PROVINCE] == rows[i].province);
		assert_case(i, (int)m.states[LEVEL_NATION] == rows[i].nation);
		assert_case(i, review_status(rows[i].kind, m.state, m.stage) ==
				   rows[i].status);
	}
}

static void
missing_levels_are_passed_over(void **state)
{
	bool exists[LEVEL_COUNT] = { false };
	struct review_move m;

	(void)state;
	exists[LEVEL_PROVINCE] = exists[LEVEL_NATION] = true;
	assert_true(review_move(
	    KIND_APPLICATION, EVENT_SUBMIT, LEVEL_NONE, exists, &m));
	assert_true(m.skipped[LEVEL_CITY]);
	assert_int_equal(m.states[LEVEL_CITY], LEVEL_HIDDEN);
	assert_int_equal(m.states[LEVEL_PROVINCE], LEVEL_WAITING);
	assert_int_equal(m.stage, LEVEL_PROVINCE);
	/* Nobody at all: the order would pass unseen, so it must not wait. */
	exists[LEVEL_PROVINCE] = false;
	assert_true(review_move(
	    KIND_APPLICATION, EVENT_SUBMIT, LEVEL_NONE, exists, &m));
	assert_int_not_equal(m.state, ORDER_WAITING);
	/* A nation cannot decide what it only views. */
	assert_false(review_move(
	    KIND_APPLICATION, EVENT_APPROVE, LEVEL_NATION, everywhere, &m));
}

/* Every stage can be reached, and left; each row stands once. */
static void
stages_are_reachable(void **state)
{
	(void)state;
	for (size_t i = 0; i < review_stages_count; i++) {
		const struct review_stage *s = &review_stages[i];
		bool reached = s->action == ACTION_VIEW;
		for (size_t k = 0; k < review_outcomes_count; k++)
			reached |= review_outcomes[k].next == s->level &&
				   review_outcomes[k].state == ORDER_WAITING &&
				   (review_outcomes[k].kind == 0 ||
				       review_outcomes[k].kind == s->kind);
		assert_case(i, reached);
		if (s->action != ACTION_VIEW) {
			struct review_move m;
			assert_case(i, review_move(s->kind, EVENT_APPROVE,
					   s->level, everywhere, &m) &&
					   review_move(s->kind, EVENT_REJECT,
					       s->level, everywhere, &m));
		}
		for (size_t k = 0; k < i; k++)
			assert_case(i, review_stages[k].kind != s->kind ||
					   review_stages[k].level != s->level);
	}
	for (size_t i = 0; i < review_outcomes_count; i++)
		for (size_t k = 0; k < i; k++)
			assert_case(i, review_outcomes[k].event !=
					       review_outcomes[i].event ||
					   review_outcomes[k].by !=
					       review_outcomes[i].by ||
					   (review_outcomes[k].kind != 0 &&
					       review_outcomes[k].kind !=
						   review_outcomes[i].kind));
}

int
run_route(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(review_6_truth_table),
		cmocka_unit_test(missing_levels_are_passed_over),
		cmocka_unit_test(stages_are_reachable),
	};

	return cmocka_run_group_tests_name("review route", tests, NULL, NULL);
}
