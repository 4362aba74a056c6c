/* The sandbox; see look.h. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "look/look.h"

enum { CPU_SECONDS = 3, FILTER_MAX = 512 };
#define MEMORY_BYTES (640UL << 20)
#define ANSWER_BYTES (128UL << 20) /* that may be written */

/* What a file is looked at behind, compiled once and loaded for each. */
static struct sock_filter rules[FILTER_MAX];
static struct sock_fprog seal_of_one = { 0, rules };

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
	       limit(RLIMIT_FSIZE, ANSWER_BYTES) && limit_time() &&
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

/* For looking at a file: memory, an answer, and an end. */
static scmp_filter_ctx
filter_new(void)
{
	/* Dice, too: the library that opens restricted PDFs asks for some. */
	static const int plain[] = { SCMP_SYS(exit), SCMP_SYS(exit_group),
		SCMP_SYS(rt_sigreturn), SCMP_SYS(getrandom) };
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int e;

	if (c == NULL)
		return NULL;
	e = seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	e |= allow_memory(c);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, plain[i], 0);
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
	    SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO));
	/* C++ throws its first exception under a lock that nobody waits for. */
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(futex), 1,
	    SCMP_A1(SCMP_CMP_EQ, FUTEX_WAKE_PRIVATE));
	if (e == 0)
		return c;
	seccomp_release(c);
	return NULL;
}

/* Into rules, by way of a pipe: libseccomp writes to descriptors alone. */
static bool
compile(scmp_filter_ctx c)
{
	int ends[2];
	ssize_t n;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	n = seccomp_export_bpf(c, ends[1]) == 0
		? read(ends[0], rules, sizeof(rules))
		: -1;
	close(ends[0]);
	close(ends[1]);
	if (n <= 0 || n == sizeof(rules))
		return false;
	seal_of_one.len = (unsigned short)((size_t)n / sizeof(rules[0]));
	return true;
}

/*
 * What the template does besides: hear of a file from standard input, make a
 * child for it and tell of it; and what a child does before its own seal.
 */
static int
allow_template(scmp_filter_ctx c)
{
	static const int plain[] = { SCMP_SYS(dup3), SCMP_SYS(close),
		SCMP_SYS(close_range), SCMP_SYS(getppid) };
	static const int on_input[] = { SCMP_SYS(recvmsg), SCMP_SYS(sendto),
		SCMP_SYS(newfstatat), SCMP_SYS(prlimit64) };
	static const int own[] = { PR_SET_PDEATHSIG, PR_SET_NAME,
		PR_SET_DUMPABLE, PR_SET_SECCOMP };
	int e = 0;

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, plain[i], 0);
	/* For the last of them 0 is not a descriptor, but itself. */
	for (size_t i = 0; i < sizeof(on_input) / sizeof(on_input[0]); i++)
		e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, on_input[i], 1,
		    SCMP_A0(SCMP_CMP_EQ, STDIN_FILENO));
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
		    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)own[i]));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
	    SCMP_A0(SCMP_CMP_EQ, CLONE_PARENT | SIGCHLD));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 3,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
	    SCMP_A3(SCMP_CMP_EQ, MAP_PRIVATE),
	    SCMP_A4(SCMP_CMP_EQ, STDIN_FILENO));
	return e;
}

bool
seal_template(void)
{
#ifdef __SANITIZE_ADDRESS__
	/* The sanitizers open files to tell of faults; tests only. */
	return true;
#endif
	scmp_filter_ctx c = filter_new();
	bool good = c != NULL && compile(c) && allow_template(c) == 0 &&
		    limit(RLIMIT_CORE, 0) && prctl(PR_SET_DUMPABLE, 0) == 0 &&
		    /* Sets no_new_privs itself, for the children, too. */
		    seccomp_load(c) == 0;

	seccomp_release(c);
	return good;
}

bool
seal(void)
{
#ifdef __SANITIZE_ADDRESS__
	return limit_all();
#endif
	return limit_all() &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &seal_of_one) == 0;
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
	const struct rlimit more = { RLIM_INFINITY, RLIM_INFINITY };
	struct msghdr message = { 0 };
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
	/* What the template may, and who looks at a file may not. */
	else if (strcmp(what, "clone") == 0)
		(void)syscall(
		    SYS_clone, CLONE_PARENT | SIGCHLD, 0L, 0L, 0L, 0L);
	else if (strcmp(what, "hear") == 0)
		(void)recvmsg(STDIN_FILENO, &message, MSG_DONTWAIT);
	else if (strcmp(what, "file") == 0)
		(void)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	else if (strcmp(what, "limit") == 0)
		(void)setrlimit(RLIMIT_CPU, &more);
	else if (strcmp(what, "name") == 0)
		(void)prctl(PR_SET_NAME, "another");
}

int
prove(const char *what)
{
	static const char alive[] = "alive\n", denied[] = "denied\n";

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
