/* Statements about enrolments, for this folder. */
#ifndef LIANGDING_APP_ENROLMENT_SQL_H
#define LIANGDING_APP_ENROLMENT_SQL_H

#include "app/enrolment/enrolment.h"

struct institution {
	int64_t id, division;
	const char *name, *uscc; /* the latter may be NULL */
};

bool division_exists(struct db *db, int64_t division);
/* The organisation of that code; false when there is none. */
bool institution_find(struct db *db, struct arena *mem, const char *code,
    struct institution *out);
/* A new one; its id, or 0 when another has just made it. */
int64_t institution_insert(
    struct request *r, const struct applicant *a, int64_t division);

/* Keeps one that asks, its personal parts sealed; its id. */
int64_t enrolment_insert(struct db *db, const struct enrolment *e);
bool enrolment_find(
    struct db *db, struct arena *mem, const char *no, struct enrolment *out);
/* True when one of that code waits. */
bool enrolment_waits(struct db *db, const char *code);
/* False when somebody else has just decided. */
bool enrolment_decide(struct request *r, int64_t id, enum enrolment_state state,
    const char *reason);

#endif
