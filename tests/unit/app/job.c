/* What jobs go by: the pauses between attempts, and one table of kinds. */
#include "app/job/job.h"

#include "app/export/export.h"
#include "app/kind/kind.h"
#include "unit.h"

static void
pauses_double_up_to_the_longest(void **state)
{
	static const struct job_kind minutes = { .pause = 60,
		.pause_max = 3600 },
				     even = { .pause = 30, .pause_max = 30 },
				     none = { .pause = 0, .pause_max = 10 };
	static const struct {
		const struct job_kind *kind;
		int64_t attempts, seconds;
	} rows[] = {
		{ &minutes, 0, 60 },
		{ &minutes, 1, 60 },
		{ &minutes, 2, 120 },
		{ &minutes, 3, 240 },
		{ &minutes, 6, 1920 },
		{ &minutes, 7, 3600 },
		{ &minutes, 8, 3600 },
		/* Whatever a column says. */
		{ &minutes, 4000000000, 3600 },
		{ &minutes, -1, 60 },
		{ &even, 1, 30 },
		{ &even, 9, 30 },
		{ &none, 5, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_case(i, job_pause(rows[i].kind, rows[i].attempts) ==
				   rows[i].seconds);
}

static void
every_kind_is_found_once(void **state)
{
	const struct job_kind *k = NULL, *other;
	size_t n = 0, brought = 0;

	(void)state;
	while ((k = job_kind_next(k)) != NULL) {
		n++;
		assert_ptr_equal(job_kind_of(k->number), k);
		assert_non_null(k->name);
		assert_true(k->number > 0 && k->number < 65536);
		assert_non_null(words_at(&lane_words, k->lane));
		assert_true(k->attempts > 0 && k->lease > 0);
		assert_true(k->pause > 0 && k->pause_max >= k->pause);
		for (other = job_kind_next(k); other != NULL;
		     other = job_kind_next(other))
			assert_string_not_equal(other->name, k->name);
	}
	for (size_t i = 0; job_kinds[i] != NULL; i++)
		brought++;
	for (const struct kind *const *kind = kinds; *kind != NULL; kind++)
		brought += (*kind)->n_jobs;
	assert_int_equal(n, brought);
	assert_null(job_kind_of(0));
	assert_null(job_kind_of(65535));
	/* What SQL has as a literal. */
	assert_int_equal(export_job.number, 1);
	assert_int_equal(export_job.lane, LANE_LONG);
}

int
run_job(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pauses_double_up_to_the_longest),
		cmocka_unit_test(every_kind_is_found_once),
	};

	return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
