/* clamd's INSTREAM; see scan.h. */
#include "lib/scan.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/log.h"

enum { PART_BYTES = 64 * 1024, ANSWER_BYTES = 512 };

struct scan {
	int fd;
	int64_t end; /* by clock_ticks() */
};

static enum err
failed(const char *what)
{
	log_note("scan.error", "%s", what);
	return ERR_FILE_SCANNER;
}

/* False when the time is out. */
static bool
wait_for(const struct scan *s, short events)
{
	struct pollfd p = { .fd = s->fd, .events = events };
	int64_t left;
	int n;

	do {
		left = s->end - clock_ticks();
		n = left > 0 ? poll(&p, 1, (int)left) : 0;
	} while (n < 0 && errno == EINTR);
	return n > 0;
}

static bool
send_all(const struct scan *s, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		if (!wait_for(s, POLLOUT))
			return false;
		n = send(s->fd, p, len, MSG_NOSIGNAL);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

static bool
open_socket(struct scan *s, const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(to.sun_path))
		return false;
	strcpy(to.sun_path, path);
	s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* A full backlog is EAGAIN: a clamd that does not keep up. */
	return s->fd >= 0 &&
	       connect(s->fd, (const struct sockaddr *)&to, sizeof(to)) == 0;
}

/* The file in parts, each after its length; then a part of none. */
static bool
send_file(const struct scan *s, int fd)
{
	static const char command[] = "zINSTREAM";
	struct {
		uint32_t length;
		char bytes[PART_BYTES];
	} part;
	off_t at = 0;
	ssize_t n;

	if (!send_all(s, command, sizeof(command)))
		return false;
	while ((n = pread(fd, part.bytes, sizeof(part.bytes), at)) > 0) {
		part.length = htonl((uint32_t)n);
		if (!send_all(s, &part, sizeof(part.length) + (size_t)n))
			return false;
		at += n;
	}
	part.length = 0;
	return n == 0 && send_all(s, &part, sizeof(part.length));
}

/* Up to the NUL that ends an answer to a z command. */
static bool
read_answer(const struct scan *s, char answer[ANSWER_BYTES])
{
	size_t len = 0;
	ssize_t n;

	while (len < ANSWER_BYTES) {
		if (!wait_for(s, POLLIN))
			return false;
		n = recv(s->fd, answer + len, ANSWER_BYTES - len, 0);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n <= 0)
			return false;
		len += (size_t)n;
		if (answer[len - 1] == '\0')
			return true;
	}
	return false;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

enum err
scan(const char *socket_path, int fd, bool *found_out)
{
	struct scan s = { -1, clock_ticks() + SCAN_MS };
	char answer[ANSWER_BYTES] = "";
	enum err e = OK;

	*found_out = false;
	if (!open_socket(&s, socket_path))
		e = failed("cannot connect");
	/* It may refuse a size and close before all is sent. */
	else if (!send_file(&s, fd) || !read_answer(&s, answer))
		e = failed("no answer in time");
	else if (ends_with(answer, " FOUND")) {
		log_note("scan.found", "%s", answer);
		*found_out = true;
	} else if (strcmp(answer, "stream: OK") != 0)
		e = failed("no clear answer");
	if (s.fd >= 0)
		close(s.fd);
	return e;
}
