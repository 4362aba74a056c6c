/* See template.h. */
#include "lib/template.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"

/* Of the template: its own, those of a call, and none that a leak could use. */
enum { DESCRIPTORS_MAX = 16 };

/* A call: its text, and the two descriptors beside it. */
struct call {
	char what[TEMPLATE_WHAT_BYTES];
	struct iovec part;
	_Alignas(struct cmsghdr) char beside[CMSG_SPACE(2 * sizeof(int))];
	struct msghdr message;
};

static void
call_prepare(struct call *c)
{
	*c = (struct call){ .part = { c->what, sizeof(c->what) } };
	c->message = (struct msghdr){ .msg_iov = &c->part,
		.msg_iovlen = 1,
		.msg_control = c->beside,
		.msg_controllen = sizeof(c->beside) };
}

bool
template_start(struct template *t, const char *program)
{
	char *const argv[] = { (char *)program, (char *)"--serve", NULL };
	/* Nothing is left to be looked up, or changed, in the children. */
	char *const environment[] = { (char *)"LD_BIND_NOW=1", NULL };
	posix_spawn_file_actions_t actions;
	int ends[2], e;

	*t = (struct template){ 0 };
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
	e = posix_spawn_file_actions_init(&actions);
	e |= posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
	/* Libraries' complaints may quote the file: they are not kept. */
	e |= posix_spawn_file_actions_addopen(
	    &actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	e |= posix_spawn_file_actions_adddup2(
	    &actions, STDOUT_FILENO, STDERR_FILENO);
	e |= posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	if (e == 0)
		e = posix_spawn(
		    &t->pid, program, &actions, NULL, argv, environment);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	t->socket = ends[0];
	if (e != 0) {
		close(ends[0]);
		*t = (struct template){ 0 };
		errno = e;
	}
	return e == 0;
}

bool
template_wait(int fd, int64_t end)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t left;
	int n;

	do {
		left = end - clock_ticks();
		n = left > 0 ? poll(&p, 1, (int)left) : 0;
	} while (n < 0 && errno == EINTR);
	return n > 0;
}

/* Whoever says which process to wait for, and perhaps to kill, may err. */
static bool
is_our_child(pid_t pid)
{
	siginfo_t info;

	return pid > 0 && waitid(P_PID, (id_t)pid, &info,
			      WEXITED | WNOWAIT | WNOHANG) == 0;
}

pid_t
template_call(
    struct template *t, const char *what, int in, int out, int64_t end)
{
	const int fds[] = { in, out };
	struct call c;
	struct cmsghdr *head;
	pid_t pid = 0;

	call_prepare(&c);
	strncpy(c.what, what, sizeof(c.what) - 1);
	head = CMSG_FIRSTHDR(&c.message);
	*head = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(fds)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS };
	memcpy(CMSG_DATA(head), fds, sizeof(fds));
	if (sendmsg(t->socket, &c.message, MSG_NOSIGNAL) < 0)
		return 0;
	if (!template_wait(t->socket, end)) {
		errno = ETIMEDOUT;
		return 0;
	}
	if (recv(t->socket, &pid, sizeof(pid), 0) != sizeof(pid) ||
	    !is_our_child(pid)) {
		errno = ECHILD;
		return 0;
	}
	return pid;
}

void
template_stop(struct template *t)
{
	if (t->pid == 0)
		return;
	close(t->socket);
	kill(t->pid, SIGKILL);
	while (waitpid(t->pid, NULL, 0) < 0 && errno == EINTR)
		;
	/* It may have died before it could tell of its last one. */
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	*t = (struct template){ 0 };
}

/* The next call; false when the owner has gone. */
static bool
receive(struct call *c, int fds[2])
{
	const struct cmsghdr *head;
	ssize_t n;

	call_prepare(c);
	do
		n = recvmsg(STDIN_FILENO, &c->message, 0);
	while (n < 0 && errno == EINTR);
	head = n > 0 ? CMSG_FIRSTHDR(&c->message) : NULL;
	if (head == NULL || head->cmsg_len != CMSG_LEN(2 * sizeof(int)) ||
	    n != sizeof(c->what))
		return false;
	c->what[sizeof(c->what) - 1] = '\0';
	memcpy(fds, CMSG_DATA(head), 2 * sizeof(int));
	return true;
}

/* A child has what its call brought, and its owner's death before it. */
static void
settle(pid_t owner, const int fds[2])
{
	if (dup3(fds[0], STDIN_FILENO, 0) < 0 ||
	    dup3(fds[1], STDOUT_FILENO, 0) < 0 || close_range(3, ~0U, 0) != 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != owner)
		_exit(3);
}

/* fork(), but for whose child it is; the rest of its arguments are none. */
static pid_t
make_sibling(void)
{
	return (pid_t)syscall(
	    SYS_clone, CLONE_PARENT | SIGCHLD, 0L, 0L, 0L, 0L);
}

void
template_serve(void (*work)(const char *what))
{
	const struct rlimit few = { DESCRIPTORS_MAX, DESCRIPTORS_MAX };
	pid_t owner = getppid(), pid;
	struct call c;
	int fds[2];

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
	    setrlimit(RLIMIT_NOFILE, &few) != 0)
		return;
	while (receive(&c, fds)) {
		pid = make_sibling();
		if (pid == 0) {
			settle(owner, fds);
			work(c.what);
			_exit(3);
		}
		close(fds[0]);
		close(fds[1]);
		if (send(STDIN_FILENO, &pid, sizeof(pid), MSG_NOSIGNAL) < 0)
			return;
	}
}
