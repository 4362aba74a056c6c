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
listen_open(const struct config *c, int out[PLACES_LISTENING])
{
	const char *const paths[] = {
		[PLACE_API] = c->listen,
		[PLACE_UPLOADS] = c->upload_listen,
		[PLACE_HEALTH] = c->health_listen,
	};
	bool all = true;

	for (int i = 0; i < PLACES_LISTENING; i++) {
		out[i] = handed_over(i);
		if (out[i] < 0)
			out[i] = open_at(paths[i], c->socket_group);
		all &= out[i] >= 0;
	}
	return all;
}

void
listen_hand_over(int sockets[PLACES_LISTENING])
{
	int aside[PLACES_LISTENING];
	char text[16];

	/* Out of the way first: one may sit at another's number. */
	for (int i = 0; i < PLACES_LISTENING; i++)
		aside[i] = fcntl(sockets[i], F_DUPFD_CLOEXEC,
		    HANDED_OVER + PLACES_LISTENING);
	for (int i = 0; i < PLACES_LISTENING; i++) {
		sockets[i] = dup2(aside[i], HANDED_OVER + i);
		close(aside[i]);
	}
	snprintf(text, sizeof(text), "%d", (int)getpid());
	setenv("LISTEN_PID", text, 1);
	snprintf(text, sizeof(text), "%d", (int)PLACES_LISTENING);
	setenv("LISTEN_FDS", text, 1);
}

void
listen_keep(const int sockets[PLACES_LISTENING])
{
	for (int i = 0; i < PLACES_LISTENING; i++)
		fcntl(sockets[i], F_SETFD, FD_CLOEXEC);
}
