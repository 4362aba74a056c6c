/* See worker.h. */
#include "worker.h"

#include <fcgiapp.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "app/router.h"
#include "lib/log.h"

enum { REQUEST_BYTES = 64 * 1024 * 1024, LARGE_BYTES = 256 * 1024 };

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

static void
on_stop(int signal)
{
	(void)signal;
	FCGX_ShutdownPending();
}

/*
 * SIGTERM breaks off the wait for a request, and nothing else: libfcgi's own
 * handler would let the reading of a body fail half way.
 */
static void
hear_stop(bool at_once)
{
	struct sigaction sa = { .sa_handler = on_stop,
		.sa_flags = at_once ? 0 : SA_RESTART };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
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
	FCGX_InitRequest(&fcgi, socket, FCGI_FAIL_ACCEPT_ON_INTR);
	pulse_serving(pulse);
	/* Fails only when interrupted: by SIGTERM, which asks to stop. */
	while (hear_stop(true), FCGX_Accept_r(&fcgi) >= 0) {
		hear_stop(false);
		pulse_begin(pulse);
		router_serve(s, &fcgi, mem);
		/* What a request holds is free before its answer is heard. */
		arena_reset(mem, start);
		FCGX_Finish_r(&fcgi);
		pulse_end(pulse);
	}
	db_close(s->db);
	arena_free(mem);
}
