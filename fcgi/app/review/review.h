/*
 * Reviewing: one decision and all that follows from it, and the lists of
 * each desk. Not here: the tables that say what follows (route.h).
 */
#ifndef LIANGDING_APP_REVIEW_H
#define LIANGDING_APP_REVIEW_H

#include "app/order/order.h"
#include "app/review/desks.h"

struct decision {
	int64_t version, verdict;
	int64_t whole; /* why everything is refused: a reason, or 0 */
	const char *reason, *remark;
	const struct json *remarks; /* [{field, code, words, remedy}] */
	const struct json *granted; /* what the step asks of the decider */
	bool over_claim; /* though a colleague has claimed it (REVIEW-7) */
};

/*
 * Decides o's desk for the actor's desk. ERR_ORDER_DECIDED with who and
 * what in the problem when someone was faster, ERR_ORDER_STAGE when it is not
 * this desk's turn, ERR_ORDER_CLAIMED while a colleague has it,
 * ERR_ORDER_SAME_PERSON, ERR_INVALID without a reason.
 */
enum err review_decide(
    struct request *r, const struct order_seen *seen, const struct decision *d);

/* Notes what is wrong with the "remarks" of the form: each names a field of o's
 * submission, and a reason that fits it. */
void review_check_remarks(struct request *r, const struct order *o,
    const struct form *form, const struct json *remarks);

/* True when the actor could decide it now. */
bool review_may_decide(const struct request *r, const struct order_seen *seen);

/* True when the actor may put a dated remark on its record. */
bool review_may_note(const struct request *r, const struct order *o);
/* Puts one of that day on it. ERR_ORDER_STAGE, ERR_INVALID of a day to come. */
enum err review_note(struct request *r, const struct order *o,
    struct moment dated, const char *words);

/* A remark on a field (PLAT-3). */
extern const struct form remark_form;
extern const struct form decision_form, review_query_form, note_form;
extern const struct shape review_list_shape;
handler review_decide_http, review_list_http, review_note_http;

#endif
