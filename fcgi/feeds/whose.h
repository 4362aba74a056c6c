/*
 * Whose payments and settlements the actor reads: its institution's own, once
 * they are shown to it (MERCH-1); a bureau those of its division, or of one
 * institution within it.
 */
#ifndef LIANGDING_FEEDS_WHOSE_H
#define LIANGDING_FEEDS_WHOSE_H

#include "app/request.h"

/* Both tables have the same columns and indexes for it, by these names. */
struct whose {
	const char *index;
	const char *where; /* " AND p.div4 = ? ", p the table; "": everything */
	int64_t is;        /* what it is bound to */
	/* The days that belong to it (payment.h): from an id to another. */
	int64_t days_of, from_id, before_id;
};

/*
 * institution: the code of one that a bureau asks for, or NULL; division: one
 * within its own, or 0. Faults are noted at the form's fields of those names,
 * ERR_MONEY_UNOPENED in r->broken: false then.
 */
bool whose_find(struct request *r, const struct form *form,
    const char *institution, int64_t division, struct whose *out);
/* True of a division's, which may be very many. */
bool whose_is_wide(const struct whose *of);
/* True of a time that such a reach may be sought through in: both ends, and no
 * more than WHOSE_DAYS between them. */
enum { WHOSE_DAYS = 93 };
bool whose_is_short(struct moment from, struct moment to);
/* What is in its division, or its own, as router_load() asks: false when it is
 * not shown to the institution yet. */
bool whose_scope(struct request *r, int64_t organisation_id, int64_t division,
    struct scope *out);
/* A bureau's look goes on record, under what it looked at: object, or (NULL)
 * the division, 0 its own. */
void whose_note(struct request *r, const char *object, int64_t division);

#endif
