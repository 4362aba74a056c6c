/*
 * Desks: where orders wait for a decision, who sits there, and how the one in
 * charge of an order is found (spec 0). A table; a kind's route names rows.
 */
#ifndef LIANGDING_APP_DESK_H
#define LIANGDING_APP_DESK_H

#include "app/request.h"

enum desk_found {
	BY_DIVISION, /* the one over the order's division, nearest above */
	BY_ADDRESSEE /* the one that the order is addressed to */
};

struct desk_row {
	enum desk desk;
	enum organisation_kind kind; /* whose organisations sit there */
	enum role role;              /* who decides for it */
	enum desk_found found;
	int64_t width; /* how many divisions lie under one of them */
	/* As whose its organisation is known (organisations.desk): its own, or
	 * that of others who sit in the same one. */
	enum desk seat;
};

/* The organisation that sits at a desk; id 0 where there is none. */
struct office {
	int64_t id;
	const char *name, *phone; /* phone NULL where none is known */
};

/* The row of a desk; NULL for DESK_NONE. */
const struct desk_row *desk_row(enum desk desk);
/* The desk of a kind of organisation over such a division; DESK_NONE when it
 * has none. */
enum desk desk_of(enum organisation_kind kind, int64_t division);
/* The desk that people of that role decide for in an organisation of the seat;
 * DESK_NONE when they decide for none. */
enum desk desk_at(enum desk seat, int64_t role);
/* True of the bureau that has none above it. */
bool desk_is_top(enum desk seat);
/* True when the role decides for the desk. */
bool desk_is_of(enum desk desk, int64_t role);

/* Whose rows of an order the actor's desk reads: its own, if it is addressed,
 * else those of whom the order is sent to. */
int64_t desk_addressee(const struct request *r, int64_t addressee);

/* True when the actor reads what is addressed to that organisation, or said by
 * it: whoever is addressed reads its own alone, others all that they find. */
bool desk_may_read(const struct request *r, int64_t organisation_id);

/* Who is in charge of an order, by desk. addressee 0: nobody. */
void desk_offices(struct request *r, int64_t division, int64_t addressee,
    struct office offices[DESK_COUNT]);

#endif
