/*
 * Correcting a returned order (PLAT-14): which fields are open, which the
 * applicant unlocked and why, and what a resubmission changed. Not here: the
 * rejection itself (app/review).
 */
#ifndef LIANGDING_APP_ORDER_CORRECTIONS_H
#define LIANGDING_APP_ORDER_CORRECTIONS_H

#include "app/order/order.h"

/* The rejection that o now answers, or what it is asked to supply; NULL when it
 * answers none. */
const struct order_event *corrections_asked(
    const struct order *o, const struct list *events);
/*
 * The latest rejection before o's submission, which it answers; submissions
 * that were withdrawn in between do not count. NULL for none.
 */
const struct order_event *corrections_answered(
    const struct order *o, const struct list *events);
/* Whether only some fields are open: o was returned for its parts. */
bool corrections_are_limited(const struct order_event *rejection);
/* True when the rejection names the field. */
bool corrections_name(const struct order_event *rejection, const char *field);

/*
 * Notes a fault for each field that content changes although it is neither
 * named by the rejection nor unlocked; and for unlocks of no field.
 */
void corrections_check(struct request *r, const struct order *o,
    const struct json *content, const struct json *unlocks);

/* One field as it was, as it is, and as it was last approved. */
struct change {
	const char *field;
	const struct json *before, *now, *on_record;
	const char
	    *record_no; /* of the order that on_record is from, or NULL */
	const struct json *remarks; /* of the rejection it answers, or NULL */
	const char *unlock_reason;  /* or NULL */
};
extern const struct shape change_shape;

/* True when what corrections_made() gives is compared with the record that o
 * changes, and not with an earlier submission. */
bool corrections_are_of_record(
    struct request *r, const struct order *o, const struct list *events);
/*
 * What o's submission changed against the one that was last rejected, or
 * else the one before; none for a first.
 */
struct list corrections_made(
    struct request *r, const struct order *o, const struct list *events);

/* A submission as it is compared: its order, its fields, personal data opened,
 * and the files that they may name (struct order_file). */
struct submission {
	struct order order;
	struct list places, files;
};
/* Of what is stored (NULL: nothing); of o its id, kind, state and organisation
 * are enough. */
struct submission corrections_submission(struct request *r,
    const struct order *o, const char *stored, struct list files);
/* What after changes against before, of an order of the same kind or the one
 * that it changes. */
struct list corrections_between(struct request *r,
    const struct submission *before, const struct submission *after);

/* Which fields a draft, as stored, changes; of each change the name alone. */
struct list corrections_drafted(
    struct request *r, const struct order *o, const struct json *draft);

/* True when both are the same value, or both absent. */
bool corrections_same(const struct json *a, const struct json *b);

#endif
