#include "lib/look.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/accept.h"
#include "unit.h"

static const struct accept pdf = { "application/pdf", ".pdf" };
static const struct accept jpeg = { "image/jpeg", ".jpg.jpeg" };
static const struct accept *const accepted[] = { &pdf, &jpeg, NULL };

static void
a_name_claims_a_kind(void **state)
{
	static const struct {
		const char *name;
		const struct accept *row;
	} cases[] = {
		{ "a.pdf", &pdf },
		{ "A.PDF", &pdf },
		{ "a.b.jpeg", &jpeg },
		{ ".jpg.jpeg", &jpeg },
		{ "a.exe", NULL },
		{ "apdf", NULL },
		{ "a.pd", NULL },
		{ "a.", NULL },
		{ "", NULL },
		{ "a.pdf.exe", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(
		    i, accept_by_name(accepted, cases[i].name) == cases[i].row);
}

static void
only_a_whole_line_is_an_answer(void **state)
{
	static const struct {
		const char *line, *fault;
		bool good;
		int64_t width, height, pages;
	} cases[] = {
		{ "ok 800 600 0\n", NULL, true, 800, 600, 0 },
		{ "ok 0 0 12\n", NULL, true, 0, 0, 12 },
		{ "fault damaged\n", "damaged", true, 0, 0, 0 },
		{ "fault active_pdf\n", "active_pdf", true, 0, 0, 0 },
		{ "", NULL, false, 0, 0, 0 },
		{ "ok\n", NULL, false, 0, 0, 0 },
		{ "ok 1 2 3", NULL, false, 0, 0, 0 },
		{ "ok 1 2 3\nok 1 2 3\n", NULL, false, 0, 0, 0 },
		{ "ok -1 2 3\n", NULL, false, 0, 0, 0 },
		{ "ok 1234567890123 2 3\n", NULL, false, 0, 0, 0 },
		{ "fault surprise\n", NULL, false, 0, 0, 0 },
		{ "fault damaged", NULL, false, 0, 0, 0 },
		{ "fault \n", NULL, false, 0, 0, 0 },
		{ "yes\n", NULL, false, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct look_result r;
		assert_case(i, look_read(cases[i].line, &r) == cases[i].good);
		if (!cases[i].good)
			continue;
		assert_case(i, (r.fault == NULL) == (cases[i].fault == NULL));
		if (r.fault != NULL)
			assert_case(i, strcmp(r.fault, cases[i].fault) == 0);
		assert_case(i, r.width == cases[i].width);
		assert_case(i, r.height == cases[i].height);
		assert_case(i, r.pages == cases[i].pages);
	}
}

/* A helper of any behaviour: a script in its place. */
static enum err
with_script(const char *script, struct look_result *out)
{
	char path[] = "/tmp/liangding-look-XXXXXX";
	int fd = mkstemp(path), input = open("/dev/null", O_RDONLY);
	enum err e;

	assert_true(fd >= 0 && input >= 0);
	assert_true(dprintf(fd, "#!/bin/sh\n%s\n", script) > 0);
	assert_int_equal(fchmod(fd, 0700), 0);
	close(fd);
	e = look_at(path, input, "image/png", out);
	close(input);
	unlink(path);
	return e;
}

static void
every_end_of_a_helper_is_told_apart(void **state)
{
	static const struct {
		const char *script, *fault;
		enum err e;
		bool killed;
	} cases[] = {
		{ "echo ok 1 2 3", NULL, OK, false },
		{ "echo fault pixels", "pixels", OK, false },
		{ "kill -SEGV $$", "damaged", OK, false },
		{ "kill -SYS $$", "damaged", OK, false },
		{ "kill -XCPU $$", "complex", OK, true },
		{ "kill -KILL $$", NULL, ERR_BUSY, false },
		/* Ended at its work, by the kernel. */
		{ "ulimit -t 1; while :; do :; done", NULL, ERR_BUSY, true },
		{ "exec 1>&-; exec sleep 60", NULL, ERR_BUSY, false },
		{ "exec sleep 60", NULL, ERR_BUSY, false },
		{ "exit 3", NULL, ERR_INTERNAL, false },
		{ "echo ok 1 2 3; exit 1", NULL, ERR_INTERNAL, false },
		{ "echo nonsense", NULL, ERR_INTERNAL, false },
	};
	struct look_result r;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_case(i, with_script(cases[i].script, &r) == cases[i].e);
		assert_case(i, r.killed == cases[i].killed);
		assert_case(i, (r.fault == NULL) == (cases[i].fault == NULL));
		if (r.fault != NULL)
			assert_case(i, strcmp(r.fault, cases[i].fault) == 0);
	}
	assert_int_equal(look_at("/no/such", 0, "image/png", &r), ERR_INTERNAL);
}

int
run_look(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_claims_a_kind),
		cmocka_unit_test(only_a_whole_line_is_an_answer),
		cmocka_unit_test(every_end_of_a_helper_is_told_apart),
	};

	return cmocka_run_group_tests_name("look", tests, NULL, NULL);
}
