/* The sandbox; see look.h. */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "look/look.h"

enum { CPU_SECONDS = 3 };
#define MEMORY_BYTES (640UL << 20)

/* At the first SIGXCPU tells why it ends; a second later nobody asks. */
static bool
limit_time(void)
{
	const struct rlimit l = { CPU_SECONDS, CPU_SECONDS + 1 };

	return setrlimit(RLIMIT_CPU, &l) == 0;
}

static bool
limit(int what, rlim_t value)
{
	const struct rlimit l = { value, value };

	return setrlimit((__rlimit_resource_t)what, &l) == 0;
}

static bool
limit_all(void)
{
	return limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 0) &&
	       limit_time() &&
#ifndef __SANITIZE_ADDRESS__ /* which reserves terabytes */
	       limit(RLIMIT_AS, MEMORY_BYTES) &&
#endif
	       prctl(PR_SET_DUMPABLE, 0) == 0;
}

/* Memory of no file, never to be executed. */
static int
allow_memory(scmp_filter_ctx c)
{
	static const int plain[] = { SCMP_SYS(brk), SCMP_SYS(munmap),
		SCMP_SYS(mremap), SCMP_SYS(madvise) };
	int e = 0;

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, plain[i], 0);
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
	    SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	return e;
}

static bool
filter(void)
{
	/* Dice, too: the library that opens restricted PDFs asks for some. */
	static const int plain[] = { SCMP_SYS(exit), SCMP_SYS(exit_group),
		SCMP_SYS(rt_sigreturn), SCMP_SYS(getrandom) };
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int e;

	if (c == NULL)
		return false;
	e = seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	e |= allow_memory(c);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, plain[i], 0);
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
	    SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO));
	/* C++ throws its first exception under a lock that nobody waits for. */
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(futex), 1,
	    SCMP_A1(SCMP_CMP_EQ, FUTEX_WAKE_PRIVATE));
	/* libseccomp sets no_new_privs itself, before it loads. */
	e |= seccomp_load(c);
	seccomp_release(c);
	return e == 0;
}

bool
seal(void)
{
#ifdef __SANITIZE_ADDRESS__
	/* The sanitizers open files to tell of faults; tests only. */
	return limit_all();
#endif
	return limit_all() && filter();
}

static void
spin(void)
{
	for (volatile unsigned long i = 0;; i++)
		;
}

static void
eat(void)
{
	char *p;

	while ((p = malloc(16 << 20)) != NULL)
		memset(p, 1, 16 << 20);
}

/* Returns only when the seal let it pass. */
static void
attempt(const char *what)
{
	char *const none[] = { NULL };

	if (strcmp(what, "socket") == 0)
		(void)socket(AF_UNIX, SOCK_STREAM, 0);
	else if (strcmp(what, "fork") == 0)
		(void)fork();
	else if (strcmp(what, "open") == 0)
		(void)open("/etc/passwd", O_RDONLY);
	else if (strcmp(what, "exec") == 0)
		execv("/bin/true", none);
	else if (strcmp(what, "kill") == 0)
		kill(getppid(), SIGTERM);
	else if (strcmp(what, "map") == 0)
		(void)mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	else if (strcmp(what, "time") == 0)
		spin();
}

int
prove(const char *what)
{
	static const char alive[] = "alive\n", denied[] = "denied\n";

	if (!seal())
		return 3;
	if (strcmp(what, "memory") == 0) {
		eat();
		if (write(STDOUT_FILENO, denied, sizeof(denied) - 1) < 0)
			return 3;
		_exit(0);
	}
	attempt(what);
	if (write(STDOUT_FILENO, alive, sizeof(alive) - 1) < 0)
		return 3;
	_exit(0);
}
