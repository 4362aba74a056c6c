/*
 * The master's processes: who is at which place, who is to leave, who has died
 * or hangs. One that is to leave goes once its successor serves, so that at no
 * moment nobody is there to take a request.
 */
#ifndef LIANGDING_STAFF_H
#define LIANGDING_STAFF_H

#include <sys/types.h>

#include "pulse.h"

enum {
	PROCESSES_MAX = 192, /* all of them twice over, while reloading */
	SEATS_MAX = 64       /* at one place */
};

/* What a process works at, and from which socket it takes its requests. */
enum place {
	PLACE_API,
	PLACE_HEALTH,
	PLACE_UPLOADS, /* looking into files holds nobody else up */
	PLACES_LISTENING,
	PLACE_SHORT_JOBS = PLACES_LISTENING,
	PLACE_LONG_JOBS, /* what takes its time delays no other job */
	PLACE_MAIL,      /* a server that hangs delays no SMS */
	PLACE_SMS,
	PLACE_PUSH, /* nor does a bank that does */
	PLACE_COUNT
};

struct process {
	pid_t pid;
	enum place place;
	int no;           /* from 0, at its place */
	bool leaving;     /* to be replaced, or not to be */
	bool killed;      /* it hung */
	int64_t asked_at; /* by clock_ticks(): when it was told to leave */
	struct pulse
	    *pulse; /* NULL: of another program, or before an upgrade */
};

/* A place's number no: who starts there only to die must not eat the machine,
 * and must not hold up the others. Times by clock_ticks(). */
struct seat {
	int64_t filled_at, not_before;
	int early_deaths; /* one after the other */
};

struct staff {
	struct process all[PROCESSES_MAX];
	int n;
	int wanted[PLACE_COUNT]; /* how many each place has */
	struct seat seats[PLACE_COUNT][SEATS_MAX];
	struct pulse *pulses;
};

void staff_init(struct staff *s);
/*
 * Forks a process for the place; the child returns 0 with its pulse (NULL for
 * a job runner), the master its pid or -1.
 */
pid_t staff_fork(
    struct staff *s, enum place place, int no, struct pulse **pulse_out);
/* False while a place whose processes die as soon as they start must wait. */
bool staff_may_fill(const struct staff *s, enum place place, int no);
/* True when someone who is not leaving has the place. */
bool staff_has(const struct staff *s, enum place place, int no);
/* All who are there now are to leave, each when its successor serves. */
void staff_dismiss(struct staff *s);
/*
 * Tells those to leave who may: whose place is taken, or no longer wanted;
 * everyone when all is set. Told again at each call, because a SIGTERM just
 * before accept() would go unnoticed.
 */
void staff_remind(struct staff *s, bool all);
/*
 * Kills who has been at one request, or has been asked to leave, for longer
 * than seconds: nobody waits for its answer any more.
 */
void staff_watch(struct staff *s, int64_t seconds);
/*
 * Buries the dead. Sets *status_out to how the process other ended when it was
 * among them, and leaves it alone when not.
 */
void staff_reap(struct staff *s, pid_t other, int *status_out);
/* The pids of all, as text for an upgraded master; in a buffer of its own. */
const char *staff_text(const struct staff *s);
/* Takes them over from there: they serve, and are to leave. */
void staff_adopt(struct staff *s, const char *text);

#endif
