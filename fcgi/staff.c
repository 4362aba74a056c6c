/* The master's processes; see staff.h. */
#include "staff.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/log.h"

enum {
	PROCESS_CHARS = 24,
	EARLY_MS = 1000,  /* a job runner has done nothing by then */
	EARLY_DEATHS = 3, /* in a row, before the place waits */
	PAUSE_MS = 200,   /* doubled with each death */
	PAUSE_DOUBLINGS = 5
};

static const char *const place_names[] = {
	[PLACE_API] = "worker",
	[PLACE_UPLOADS] = "uploads",
	[PLACE_HEALTH] = "health",
	[PLACE_SHORT_JOBS] = "short-jobs",
	[PLACE_LONG_JOBS] = "long-jobs",
	[PLACE_MAIL] = "mail",
	[PLACE_SMS] = "sms",
	[PLACE_PUSH] = "push",
};

static bool
is_at(const struct process *p, enum place place, int no)
{
	return p->place == place && p->no == no;
}

void
staff_init(struct staff *s)
{
	*s = (struct staff){ .pulses = pulses_new(PROCESSES_MAX) };
}

/* A pulse that no process has; there are as many as processes. */
static struct pulse *
free_pulse(struct staff *s)
{
	for (int i = 0; i < PROCESSES_MAX; i++) {
		bool taken = false;
		for (int k = 0; k < s->n; k++)
			taken |= s->all[k].pulse == &s->pulses[i];
		if (!taken)
			return &s->pulses[i];
	}
	abort();
}

pid_t
staff_fork(struct staff *s, enum place place, int no, struct pulse **pulse_out)
{
	struct pulse *pulse = NULL;
	pid_t pid;

	if (s->n == PROCESSES_MAX)
		return -1;
	if (place < PLACES_LISTENING) {
		pulse = free_pulse(s);
		memset(pulse, 0, sizeof(*pulse));
	}
	*pulse_out = pulse;
	pid = fork();
	if (pid < 0)
		log_note("master.fork", "%s", strerror(errno));
	if (pid > 0) {
		s->all[s->n++] = (struct process){
			.pid = pid, .place = place, .no = no, .pulse = pulse
		};
		s->seats[place][no].filled_at = clock_ticks();
	}
	return pid;
}

bool
staff_has(const struct staff *s, enum place place, int no)
{
	for (int i = 0; i < s->n; i++)
		if (is_at(&s->all[i], place, no) && !s->all[i].leaving)
			return true;
	return false;
}

void
staff_dismiss(struct staff *s)
{
	for (int i = 0; i < s->n; i++)
		s->all[i].leaving = true;
}

/* The successor is there and, if it is a worker, serves. */
static bool
is_succeeded(const struct staff *s, enum place place, int no)
{
	for (int i = 0; i < s->n; i++) {
		const struct process *p = &s->all[i];
		if (is_at(p, place, no) && !p->leaving &&
		    (p->pulse == NULL || atomic_load(&p->pulse->serving)))
			return true;
	}
	return false;
}

void
staff_remind(struct staff *s, bool all)
{
	for (int i = 0; i < s->n; i++) {
		struct process *p = &s->all[i];
		bool surplus = p->no >= s->wanted[p->place];
		if (!p->leaving)
			continue;
		if (!all && !surplus && p->asked_at == 0 &&
		    !is_succeeded(s, p->place, p->no))
			continue;
		if (p->asked_at == 0)
			p->asked_at = clock_ticks();
		kill(p->pid, SIGTERM);
	}
}

void
staff_watch(struct staff *s, int64_t seconds)
{
	int64_t late = clock_ticks() - seconds * 1000;

	for (int i = 0; i < s->n; i++) {
		struct process *p = &s->all[i];
		int64_t busy =
		    p->pulse == NULL ? 0 : atomic_load(&p->pulse->busy_since);
		bool hangs = (busy != 0 && busy < late) ||
			     (p->asked_at != 0 && p->asked_at < late);

		if (!hangs || p->killed)
			continue;
		p->killed = true;
		log_note("master.kill", "%s pid %d hangs",
		    place_names[p->place], (int)p->pid);
		kill(p->pid, SIGKILL);
	}
}

/* A process that dies at once, again and again, must not eat the machine. */
static void
note_death(struct staff *s, const struct process *p)
{
	struct seat *seat = &s->seats[p->place][p->no];
	int64_t now = clock_ticks();
	bool early = p->pulse == NULL ? now - seat->filled_at < EARLY_MS
				      : !atomic_load(&p->pulse->serving);
	int over;

	seat->early_deaths = early ? seat->early_deaths + 1 : 0;
	over = seat->early_deaths - EARLY_DEATHS;
	if (over == 0)
		log_note("master.pause", "%s no %d dies as soon as it starts",
		    place_names[p->place], p->no);
	if (over >= 0)
		seat->not_before =
		    now +
		    ((int64_t)PAUSE_MS
			<< (over < PAUSE_DOUBLINGS ? over : PAUSE_DOUBLINGS));
}

bool
staff_may_fill(const struct staff *s, enum place place, int no)
{
	return clock_ticks() >= s->seats[place][no].not_before;
}

void
staff_reap(struct staff *s, pid_t other, int *status_out)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == other)
			*status_out = status;
		for (int i = 0; i < s->n; i++) {
			struct process p = s->all[i];
			if (p.pid != pid)
				continue;
			s->all[i] = s->all[--s->n];
			if (p.leaving)
				break;
			log_note("master.replace", "%s pid %d status %d",
			    place_names[p.place], (int)pid, status);
			note_death(s, &p);
			break;
		}
	}
}

const char *
staff_text(const struct staff *s)
{
	static char text[PROCESSES_MAX * PROCESS_CHARS];
	int len = 0;

	text[0] = '\0';
	for (int i = 0; i < s->n; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len,
		    "%d:%d:%d ", (int)s->all[i].pid, (int)s->all[i].place,
		    s->all[i].no);
	return text;
}

void
staff_adopt(struct staff *s, const char *text)
{
	int pid, place, no, used;

	while (s->n < PROCESSES_MAX &&
	       sscanf(text, "%d:%d:%d %n", &pid, &place, &no, &used) == 3) {
		/* Only our own living children. */
		if (place >= 0 && place < PLACE_COUNT &&
		    waitpid(pid, NULL, WNOHANG) == 0)
			s->all[s->n++] = (struct process){ .pid = pid,
				.place = (enum place)place,
				.no = no,
				.leaving = true };
		text += used;
	}
}
