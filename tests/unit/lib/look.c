#include "lib/look.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/accept.h"
#include "lib/clock.h"
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

/* This program, whose template's children do what a shell is told. */
static struct looker
obedient(void)
{
	return (struct looker){ .program = "/proc/self/exe" };
}

/* A helper of any behaviour: a script in its place. */
static enum err
with_script(struct looker *l, const char *script, struct look_result *out)
{
	int input = open("/dev/null", O_RDONLY);
	enum err e = look_at(l, input, script, out);

	close(input);
	return e;
}

/* The width that a script tells; it must look at its file without a fault. */
static int64_t
told(struct looker *l, const char *script)
{
	struct look_result r;

	assert_int_equal(with_script(l, script, &r), OK);
	assert_null(r.fault);
	return r.width;
}

static void
ends_without_children(struct looker *l)
{
	template_stop(&l->template);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
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
	struct looker l = obedient();
	struct look_result r;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_case(
		    i, with_script(&l, cases[i].script, &r) == cases[i].e);
		assert_case(i, r.killed == cases[i].killed);
		assert_case(i, (r.fault == NULL) == (cases[i].fault == NULL));
		if (r.fault != NULL)
			assert_case(i, strcmp(r.fault, cases[i].fault) == 0);
	}
	ends_without_children(&l);
}

static void
what_is_no_template_is_our_fault(void **state)
{
	static const char *const programs[] = { "/no/such", "/bin/false",
		"/bin/true" };
	struct look_result r;

	(void)state;
	for (size_t i = 0; i < COUNT(programs); i++) {
		struct looker l = { .program = programs[i] };
		assert_case(i, with_script(&l, "", &r) == ERR_INTERNAL);
		ends_without_children(&l);
	}
}

/* Killed between two files, hanging there, or killed while one is looked at. */
static void
a_lost_template_costs_no_file(void **state)
{
	static const int signals[] = { SIGKILL, SIGSTOP };
	struct looker l = obedient();
	char script[TEMPLATE_WHAT_BYTES];
	pid_t first;

	(void)state;
	for (size_t i = 0; i < COUNT(signals); i++) {
		assert_int_equal(told(&l, "echo ok 1 2 3"), 1);
		first = l.template.pid;
		kill(first, signals[i]);
		assert_int_equal(told(&l, "echo ok 4 5 6"), 4);
		assert_int_not_equal(l.template.pid, first);
	}
	/* Once it waits for the next, it has told of this one. */
	first = l.template.pid;
	snprintf(script, sizeof(script),
	    "until grep -q ') S ' /proc/%d/stat; do :; done; "
	    "kill -KILL %d; echo ok 7 8 9",
	    (int)first, (int)first);
	assert_int_equal(told(&l, script), 7);
	assert_int_equal(told(&l, "echo ok 1 2 3"), 1);
	assert_int_not_equal(l.template.pid, first);
	ends_without_children(&l);
}

static void
a_template_is_renewed(void **state)
{
	static const char *const deaths[] = { "kill -SEGV $$", "kill -SYS $$",
		"kill -KILL $$" };
	struct looker l = obedient();
	struct look_result r;
	pid_t first;

	(void)state;
	told(&l, "echo ok 1 2 3");
	first = l.template.pid;
	for (int i = 1; i < LOOK_FILES_MAX; i++)
		told(&l, "echo ok 1 2 3");
	assert_int_equal(l.template.pid, first);
	told(&l, "echo ok 1 2 3");
	assert_int_not_equal(l.template.pid, first);

	first = l.template.pid;
	l.since -= LOOK_AGE_MS;
	told(&l, "echo ok 1 2 3");
	assert_int_not_equal(l.template.pid, first);
	assert_true(l.since > clock_ticks() - LOOK_AGE_MS);

	/* Who dies may have died of a guess at where things lie. */
	for (size_t i = 0; i < COUNT(deaths); i++) {
		first = l.template.pid;
		with_script(&l, deaths[i], &r);
		told(&l, "echo ok 1 2 3");
		assert_case(i, l.template.pid != first);
	}
	ends_without_children(&l);
}

/* The template has room for a few descriptors: a leak would end it at once. */
static void
five_hundred_files_leave_nothing_behind(void **state)
{
	struct looker l = obedient();
	int lowest = dup(STDIN_FILENO), after;
	int templates = 0;
	pid_t pid = 0;

	(void)state;
	close(lowest);
	for (int i = 0; i < 5 * LOOK_FILES_MAX; i++) {
		assert_int_equal(told(&l, "echo ok 1 2 3"), 1);
		templates += l.template.pid != pid;
		pid = l.template.pid;
	}
	assert_int_equal(templates, 5);
	ends_without_children(&l);
	after = dup(STDIN_FILENO);
	close(after);
	assert_int_equal(after, lowest);
}

/* Nothing of ours but the file and the pipe: an open file, a word in the
 * environment. A fourth descriptor is ls's own. */
static void
a_helper_inherits_nothing(void **state)
{
	struct looker l = obedient();
	int open_file = open("/etc/passwd", O_RDONLY);

	(void)state;
	assert_int_equal(setenv("SECRET", "password", 1), 0);
	assert_int_equal(
	    told(&l, "set -- $(ls /proc/self/fd); echo ok $# 0 0"), 4);
	assert_int_equal(told(&l, "echo ok ${#SECRET} 0 0"), 0);
	close(open_file);
	unsetenv("SECRET");
	ends_without_children(&l);
}

/* One that its template died before telling of. */
static void
an_unknown_child_is_buried_with_its_template(void **state)
{
	struct looker l = obedient();
	siginfo_t info;
	pid_t pid;

	(void)state;
	told(&l, "echo ok 1 2 3");
	pid = fork();
	if (pid == 0)
		_exit(0);
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
	ends_without_children(&l);
}

int
run_look(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_claims_a_kind),
		cmocka_unit_test(only_a_whole_line_is_an_answer),
		cmocka_unit_test(every_end_of_a_helper_is_told_apart),
		cmocka_unit_test(what_is_no_template_is_our_fault),
		cmocka_unit_test(a_lost_template_costs_no_file),
		cmocka_unit_test(a_template_is_renewed),
		cmocka_unit_test(five_hundred_files_leave_nothing_behind),
		cmocka_unit_test(a_helper_inherits_nothing),
		cmocka_unit_test(an_unknown_child_is_buried_with_its_template),
	};

	return cmocka_run_group_tests_name("look", tests, NULL, NULL);
}
