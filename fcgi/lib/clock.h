/*
 * Points in time. Stored and computed as UTC milliseconds; local days are
 * those of Asia/Shanghai, +08:00 all year (PLAT-12). Not here: holidays.
 */
#ifndef LIANGDING_CLOCK_H
#define LIANGDING_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/arena.h"

/* Milliseconds since 1970-01-01T00:00Z; 0 stands for "none". */
struct moment {
	int64_t ms;
};

struct moment clock_now(void);
/* Milliseconds of the monotonic clock, for durations. */
int64_t clock_ticks(void);
/* "2026-11-22T03:04:05.678Z"; borrowed from mem. */
const char *clock_text(struct arena *mem, struct moment m);
/* The moment so many milliseconds after a day of UTC began; months from 1. */
struct moment clock_moment(int year, int month, int day, int64_t ms);
/* The day in Shanghai as yyyymmdd. */
int clock_local_day(struct moment m);
/* The same as "2026-11-22", and how far that day has gone by then, in
 * milliseconds. */
const char *clock_day_text(struct arena *mem, struct moment m);
int64_t clock_day_ms(struct moment m);
#define CLOCK_DAY_MS INT64_C(86400000)
#define CLOCK_SECOND_MS INT64_C(1000)
/* The day in Shanghai as days since 1970-01-01, and when such a day begins. */
int64_t clock_day_number(struct moment m);
struct moment clock_day_start(int64_t day);
/*
 * The UTC moment at which the Shanghai day written "2026-11-22" begins.
 * False when text is no real date.
 */
bool clock_day_begin(const char *text, struct moment *out);
/*
 * The moment written "2026-11-22T11:04:05.678+08:00" (RFC 3339): the fraction
 * may be left out or have one to three digits, the offset is "Z" or as above.
 * False when text is no real time; a leap second is none.
 */
bool clock_read(const char *text, struct moment *out);

#endif
