/*
 * Everyone's first page (PLAT-16): what waits for the actor, what is nearly
 * due, what is late, and what others are working on. Not here: whole lists.
 */
#ifndef LIANGDING_APP_BOARD_H
#define LIANGDING_APP_BOARD_H

#include "app/page.h"
#include "app/request.h"

enum { BOARD_ITEMS = 8, DUE_SOON_HOURS = 48 };

struct board_item {
	const char *order_no, *title, *institution_name;
	int64_t kind, state, desk, supplement, status, action;
	bool asked; /* its institution has something to do: more (PLAT-15), by
		     * its status, or an account's proof (MERCH-8) */
	struct moment due_at, since; /* since: submitted, arrived, returned */
	/* For an institution: who has it and how to ask them, or what it was
	 * returned for first, and which field that is about; else NULL. */
	const char *office_name, *office_phone, *reason, *field;
	const struct json *remarks;
};
extern const struct shape board_item_shape;

struct board_section {
	struct list items; /* the most urgent ones */
	struct total total;
};

/* What waits at the actor's desk with their deadline in [from, to); 0: open. */
void board_waiting(struct request *r, struct moment from, struct moment to,
    struct board_section *out);
/* What waits at desks behind the actor's, out of its area. */
void board_passed_on(struct request *r, struct board_section *out);
enum lateness { LATE_OR_NOT, LATE_ONLY, IN_TIME_ONLY };
/* An institution's orders in these states (bits): returned ones first. */
void board_own(struct request *r, unsigned states, enum lateness late,
    struct board_section *out);

extern const struct shape board_shape;
handler board_http;

#endif
