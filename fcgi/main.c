/*
 * liangdingd: the master. Boots, forks the workers and the job runner, puts
 * a new process where one died, drains on SIGTERM, and on SIGHUP puts workers
 * with the new configuration and keys beside the old ones before those stop.
 * Serves no request itself.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/store.h"
#include "listen.h"
#include "worker.h"

enum {
	PROCESSES_MAX = 160, /* workers twice over, while reloading */
	HEALTH_SLOT = 100,
	JOBS_SLOT = 101,
	TICK_MS = 50,
	CRASHES_A_SECOND = 10
};

struct process {
	pid_t pid;
	int slot;
	bool leaving; /* asked to stop: not to be replaced */
};

struct master {
	const char *config_path;
	struct server server;
	int socket, health_socket;
	struct process processes[PROCESSES_MAX];
	int n;
	int crashes;
	time_t crash_second;
};

static volatile sig_atomic_t stop_asked, reload_asked;

static void
on_signal(int signal)
{
	if (signal == SIGHUP)
		reload_asked = 1;
	else if (signal != SIGCHLD)
		stop_asked = 1;
}

static void
handle(int signal, void (*handler)(int))
{
	struct sigaction sa = { .sa_handler = handler };

	sigemptyset(&sa.sa_mask);
	sigaction(signal, &sa, NULL);
}

static void
become(struct master *m, int slot)
{
	static const int back[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD };

	for (size_t i = 0; i < sizeof(back) / sizeof(back[0]); i++)
		handle(back[i], SIG_DFL);
	handle(SIGINT, SIG_IGN); /* Ctrl-C is the master's to pass on */
	handle(SIGHUP, SIG_IGN);
	if (slot == JOBS_SLOT) {
		execl(m->server.config.jobs_program, "liangding-jobs", "-c",
		    m->config_path, (char *)NULL);
		log_note("jobs.exec", "%s", strerror(errno));
		_exit(1);
	}
	/* For ps: which of them answers for the health alone. */
	prctl(PR_SET_NAME, slot == HEALTH_SLOT ? "ld-health" : "ld-worker");
	worker_run(&m->server,
	    slot == HEALTH_SLOT ? m->health_socket : m->socket, slot);
	_exit(0);
}

static void
spawn(struct master *m, int slot)
{
	pid_t pid;

	if (m->n == PROCESSES_MAX)
		return;
	pid = fork();
	if (pid == 0)
		become(m, slot);
	if (pid < 0) {
		log_note("master.fork", "%s", strerror(errno));
		return;
	}
	m->processes[m->n++] = (struct process){ pid, slot, false };
}

static bool
is_staffed(const struct master *m, int slot)
{
	for (int i = 0; i < m->n; i++)
		if (m->processes[i].slot == slot && !m->processes[i].leaving)
			return true;
	return false;
}

/* Every place has its process; one that could not be made is tried again. */
static void
staff(struct master *m)
{
	for (int i = 0; i < (int)m->server.config.workers; i++)
		if (!is_staffed(m, i))
			spawn(m, i);
	if (!is_staffed(m, HEALTH_SLOT))
		spawn(m, HEALTH_SLOT);
	if (!is_staffed(m, JOBS_SLOT))
		spawn(m, JOBS_SLOT);
}

/* A process that dies at once, again and again, must not eat the machine. */
static bool
crashes_too_fast(struct master *m)
{
	time_t now = time(NULL);

	if (m->crash_second != now) {
		m->crash_second = now;
		m->crashes = 0;
	}
	return ++m->crashes > CRASHES_A_SECOND;
}

static void
reap(struct master *m)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (int i = 0; i < m->n; i++) {
			struct process p = m->processes[i];
			if (p.pid != pid)
				continue;
			m->processes[i] = m->processes[--m->n];
			if (p.leaving)
				break;
			log_note("master.replace", "pid %d slot %d status %d",
			    (int)pid, p.slot, status);
			if (crashes_too_fast(m))
				usleep(200000);
			break;
		}
	}
}

/* Repeated: a SIGTERM just before accept() would go unnoticed. */
static void
remind_leaving(struct master *m)
{
	for (int i = 0; i < m->n; i++)
		if (m->processes[i].leaving)
			kill(m->processes[i].pid, SIGTERM);
}

static void
ask_all_to_leave(struct master *m)
{
	for (int i = 0; i < m->n; i++)
		m->processes[i].leaving = true;
	remind_leaving(m);
}

static const char *
make_dummy_hash(struct server *s)
{
	return password_hash(s->mem, &s->cost, crypt_random_text(s->mem, 16));
}

static bool
load(struct master *m, struct server *into)
{
	const char *faults, *fault;

	if (server_load(into, m->config_path, false, &faults) > 0) {
		fputs(faults, stderr);
		return false;
	}
	fault = store_prepare(into->mem, into->config.file_directory);
	if (fault != NULL) {
		fprintf(stderr, "%s\n", fault);
		return false;
	}
	into->dummy_hash = make_dummy_hash(into);
	return true;
}

/* New workers first, then the old ones go: nobody waits. */
static void
reload(struct master *m)
{
	struct server next;

	reload_asked = 0;
	if (!load(m, &next)) {
		log_note("master.reload", "kept the old configuration");
		arena_free(next.mem);
		return;
	}
	arena_free(m->server.mem);
	m->server = next;
	for (int i = 0; i < m->n; i++)
		m->processes[i].leaving = true;
	staff(m);
	remind_leaving(m);
	log_note("master.reload", "done");
}

static void
write_pid(const struct master *m)
{
	const char *path = arena_printf(
	    m->server.mem, "%s/liangdingd.pid", m->server.config.run_directory);
	FILE *f = fopen(path, "we");

	if (f == NULL)
		return;
	fprintf(f, "%d\n", (int)getpid());
	fclose(f);
}

static void
supervise(struct master *m)
{
	const struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };

	while (!stop_asked) {
		nanosleep(&tick, NULL); /* cut short by any signal */
		reap(m);
		staff(m);
		if (reload_asked)
			reload(m);
		remind_leaving(m);
	}
	ask_all_to_leave(m);
	while (m->n > 0) {
		nanosleep(&tick, NULL);
		reap(m);
		remind_leaving(m);
	}
}

int
main(int argc, char **argv)
{
	struct master m = { 0 };

	if (argc != 3 || strcmp(argv[1], "-c") != 0) {
		fprintf(stderr, "usage: liangdingd -c FILE\n");
		return 2;
	}
	m.config_path = argv[2];
	if (!load(&m, &m.server))
		return 1;
	if (!listen_open(&m.server, &m.socket, &m.health_socket))
		return 1;
	handle(SIGTERM, on_signal);
	handle(SIGINT, on_signal);
	handle(SIGHUP, on_signal);
	handle(SIGCHLD, on_signal);
	handle(SIGPIPE, SIG_IGN);
	/* A silent peer must not hold a worker that wants to go. */
	setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "100", 1);
	setenv("LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT", "100", 1);
	staff(&m);
	write_pid(&m);
	log_note("master.start", "%d workers", (int)m.server.config.workers);
	supervise(&m);
	log_note("master.stop", "done");
	arena_free(m.server.mem);
	return 0;
}
