/*
 * liangdingd: the master. Boots, forks the workers and the job runner, puts
 * a new process where one died or hangs, drains on SIGTERM, and on SIGHUP puts
 * workers with the new configuration and keys beside the old ones before those
 * stop. On SIGUSR2 it does the same with the program that is installed now,
 * by becoming it. Serves no request itself.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/app_key/demo_key.h"
#include "app/identity/identity.h"
#include "lib/log.h"
#include "lib/process.h"
#include "lib/store.h"
#include "listen.h"
#include "staff.h"
#include "worker.h"

enum { TICK_MS = 50, REHEARSAL_SECONDS = 20 };

/* The workers that an upgraded master finds at work. */
static const char staff_variable[] = "LIANGDING_STAFF";

struct master {
	const char *program, *config_path;
	struct server server;
	int sockets[PLACES_LISTENING];
	struct staff staff;
	pid_t rehearsal; /* the new program, trying itself; 0: none */
};

static volatile sig_atomic_t stop_asked, reload_asked, upgrade_asked;

static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGUSR2 };
enum { SIGNALS = sizeof(signals) / sizeof(signals[0]) };

static void
on_signal(int signal)
{
	if (signal == SIGHUP)
		reload_asked = 1;
	else if (signal == SIGUSR2)
		upgrade_asked = 1;
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

/*
 * Signals come only while the master waits for them, so that none falls between
 * a look round and the wait; and one that comes at an exec waits for who is
 * there after it.
 */
static void
hold_signals(bool hold)
{
	sigset_t set;

	sigemptyset(&set);
	for (int i = 0; i < SIGNALS; i++)
		sigaddset(&set, signals[i]);
	sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

static void
become(struct master *m, enum place place, int no, struct pulse *pulse)
{
	/* For ps: which of them is at what. */
	static const char *const names[] = {
		[PLACE_API] = "ld-worker",
		[PLACE_UPLOADS] = "ld-uploads",
		[PLACE_HEALTH] = "ld-health",
	};
	static const char *const lanes[] = {
		[PLACE_SHORT_JOBS] = "short",
		[PLACE_LONG_JOBS] = "long",
		[PLACE_MAIL] = "mail",
		[PLACE_SMS] = "sms",
		[PLACE_PUSH] = "push",
	};

	for (int i = 0; i < SIGNALS; i++)
		handle(signals[i], SIG_DFL);
	handle(SIGINT, SIG_IGN); /* Ctrl-C is the master's to pass on */
	handle(SIGHUP, SIG_IGN);
	handle(SIGUSR2, SIG_IGN);
	hold_signals(false);
	if (place >= PLACES_LISTENING) {
		execl(m->server.config.jobs_program, "liangding-jobs", "-c",
		    m->config_path, lanes[place], (char *)NULL);
		log_note("jobs.exec", "%s", strerror(errno));
		_exit(1);
	}
	prctl(PR_SET_NAME, names[place]);
	worker_run(&m->server, m->sockets[place], no, pulse);
	_exit(0);
}

static void
fill(struct master *m, enum place place, int no)
{
	struct pulse *pulse;

	if (!staff_has(&m->staff, place, no) &&
	    staff_may_fill(&m->staff, place, no) &&
	    staff_fork(&m->staff, place, no, &pulse) == 0)
		become(m, place, no, pulse);
}

/* Every place has its process; one that could not be made is tried again. */
static void
fill_all(struct master *m)
{
	const struct config *c = &m->server.config;
	int *wanted = m->staff.wanted;

	for (enum place place = 0; place < PLACE_COUNT; place++)
		wanted[place] = 1;
	wanted[PLACE_API] = (int)c->workers;
	wanted[PLACE_UPLOADS] = (int)c->upload_workers;
	for (enum place place = 0; place < PLACE_COUNT; place++)
		for (int no = 0; no < wanted[place]; no++)
			fill(m, place, no);
}

static const char *
make_dummy_hash(struct server *s)
{
	return password_hash(s->mem, &s->cost, crypt_random_text(s->mem, 16));
}

/*
 * Files of another database are not to be touched. One that is away now is
 * asked again before anything is swept (jobs/sweep.c).
 */
static bool
owns_store(struct server *s)
{
	const char *fault;
	enum identity found;

	s->db = db_open(&s->address);
	found = identity_check(s, s->mem, &fault);
	db_close(s->db);
	s->db = NULL;
	if (found == IDENTITY_ANOTHER)
		fprintf(stderr, "%s\n", fault);
	else if (found == IDENTITY_UNKNOWN)
		log_note("master.store", "%s", fault);
	return found != IDENTITY_ANOTHER;
}

/* Everybody can sign with the demonstration's key. A database that is away now
 * is not there to be signed in to either; the check asks it (ctl). */
static bool
refuses_demo_key(struct server *s)
{
	bool found;

	if (strcmp(s->config.mode, "production") != 0)
		return true;
	s->db = db_open(&s->address);
	found = app_key_demo_is_current(s->db);
	db_close(s->db);
	s->db = NULL;
	if (found)
		fprintf(stderr,
		    "app_keys holds the demonstration's key, which everybody "
		    "has: say liangdingctl app-keys revoke %s\n",
		    DEMO_KEY_ID);
	return !found;
}

static bool
configure(const struct master *m, struct server *into)
{
	const char *faults;

	if (server_load(into, m->config_path, false, &faults) == 0)
		return true;
	fputs(faults, stderr);
	return false;
}

/* What is made and opened from here on belongs to the user of the settings. */
static bool
prepare(struct server *into)
{
	const struct config *c = &into->config;
	const char *fault = NULL;

	if (c->user != NULL)
		fault = process_become(into->mem, c->user);
	if (fault == NULL)
		fault = store_prepare(into->mem, c->file_directory);
	if (fault != NULL) {
		fprintf(stderr, "%s\n", fault);
		return false;
	}
	if (!owns_store(into) || !refuses_demo_key(into))
		return false;
	into->dummy_hash = make_dummy_hash(into);
	return true;
}

/* New workers first, then the old ones go: nobody waits. */
static void
reload(struct master *m)
{
	struct server next;

	reload_asked = 0;
	if (!configure(m, &next) || !prepare(&next)) {
		log_note("master.reload", "kept the old configuration");
		arena_free(next.mem);
		return;
	}
	arena_free(m->server.mem);
	m->server = next;
	staff_dismiss(&m->staff);
	fill_all(m);
	log_note("master.reload", "done");
}

/* Whether the installed program would start is tried in a child first. */
static void
rehearse(struct master *m)
{
	upgrade_asked = 0;
	if (m->rehearsal != 0)
		return;
	m->rehearsal = fork();
	if (m->rehearsal == 0) {
		hold_signals(false);
		alarm(REHEARSAL_SECONDS);
		execlp(m->program, m->program, "-t", "-c", m->config_path,
		    (char *)NULL);
		log_note(
		    "master.upgrade", "%s: %s", m->program, strerror(errno));
		_exit(1);
	}
	if (m->rehearsal < 0) {
		log_note("master.upgrade", "%s", strerror(errno));
		m->rehearsal = 0;
	}
}

/*
 * Becomes the installed program: the same process, sockets and children. The
 * workers go on serving meanwhile, and until the new ones do.
 */
static void
upgrade(struct master *m)
{
	setenv(staff_variable, staff_text(&m->staff), 1);
	listen_hand_over(m->sockets);
	execlp(m->program, m->program, "-c", m->config_path, (char *)NULL);
	log_note("master.upgrade", "kept the old program: %s", strerror(errno));
	unsetenv(staff_variable);
	listen_keep(m->sockets);
}

static void
bury(struct master *m)
{
	int status = -1;

	staff_reap(&m->staff, m->rehearsal, &status);
	if (m->rehearsal == 0 || status == -1)
		return;
	m->rehearsal = 0;
	if (status == 0 && !stop_asked)
		upgrade(m);
	else
		log_note("master.upgrade",
		    "kept the old program: the new "
		    "one does not start, status %d",
		    status);
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
	bool stopping = false;
	sigset_t none;

	sigemptyset(&none);
	while (!stopping || m->staff.n > 0) {
		ppoll(NULL, 0, &tick, &none); /* cut short by any signal */
		bury(m);
		stopping = stop_asked != 0;
		if (stopping)
			staff_dismiss(&m->staff);
		else
			fill_all(m);
		if (reload_asked && !stopping)
			reload(m);
		if (upgrade_asked && !stopping)
			rehearse(m);
		staff_remind(&m->staff, stopping);
		staff_watch(&m->staff, m->server.config.request_seconds);
	}
}

static int
usage(void)
{
	fprintf(stderr, "usage: liangdingd [-t] -c FILE\n"
			"-t  only see whether it would start\n");
	return 2;
}

int
main(int argc, char **argv)
{
	struct master m = { .program = argv[0], .config_path = argv[argc - 1] };
	bool trial = argc == 4 && strcmp(argv[1], "-t") == 0;
	const char *found = getenv(staff_variable);

	process_seal();
	if (argc != 3 + trial || strcmp(argv[1 + trial], "-c") != 0)
		return usage();
	if (!configure(&m, &m.server) ||
	    (!trial && !listen_open(&m.server.config, m.sockets)) ||
	    !prepare(&m.server))
		return 1;
	if (trial)
		return 0;
	staff_init(&m.staff);
	hold_signals(true);
	for (int i = 0; i < SIGNALS; i++)
		handle(signals[i], on_signal);
	handle(SIGPIPE, SIG_IGN);
	/* A silent peer must not hold a worker that wants to go. */
	setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "100", 1);
	if (found != NULL)
		staff_adopt(&m.staff, found);
	unsetenv(staff_variable);
	fill_all(&m);
	write_pid(&m);
	log_note("master.start", "%d workers", (int)m.server.config.workers);
	supervise(&m);
	log_note("master.stop", "done");
	arena_free(m.server.mem);
	return 0;
}
