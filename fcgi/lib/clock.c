/* Points in time; see clock.h. */
#include "lib/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
	SHANGHAI_MS = 8 * 3600 * 1000,
	/* from 0000-03-01, where the arithmetic below begins, to 1970-01-01 */
	DAYS_BEFORE_1970 = 719468
};

struct moment
clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (
	    struct moment){ (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000 };
}

int64_t
clock_ticks(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static struct tm
broken_down(int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	return tm;
}

/* Two digits; a list has dozens of times, and printf costs as much as all else.
 */
static char *
put2(char *to, int n, char then)
{
	to[0] = (char)('0' + n / 10);
	to[1] = (char)('0' + n % 10);
	to[2] = then;
	return to + 3;
}

const char *
clock_text(struct arena *mem, struct moment m)
{
	struct tm tm = broken_down(m.ms);
	int year = tm.tm_year + 1900, ms = (int)(m.ms % 1000);
	char *text = arena_alloc(mem, sizeof("0000-00-00T00:00:00.000Z"));
	char *to = text;

	put2(to, year / 100, ' ');
	to = put2(to + 2, year % 100, '-');
	to = put2(to, tm.tm_mon + 1, '-');
	to = put2(to, tm.tm_mday, 'T');
	to = put2(to, tm.tm_hour, ':');
	to = put2(to, tm.tm_min, ':');
	to = put2(to, tm.tm_sec, '.');
	*to++ = (char)('0' + ms / 100);
	to = put2(to, ms % 100, 'Z');
	*to = '\0';
	return text;
}

struct moment
clock_moment(int year, int month, int day, int64_t ms)
{
	/* March first, so that the day that comes and goes is the last. */
	int64_t y = month > 2 ? year : year - 1;
	int64_t months = (month + 9) % 12;
	int64_t days = y * 365 + y / 4 - y / 100 + y / 400 +
		       (months * 153 + 2) / 5 + day - 1 - DAYS_BEFORE_1970;

	return (struct moment){ days * CLOCK_DAY_MS + ms };
}

int
clock_local_day(struct moment m)
{
	struct tm tm = broken_down(m.ms + SHANGHAI_MS);

	return (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

int64_t
clock_day_number(struct moment m)
{
	return (m.ms + SHANGHAI_MS) / CLOCK_DAY_MS;
}

const char *
clock_day_text(struct arena *mem, struct moment m)
{
	int day = clock_local_day(m);

	return arena_printf(
	    mem, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

int64_t
clock_day_ms(struct moment m)
{
	return m.ms - clock_day_start(clock_day_number(m)).ms;
}

struct moment
clock_day_start(int64_t day)
{
	return (struct moment){ day * CLOCK_DAY_MS - SHANGHAI_MS };
}

bool
clock_day_begin(const char *text, struct moment *out)
{
	struct tm tm = { 0 }, back;
	int year, month, day, end = 0;
	time_t t;

	if (strlen(text) != 10 ||
	    sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 ||
	    end != 10 || text[5] < '0' || text[8] < '0' || year < 1800)
		return false;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = day;
	t = timegm(&tm);
	gmtime_r(&t, &back);
	if (back.tm_year != year - 1900 || back.tm_mon != month - 1 ||
	    back.tm_mday != day)
		return false;
	out->ms = (int64_t)t * 1000 - SHANGHAI_MS;
	return true;
}

/* n digits at *at, which moves past them and the character then; -1 for
 * anything else. then NUL: nothing has to follow. */
static int
take_digits(const char **at, int n, char then)
{
	int value = 0;

	for (int i = 0; i < n; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return -1;
		value = value * 10 + **at - '0';
	}
	if (then != '\0' && *(*at)++ != then)
		return -1;
	return value;
}

/* What stands behind the seconds: ".678", or nothing; -1 when malformed. */
static int
take_fraction(const char **at)
{
	int ms = 0, digits = 0;

	if (**at != '.')
		return 0;
	for ((*at)++; **at >= '0' && **at <= '9' && digits < 3; (*at)++)
		ms += (**at - '0') * (digits++ == 0    ? 100
					 : digits == 2 ? 10
						       : 1);
	return digits == 0 ? -1 : ms;
}

bool
clock_read(const char *text, struct moment *out)
{
	char day[sizeof("2026-11-22")] = "";
	const char *at = text + 10;
	int hour, minute, second, ms, ahead = 0, sign;
	struct moment begin;

	if (memchr(text, '\0', sizeof(day)) != NULL || *at++ != 'T')
		return false;
	memcpy(day, text, sizeof(day) - 1);
	hour = take_digits(&at, 2, ':');
	minute = hour < 0 ? -1 : take_digits(&at, 2, ':');
	second = minute < 0 ? -1 : take_digits(&at, 2, '\0');
	ms = second < 0 ? -1 : take_fraction(&at);
	if (ms < 0 || hour > 23 || minute > 59 || second > 59 ||
	    !clock_day_begin(day, &begin))
		return false;
	sign = *at == '-' ? -1 : 1;
	if (*at == '+' || *at == '-') {
		int hours, minutes;
		at++;
		hours = take_digits(&at, 2, ':');
		minutes = hours < 0 ? -1 : take_digits(&at, 2, '\0');
		if (minutes < 0 || hours > 23 || minutes > 59)
			return false;
		ahead = sign * (hours * 60 + minutes);
	} else if (*at++ != 'Z') {
		return false;
	}
	out->ms = begin.ms + SHANGHAI_MS +
		  ((int64_t)(hour * 60 + minute - ahead) * 60 + second) * 1000 +
		  ms;
	return *at == '\0';
}
