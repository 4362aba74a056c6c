/* See listen.h. */
#include "listen.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024, HANDED_OVER = 3 /* systemd's first descriptor */ };

static int
handed_over(int n)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");

	if (pid == NULL || fds == NULL || atoi(pid) != (int)getpid() ||
	    atoi(fds) <= n)
		return -1;
	fcntl(HANDED_OVER + n, F_SETFD, FD_CLOEXEC);
	return HANDED_OVER + n;
}

static bool
give_to_group(const char *path, const char *name)
{
	const struct group *g = name == NULL ? NULL : getgrnam(name);

	if (name == NULL)
		return true;
	return g != NULL && chown(path, (uid_t)-1, g->gr_gid) == 0;
}

static int
open_at(const char *path, const char *group)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mode_t before = umask(0117);
	bool ok;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	unlink(path);
	ok = fd >= 0 &&
	     bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 &&
	     listen(fd, BACKLOG) == 0 && give_to_group(path, group);
	umask(before);
	if (ok)
		return fd;
	fprintf(stderr, "%s: %s\n", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

bool
listen_open(const struct server *s, int *socket_out, int *health_out)
{
	const struct config *c = &s->config;

	*socket_out = handed_over(0);
	if (*socket_out < 0)
		*socket_out = open_at(c->listen, c->socket_group);
	*health_out = handed_over(1);
	if (*health_out < 0)
		*health_out = open_at(c->health_listen, c->socket_group);
	return *socket_out >= 0 && *health_out >= 0;
}

void
listen_hand_over(int *socket, int *health)
{
	/* Out of the way first: one may sit at the other's number. */
	int a = fcntl(*socket, F_DUPFD_CLOEXEC, HANDED_OVER + 2);
	int b = fcntl(*health, F_DUPFD_CLOEXEC, HANDED_OVER + 2);
	char pid[16];

	*socket = dup2(a, HANDED_OVER);
	*health = dup2(b, HANDED_OVER + 1);
	close(a);
	close(b);
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "2", 1);
}

void
listen_keep(int socket, int health)
{
	fcntl(socket, F_SETFD, FD_CLOEXEC);
	fcntl(health, F_SETFD, FD_CLOEXEC);
}
