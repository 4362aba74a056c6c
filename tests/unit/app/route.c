#include "app/review/route.h"
#include "kinds/access/access.h"
#include <string.h>

#include "unit.h"

enum {
	H = DESK_HIDDEN,
	W = DESK_WAITING,
	A = DESK_APPROVED,
	R = DESK_REJECTED
};

static const bool everywhere[DESK_COUNT] = { true, true, true, true, true, true,
	true, true, true };

/* The truth table of REVIEW-6, typed in once more from the spec. */
static void
review_6_truth_table(void **state)
{
	static const struct {
		const struct kind *kind;
		enum event event;
		enum desk by;
		int city, province, nation;
		const char *status;
	} rows[] = {
		{ &access_application, EVENT_SUBMIT, DESK_NONE, W, H, H,
		    "waiting_city" },
		{ &access_acceptance, EVENT_RESUBMIT, DESK_NONE, W, H, H,
		    "waiting_city" },
		{ &access_application, EVENT_WITHDRAW, DESK_NONE, H, H, H,
		    "withdrawn" },
		{ &access_application, EVENT_REJECT, DESK_CITY, R, H, H,
		    "rejected_city" },
		{ &access_application, EVENT_APPROVE, DESK_CITY, A, W, H,
		    "waiting_province_filing" },
		{ &access_acceptance, EVENT_APPROVE, DESK_CITY, A, W, H,
		    "waiting_province" },
		{ &access_application, EVENT_AUTO_APPROVE, DESK_CITY, A, A, A,
		    "approved" },
		{ &access_application, EVENT_REJECT, DESK_PROVINCE, R, H, H,
		    "rejected_province" },
		{ &access_acceptance, EVENT_REJECT, DESK_PROVINCE, R, H, H,
		    "rejected_province" },
		{ &access_application, EVENT_APPROVE, DESK_PROVINCE, A, A, A,
		    "approved" },
		{ &access_acceptance, EVENT_APPROVE, DESK_PROVINCE, A, A, W,
		    "waiting_nation" },
		{ &access_acceptance, EVENT_APPROVE, DESK_NATION, A, A, A,
		    "approved" },
		{ &access_acceptance, EVENT_REJECT, DESK_NATION, R, H, H,
		    "rejected_nation" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct review_move m;
		assert_case(i, review_move(rows[i].kind, rows[i].event,
				   rows[i].by, everywhere, &m));
		assert_case(i, (int)m.states[DESK_CITY] == rows[i].city);
		assert_case(
		    i, (int)m.states[DESK_PROVINCE] == rows[i].province);
		assert_case(i, (int)m.states[DESK_NATION] == rows[i].nation);
		assert_case(i, strcmp(words_at(&order_status_words,
					  review_status(rows[i].kind, m.state,
					      m.desk, DESK_NONE))
					  ->word,
				   rows[i].status) == 0);
	}
}

static void
missing_desks_are_passed_over(void **state)
{
	bool exists[DESK_COUNT] = { false };
	struct review_move m;

	(void)state;
	exists[DESK_PROVINCE] = exists[DESK_NATION] = true;
	assert_true(review_move(
	    &access_application, EVENT_SUBMIT, DESK_NONE, exists, &m));
	assert_true(m.skipped[DESK_CITY]);
	assert_int_equal(m.states[DESK_CITY], DESK_HIDDEN);
	assert_int_equal(m.states[DESK_PROVINCE], DESK_WAITING);
	assert_int_equal(m.desk, DESK_PROVINCE);
	/* Nobody at all: the order would pass unseen, so it must not wait. */
	exists[DESK_PROVINCE] = false;
	assert_true(review_move(
	    &access_application, EVENT_SUBMIT, DESK_NONE, exists, &m));
	assert_int_not_equal(m.state, ORDER_WAITING);
	/* A nation cannot decide what it only views. */
	assert_false(review_move(
	    &access_application, EVENT_APPROVE, DESK_NATION, everywhere, &m));
}

/* Two desks of one administrative level, a bank between them, and one that only
 * looks: nothing goes by the height of a desk, all by the order of steps. */
static const struct form grant_form = { .name = "grant" };
static const struct step mixed[] = {
	{ .desk = DESK_CITY_CENTRE,
	    .action = ACTION_REVIEW,
	    .waiting = { "waiting_centre", "", "" } },
	{ .desk = DESK_BANK, .action = ACTION_REVIEW, .grants = &grant_form },
	{ .desk = DESK_CITY, .action = ACTION_REVIEW },
	{ .desk = DESK_DISTRICT, .action = ACTION_VIEW },
};
static const struct kind mixed_kind = { .name = "mixed", STEPS(mixed) };

static void
steps_not_heights_order_a_route(void **state)
{
	bool exists[DESK_COUNT] = { false };
	struct review_move m;

	(void)state;
	assert_true(review_move(
	    &mixed_kind, EVENT_APPROVE, DESK_CITY_CENTRE, everywhere, &m));
	assert_int_equal(m.desk, DESK_BANK);
	assert_int_equal(m.states[DESK_CITY_CENTRE], DESK_APPROVED);
	assert_int_equal(m.states[DESK_CITY], DESK_HIDDEN);
	assert_int_equal(m.states[DESK_DISTRICT], DESK_HIDDEN);
	assert_true(
	    review_move(&mixed_kind, EVENT_REJECT, DESK_BANK, everywhere, &m));
	assert_int_equal(m.states[DESK_CITY_CENTRE], DESK_REJECTED);
	assert_int_equal(m.states[DESK_BANK], DESK_HIDDEN);
	assert_int_equal(m.desk, DESK_BANK);
	/* Where there is no centre, a rejection shows at the first there is. */
	exists[DESK_BANK] = exists[DESK_CITY] = exists[DESK_DISTRICT] = true;
	assert_true(
	    review_move(&mixed_kind, EVENT_SUBMIT, DESK_NONE, exists, &m));
	assert_true(m.skipped[DESK_CITY_CENTRE]);
	assert_int_equal(m.desk, DESK_BANK);
	assert_true(
	    review_move(&mixed_kind, EVENT_REJECT, DESK_CITY, exists, &m));
	assert_int_equal(m.states[DESK_BANK], DESK_REJECTED);
	assert_int_equal(m.states[DESK_CITY], DESK_HIDDEN);
	/* The last to decide shows whoever may look. */
	assert_true(
	    review_move(&mixed_kind, EVENT_APPROVE, DESK_CITY, exists, &m));
	assert_int_equal(m.state, ORDER_APPROVED);
	assert_int_equal(m.states[DESK_DISTRICT], DESK_APPROVED);
	assert_false(review_move(
	    &mixed_kind, EVENT_REJECT, DESK_DISTRICT, everywhere, &m));
	/* Nobody sits where something is granted: no way to pass that over. */
	exists[DESK_BANK] = false;
	assert_false(
	    review_move(&mixed_kind, EVENT_SUBMIT, DESK_NONE, exists, &m));
	assert_false(review_move(
	    &mixed_kind, EVENT_APPROVE, DESK_PROVINCE, everywhere, &m));
}

/* Every step of every kind can be reached, and left; a desk has one of them. */
static void
steps_are_reachable(void **state)
{
	(void)state;
	for (const struct kind *const *k = kinds; *k != NULL; k++)
		for (size_t i = 0; i < (*k)->n_steps; i++) {
			const struct step *s = &(*k)->steps[i];
			struct review_move m;
			for (size_t n = 0; n < i; n++)
				assert_case(i, (*k)->steps[n].desk != s->desk);
			assert_case(i, review_step_at(*k, s->desk) == s);
			if (s->action == ACTION_VIEW)
				continue;
			assert_case(i, s->waiting.word != NULL &&
					   s->rejected.word != NULL &&
					   s->days > 0 && s->missed_zh != NULL);
			/* The effect gets what the last of them grants: that is
			 * all there is, and nothing passes it by itself. */
			assert_case(
			    i, s->grants == NULL || i + 1 == (*k)->n_steps);
			for (size_t n = 0; s->grants != NULL && n < i; n++)
				assert_case(i, !(*k)->steps[n].may_pass);
			/* What a step brings about, a later rejection undoes.
			 */
			assert_case(i, s->effect == NULL ||
					   i + 1 == (*k)->n_steps ||
					   (*k)->undo != NULL);
			assert_case(i, review_move(*k, EVENT_REJECT, s->desk,
					   everywhere, &m));
			assert_case(i, review_move(*k, EVENT_APPROVE, s->desk,
					   everywhere, &m));
			assert_case(i, m.state == ORDER_APPROVED ||
					   review_step_at(*k, m.desk) > s);
		}
}

int
run_route(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(review_6_truth_table),
		cmocka_unit_test(missing_desks_are_passed_over),
		cmocka_unit_test(steps_not_heights_order_a_route),
		cmocka_unit_test(steps_are_reachable),
	};

	return cmocka_run_group_tests_name("review route", tests, NULL, NULL);
}
