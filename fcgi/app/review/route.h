/*
 * Where an order goes (PLAT-2): derived from the steps of its kind by the rules
 * of REVIEW-6, which the tests hold typed in once more as a table.
 */
#ifndef LIANGDING_APP_REVIEW_ROUTE_H
#define LIANGDING_APP_REVIEW_ROUTE_H

#include "app/kind/kind.h"

/* Where an order stands after an event. */
struct review_move {
	enum desk_state states[DESK_COUNT]; /* hidden is the spec's dash */
	bool skipped[DESK_COUNT];           /* nobody sits there: passed over */
	enum order_state state;
	enum desk desk; /* where it waits or was rejected; or none */
	/* The deadline of that desk where it goes on waiting as before; 0:
	 * anew. */
	struct moment due;
};

/* The step of kind at desk, or NULL. */
const struct step *review_step_at(const struct kind *kind, enum desk desk);
/*
 * What an event by a desk (DESK_NONE: the applicant) makes of an order. exists
 * tells which desks somebody sits at: a step without is passed over as if
 * approved. False when nobody there could have caused it.
 */
bool review_move(const struct kind *kind, enum event event, enum desk by,
    const bool exists[DESK_COUNT], struct review_move *out);
/* What the applicant reads: a value of order_status_words. supplement: the desk
 * that waits for one, or none. */
int review_status(const struct kind *kind, enum order_state state,
    enum desk desk, int64_t supplement);
/* The same of what an approved one has put on file: changing, while a change of
 * it is under review. */
int review_status_on_file(const struct kind *kind, bool changing);

#endif
