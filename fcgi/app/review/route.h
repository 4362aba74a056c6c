/*
 * Review routes (PLAT-2) and the truth table of REVIEW-6, as data. Everything
 * that decides where an order goes and who sees it stands in these two
 * tables; the tests read the same tables through the API's description.
 */
#ifndef LIANGDING_APP_REVIEW_ROUTE_H
#define LIANGDING_APP_REVIEW_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/words.h"

/* One step of a kind's route, in order. */
struct review_stage {
	enum kind kind;
	enum level level;
	enum stage_action action;
	enum order_status waiting, rejected; /* 0 where nobody decides */
	int working_days;
	const char *missed_zh, *missed_en; /* what a missed deadline means */
};

extern const struct review_stage review_stages[];
extern const size_t review_stages_count;

/* What an event makes of every level's working list. */
struct review_outcome {
	enum kind kind; /* 0: every kind */
	enum event event;
	enum level by; /* who decided; none for the applicant */
	enum level_state states[LEVEL_COUNT];
	enum order_state state;
	enum level next; /* where it waits then, or none */
};

extern const struct review_outcome review_outcomes[];
extern const size_t review_outcomes_count;

/* Where an order stands after an event. */
struct review_move {
	enum level_state states[LEVEL_COUNT];
	bool skipped[LEVEL_COUNT]; /* no such level here: passed over */
	enum order_state state;
	enum level stage; /* where it waits or was rejected; or none */
};

/* The step of kind at level, or NULL. */
const struct review_stage *review_stage_at(enum kind kind, enum level level);
/*
 * The outcome of event by a level. exists tells which levels have a bureau
 * for this order: a waiting level without one is passed over as if approved.
 * False when the tables know no such event.
 */
bool review_move(enum kind kind, enum event event, enum level by,
    const bool exists[LEVEL_COUNT], struct review_move *out);
/* What the applicant reads. */
enum order_status review_status(
    enum kind kind, enum order_state state, enum level stage);

#endif
