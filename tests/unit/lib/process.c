#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/process.h"
#include "unit.h"

/* In a process of its own, for it is for good: what is not sealed, as bits. */
static int
open_after(void (*what)(void))
{
	struct rlimit core;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		what();
		getrlimit(RLIMIT_CORE, &core);
		_exit((prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0) |
		      (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) << 1 |
		      (core.rlim_cur != 0 || core.rlim_max != 0) << 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
nothing(void)
{
}

/* What was sealed before, the system partly forgets with the user. */
static void
become_other(void)
{
	struct arena *a = arena_new(1 << 20);

	if (process_become(a, "nobody") != NULL)
		_exit(77);
}

static void
leaves_no_dump_and_gains_no_rights(void **state)
{
	(void)state;
	assert_int_not_equal(open_after(nothing) & 3, 0);
	assert_int_equal(open_after(process_seal), 0);
}

static void
and_not_as_another_user_either(void **state)
{
	(void)state;
	if (geteuid() == 0 && getpwnam("nobody") != NULL)
		assert_int_equal(open_after(become_other), 0);
	else
		assert_int_equal(open_after(become_other), 77);
}

int
run_process(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaves_no_dump_and_gains_no_rights),
		cmocka_unit_test(and_not_as_another_user_either),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
