/* Running liangding-look; see look.h. */
#include "lib/look.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/log.h"

enum { LINE_BYTES = 80, ANSWER_MS = 1000 };

const char *
look_fault(const char *line)
{
	/* A helper that a file has taken over may say anything. */
	static const char *const codes[] = { "signature", "is_pdf", "is_jpeg",
		"is_png", "is_webp", "is_heic", "is_word", "damaged", "complex",
		"pixels", "pages", "encrypted_pdf", "active_pdf",
		"attached_pdf" };
	char code[LINE_BYTES] = "";
	int end = 0;

	if (sscanf(line, "fault %40[a-z_]%n", code, &end) != 1 ||
	    strcmp(line + end, "\n") != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(codes[i], code) == 0)
			return codes[i];
	return NULL;
}

bool
look_read(const char *line, struct look_result *out)
{
	long width, height, pages;
	int end = 0;

	*out = (struct look_result){ 0 };
	if (sscanf(line, "ok %8ld %8ld %8ld%n", &width, &height, &pages,
		&end) == 3 &&
	    strcmp(line + end, "\n") == 0 && width >= 0 && height >= 0 &&
	    pages >= 0) {
		*out = (struct look_result){
			.width = width, .height = height, .pages = pages
		};
		return true;
	}
	out->fault = look_fault(line);
	return out->fault != NULL;
}

/* A template that is there and not worn; false when none can be started. */
static bool
ready(struct looker *l)
{
	if (l->template.pid != 0 && l->files < LOOK_FILES_MAX &&
	    clock_ticks() - l->since < LOOK_AGE_MS)
		return true;
	template_stop(&l->template);
	if (!template_start(&l->template, l->program)) {
		log_note("look.start", "%s", strerror(errno));
		return false;
	}
	l->files = 0;
	l->since = clock_ticks();
	return true;
}

/*
 * A child for the file, of a template that is replaced where it must be. One
 * that died may have made a child that goes on unknown: nobody hears that one's
 * answer.
 */
static enum err
start(struct looker *l, const char *what, int in, int out, pid_t *pid_out)
{
	enum err e = ERR_INTERNAL;

	for (int tries = 0; tries < 2 && ready(l); tries++) {
		l->files++;
		*pid_out = template_call(
		    &l->template, what, in, out, clock_ticks() + ANSWER_MS);
		if (*pid_out != 0)
			return OK;
		/* The machine may have no time for it. */
		e = errno == ETIMEDOUT ? ERR_BUSY : ERR_INTERNAL;
		log_note("look.template", "%s", strerror(errno));
		template_stop(&l->template);
	}
	return e;
}

/* Reads the line, up to the pipe's end; false when out of time. */
static bool
listen_to(int fd, int64_t end, char line[LINE_BYTES])
{
	size_t len = 0;
	ssize_t n = 1;

	while (n != 0 && len < LINE_BYTES - 1) {
		if (!template_wait(fd, end))
			return false;
		n = read(fd, line + len, LINE_BYTES - 1 - len);
		if (n < 0)
			return false;
		len += (size_t)n;
	}
	line[len] = '\0';
	return true;
}

static int64_t
milliseconds(struct timeval t)
{
	return t.tv_sec * 1000 + t.tv_usec / 1000;
}

/* Waits for the helper's end, and makes it end when out of time. */
static bool
await(pid_t pid, int64_t end, int *status_out, int64_t *cpu_ms_out)
{
	struct rusage used = { 0 };
	int fd = pidfd_open(pid, 0);
	bool in_time = fd >= 0 && template_wait(fd, end);

	if (fd >= 0)
		close(fd);
	if (!in_time)
		kill(pid, SIGKILL);
	while (wait4(pid, status_out, 0, &used) < 0 && errno == EINTR)
		;
	*cpu_ms_out = milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
	return in_time;
}

/* What the helper's end says where its answer, if it has said one, does not. */
static enum err
judge(int status, bool in_time, int64_t cpu_ms, bool said, const char *what,
    struct look_result *out)
{
	int signal = WTERMSIG(status);

	if (in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0 && said)
		return OK;
	*out = (struct look_result){ 0 };
	if (in_time && WIFEXITED(status)) {
		log_note("look.failed", "%s: exit status %d", what,
		    WEXITSTATUS(status));
		return ERR_INTERNAL;
	}
	log_note("look.killed", "%s: %s %d after %lld ms of CPU", what,
	    in_time ? "signal" : "out of time, signal", signal,
	    (long long)cpu_ms);
	if (in_time && signal != SIGKILL && signal != SIGXCPU) {
		out->fault = "damaged";
		return OK;
	}
	/* What it has computed counts: that a machine is busy, does not. */
	out->killed = cpu_ms >= LOOK_IDLE_MS;
	if (signal != SIGXCPU && cpu_ms < LOOK_CPU_MS)
		return ERR_BUSY;
	out->killed = true;
	out->fault = "complex";
	return OK;
}

/* Has it done; what it says on the way is read from answer, unless that is -1,
 * into line. */
static enum err
run(struct looker *l, pid_t pid, const char *what, int answer,
    char line[LINE_BYTES], struct look_result *out)
{
	int64_t cpu_ms = 0, end = clock_ticks() + LOOK_MS;
	int status = 0;
	bool in_time;

	/* One that has not spoken in time has no time left to end. */
	if (answer >= 0 && !listen_to(answer, end, line))
		end = 0;
	in_time = await(pid, end, &status, &cpu_ms);
	if (WIFSIGNALED(status))
		template_stop(&l->template);
	return judge(status, in_time, cpu_ms,
	    answer < 0 || look_read(line, out), what, out);
}

enum err
look_at(
    struct looker *l, int fd, const char *media_type, struct look_result *out)
{
	char line[LINE_BYTES] = "";
	int ends[2];
	pid_t pid;
	enum err e;

	*out = (struct look_result){ 0 };
	if (pipe2(ends, O_CLOEXEC) != 0) {
		log_note("look.start", "%s", strerror(errno));
		return ERR_INTERNAL;
	}
	e = start(l, media_type, fd, ends[1], &pid);
	close(ends[1]);
	if (e == OK)
		e = run(l, pid, media_type, ends[0], line, out);
	close(ends[0]);
	return e;
}

enum err
look_do(
    struct looker *l, const char *what, int in, int out, const char **fault_out)
{
	struct look_result found = { 0 };
	pid_t pid;
	enum err e = start(l, what, in, out, &pid);

	if (e == OK)
		e = run(l, pid, what, -1, NULL, &found);
	*fault_out = found.fault;
	return e;
}
