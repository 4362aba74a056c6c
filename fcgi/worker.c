/* See worker.h. */
#include "worker.h"

#include <errno.h>
#include <fcgiapp.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/router.h"
#include "lib/log.h"

enum {
	REQUEST_BYTES = 64 * 1024 * 1024,
	LARGE_BYTES = 256 * 1024,
	ACCEPT_PAUSE_US = 100000
};

/* A decoder gone wild meets this wall; sanitizers need the space. */
static void
limit_memory(void)
{
#ifndef __SANITIZE_ADDRESS__
	const struct rlimit limit = { 1024UL << 20, 1024UL << 20 };

	if (setrlimit(RLIMIT_AS, &limit) != 0)
		log_note("worker.limit", "cannot limit memory");
#endif
}

static volatile sig_atomic_t stop_asked;

static void
on_stop(int signal)
{
	(void)signal;
	stop_asked = 1;
}

/* SIGTERM breaks off the wait for a request, and nothing else. */
static void
hear_stop(bool at_once)
{
	struct sigaction sa = { .sa_handler = on_stop,
		.sa_flags = at_once ? 0 : SA_RESTART };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
}

/*
 * Waits for a connection; false: asked to stop. libfcgi's own wait drops one
 * whose first bytes are late (LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT), which on
 * a busy machine happens to requests that nothing is wrong with. A silent one
 * is for the pulse to end.
 */
static bool
next_connection(FCGX_Request *fcgi, int socket)
{
	int fd = -1;

	hear_stop(true);
	while (!stop_asked && fd < 0) {
		fd = accept4(socket, NULL, NULL, SOCK_CLOEXEC);
		/* Short of memory or descriptors: not as fast as it can. */
		if (fd < 0 && errno != EINTR && errno != ECONNABORTED) {
			log_note("worker.accept", "%s", strerror(errno));
			usleep(ACCEPT_PAUSE_US);
		}
	}
	hear_stop(false);
	fcgi->ipcFd = fd;
	fcgi->keepConnection = 1; /* it is not the last request's to close */
	return fd >= 0;
}

void
worker_run(struct server *s, int socket, int slot, struct pulse *pulse)
{
	struct arena *mem = arena_new(REQUEST_BYTES);
	struct arena_mark start = arena_mark(mem);
	FCGX_Request fcgi;

	/* Without its master a worker has no one to replace it. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	/* What a password's hash took goes back to the system at once. */
	mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
	limit_memory();
	s->slot = slot;
	s->db = db_open(&s->address);
	if (FCGX_Init() != 0) {
		log_note("worker.start", "libfcgi failed");
		exit(1);
	}
	/* It is given connections; without a socket it waits for none. */
	FCGX_InitRequest(&fcgi, -1, 0);
	pulse_serving(pulse);
	while (next_connection(&fcgi, socket)) {
		pulse_begin(pulse);
		/* Fails on what is no request, and has closed it. */
		if (FCGX_Accept_r(&fcgi) >= 0)
			router_serve(s, &fcgi, mem);
		/* What a request holds is free before its answer is heard. */
		arena_reset(mem, start);
		/* Nor does anyone keep it who asks to. */
		fcgi.keepConnection = 0;
		FCGX_Finish_r(&fcgi);
		pulse_end(pulse);
	}
	db_close(s->db);
	arena_free(mem);
}
