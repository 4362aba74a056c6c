/*
 * liangding-jobs: what nobody waits for. Runs the jobs of one lane (app/job);
 * in the short one it also draws captchas ahead, seals the audit log and sweeps
 * what has outlived its use. Run by the master, once for each, which replaces
 * it.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "app/audit/chain.h"
#include "app/calendar/calendar.h"
#include "app/captcha/captcha.h"
#include "draw/captcha.h"
#include "jobs/run.h"
#include "jobs/sweep.h"
#include "lib/log.h"
#include "lib/process.h"

enum {
	PASS_BYTES = 64 * 1024 * 1024, /* as a worker, that shows the same */
	PAUSE_MS = 100,
	CALENDAR_DAYS_AHEAD = 31,
	BATCH = 20,       /* captchas drawn between two looks at the rest */
	JOBS_A_PASS = 50, /* likewise, short jobs */
	PASS_MS = 2000    /* the chores wait no longer for them */
};

static volatile sig_atomic_t stop_asked;

static void
on_stop(int signal)
{
	(void)signal;
	stop_asked = 1;
}

/* Deadlines are soon counted into a year whose days off nobody has loaded. */
static void
note_calendar(struct server *s)
{
	int64_t year = calendar_year_missing(s->db, CALENDAR_DAYS_AHEAD);

	if (year != 0)
		log_note("calendar.missing", "no days off of %lld: load them",
		    (long long)year);
}

/* Letters and digits that nobody takes for another. */
static const char *
new_answer(struct arena *mem)
{
	static const char alphabet[] = "ACDEFHJKMNPRTUVWXY34679";
	char *answer = arena_alloc(mem, CAPTCHA_LETTERS + 1);
	unsigned char dice[2];

	for (int i = 0; i < CAPTCHA_LETTERS; i++) {
		crypt_random(dice, sizeof(dice));
		answer[i] = alphabet[(dice[0] * 256 + dice[1]) %
				     (sizeof(alphabet) - 1)];
	}
	return answer;
}

static void
refill_captchas(struct server *s, struct arena *mem)
{
	int64_t missing = s->config.captcha_pool - captcha_ready(s->db);

	for (int64_t i = 0; i < missing && i < BATCH; i++) {
		const char *answer = new_answer(mem);
		struct buf image = buf_new(mem);

		if (db_error(s->db) != OK || !draw_captcha(answer, &image))
			return;
		captcha_add(s->db, answer, image.data, image.len);
	}
}

/* What comes often and is soon done. */
static void
run_chores(struct server *s, struct arena *mem, struct sweep *at)
{
	refill_captchas(s, mem);
	captcha_clear_old(s->db);
	if (clock_ticks() - at->sealed_at > SEAL_PAUSE_MS &&
	    !chain_seal(s->db, mem, &at->settled))
		at->sealed_at = clock_ticks();
	if (clock_ticks() - at->swept_at <= s->config.sweep_seconds * 1000)
		return;
	at->swept_at = clock_ticks();
	sweep(s, mem, at);
}

static void
run_jobs(struct server *s, struct arena *mem, enum lane lane)
{
	int64_t end = clock_ticks() + PASS_MS;

	for (int i = 0; i < JOBS_A_PASS && !stop_asked && clock_ticks() < end;
	     i++) {
		db_clear(s->db);
		if (!run_next(s, mem, lane, &stop_asked))
			return;
	}
}

int
main(int argc, char **argv)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	struct sigaction stop = { .sa_handler = on_stop };
	struct arena *mem = arena_new(PASS_BYTES);
	struct arena_mark start = arena_mark(mem);
	const struct word *lane =
	    argc == 4 ? words_find(&lane_words, argv[3]) : NULL;
	struct server s;
	const char *faults;
	struct sweep at = { 0 };

	process_seal();
	if (lane == NULL || strcmp(argv[1], "-c") != 0) {
		fprintf(stderr,
		    "usage: liangding-jobs -c FILE short|long|mail|sms|push\n");
		return 2;
	}
	if (server_load(&s, argv[2], false, &faults) > 0) {
		fputs(faults, stderr);
		return 1;
	}
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigaction(SIGTERM, &stop, NULL);
	s.db = db_open(&s.address);
	if (lane->value == LANE_SHORT)
		note_calendar(&s);
	while (!stop_asked) {
		db_clear(s.db);
		if (lane->value == LANE_SHORT)
			run_chores(&s, mem, &at);
		run_jobs(&s, mem, (enum lane)lane->value);
		arena_reset(mem, start);
		nanosleep(&pause, NULL);
	}
	db_close(s.db);
	arena_free(mem);
	arena_free(s.mem);
	return 0;
}
