/*
 * Working days (PLAT-12): Monday to Friday but for the days that the state's
 * calendar exchanges. Not here: which step has how many (review/route.h).
 */
#ifndef LIANGDING_APP_CALENDAR_H
#define LIANGDING_APP_CALENDAR_H

#include "app/kind/kind.h"
#include "app/request.h"

/* Days of a stretch that break the week's rhythm, by day number. */
struct exchange {
	int64_t day;   /* days since 1970-01-01, in Shanghai */
	int64_t works; /* 1: a weekend day worked, 0: a holiday */
};

/*
 * The moment at which the nth working day after from's day ends, 24:00 in
 * Shanghai; the day of from itself is day 0. exchanged is sorted by day.
 */
struct moment calendar_count(
    struct moment from, int days, const struct exchange *exchanged, size_t n);

/* The same with the calendar's days of the database; CALENDAR_DAYS: every day
 * counts. */
struct moment calendar_deadline(
    struct request *r, struct moment from, int days, enum day_count counted);

/* The year of the day that far ahead when the calendar knows none of it; 0. */
int64_t calendar_year_missing(struct db *db, int days_ahead);

#endif
