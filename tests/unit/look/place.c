#include "look/place.h"

#include <math.h>

#include "unit.h"

/* 42 mm, and its distance from the edge. */
static const double side = 119.055, edge = 29.764;

static bool
is_near(struct box b, double x0, double y0, double width)
{
	return fabs(b.x0 - x0) < 0.01 && fabs(b.y0 - y0) < 0.01 &&
	       fabs(b.x1 - x0 - width) < 0.01 && fabs(b.y1 - y0 - width) < 0.01;
}

static void
a_turn_is_one_of_four(void **state)
{
	static const struct {
		long long degrees;
		int turned;
	} cases[] = { { 0, 0 }, { 90, 90 }, { -90, 270 }, { 450, 90 },
		{ -360, 0 }, { 45, 0 }, { 91, 0 }, { -270, 90 },
		{ INT64_MAX, 0 }, { INT64_MIN + 1, 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(i, place_turn(cases[i].degrees) == cases[i].turned);
}

static void
a_seal_is_at_the_bottom_right_of_what_is_seen(void **state)
{
	static const struct {
		struct box shown;
		int turned;
		double x0, y0; /* on A4: of the seal, from shown's corner */
	} cases[] = {
		{ { 0, 0, 595, 842 }, 0, 595 - 29.764 - 119.055, 29.764 },
		/* Turned clockwise, the right edge is at the bottom. */
		{ { 0, 0, 595, 842 }, 90, 595 - 29.764 - 119.055,
		    842 - 29.764 - 119.055 },
		{ { 0, 0, 595, 842 }, 180, 29.764, 842 - 29.764 - 119.055 },
		{ { 0, 0, 595, 842 }, 270, 29.764, 29.764 },
		{ { -300, 400, 295, 1242 }, 0, 595 - 29.764 - 119.055, 29.764 },
		{ { -300, 400, 295, 1242 }, 90, 595 - 29.764 - 119.055,
		    842 - 29.764 - 119.055 },
		{ { -300, 400, 295, 1242 }, 270, 29.764, 29.764 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct place_page page = { cases[i].shown, cases[i].turned, 1 };
		struct box b = place_seal(&page, NULL, 0);
		assert_case(i, is_near(b, cases[i].shown.x0 + cases[i].x0,
				   cases[i].shown.y0 + cases[i].y0, side));
	}
}

static void
its_size_is_that_of_a_stamp_where_there_is_room(void **state)
{
	static const struct {
		double width, height, unit, side;
	} cases[] = {
		{ 595, 842, 1, 119.055 },
		{ 842, 595, 1, 119.055 },
		{ 842, 1191, 1, 119.055 },
		/* A tenth of a plan, no more than three fifths of a label. */
		{ 2384, 3370, 1, 238.4 },
		{ 14400, 14400, 1, 1440 },
		{ 100, 60, 1, 36 },
		{ 3, 3, 1, 1.8 },
		/* Half as many units of two points. */
		{ 297.5, 421, 2, 59.527 },
		{ 5950, 8420, 0.1, 1190.55 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct place_page page = { { 0, 0, cases[i].width,
					       cases[i].height },
			0, cases[i].unit };
		struct box b = place_seal(&page, NULL, 0);
		assert_case(i, fabs(b.x1 - b.x0 - cases[i].side) < 0.01);
		assert_case(i, fabs(b.y1 - b.y0 - cases[i].side) < 0.01);
		assert_case(i, b.x0 > 0 && b.y0 > 0);
		assert_case(i, b.x1 < cases[i].width && b.y1 < cases[i].height);
	}
}

static void
one_seal_stands_beside_the_other(void **state)
{
	const struct place_page page = { { 0, 0, 595, 842 }, 0, 1 };
	struct box taken[40];

	(void)state;
	for (size_t n = 0; n < 24; n++) {
		taken[n] = place_seal(&page, taken, n);
		for (size_t i = 0; i < n; i++)
			assert_case(n, taken[n].x0 >= taken[i].x1 ||
					   taken[n].x1 <= taken[i].x0 ||
					   taken[n].y0 >= taken[i].y1 ||
					   taken[n].y1 <= taken[i].y0);
	}
	/* Leftwards first, then a row up. */
	assert_true(taken[1].x1 < taken[0].x0 && taken[1].y0 == taken[0].y0);
	assert_true(taken[4].y0 > taken[0].y1);
	/* When all is taken, as if nothing were. */
	taken[0] = (struct box){ 0, 0, 595, 842 };
	assert_true(is_near(
	    place_seal(&page, taken, 1), 595 - edge - side, edge, side));
}

static void
boxes_are_in_order(void **state)
{
	const struct box a = place_box(595, 842, 0, 0);
	const struct box cut = place_common(a, place_box(-100, 50, 300, 2000));

	(void)state;
	assert_true(a.x0 == 0 && a.y0 == 0 && a.x1 == 595 && a.y1 == 842);
	assert_true(
	    cut.x0 == 0 && cut.y0 == 50 && cut.x1 == 300 && cut.y1 == 842);
	/* Of a crop box elsewhere nothing is seen: the page is. */
	assert_true(place_common(a, place_box(1000, 0, 1100, 10)).x1 == 595);
	/* A page without room ends, too. */
	assert_true(
	    place_seal(&(struct place_page){ { 5, 5, 5, 5 }, 0, 1 }, NULL, 0)
		.x0 == 5);
}

int
run_place(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_turn_is_one_of_four),
		cmocka_unit_test(a_seal_is_at_the_bottom_right_of_what_is_seen),
		cmocka_unit_test(
		    its_size_is_that_of_a_stamp_where_there_is_room),
		cmocka_unit_test(one_seal_stands_beside_the_other),
		cmocka_unit_test(boxes_are_in_order),
	};

	return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
