/* Problem documents (RFC 9457): every error's one shape. */
#ifndef LIANGDING_APP_PROBLEM_H
#define LIANGDING_APP_PROBLEM_H

#include "app/request.h"

/* What was decided, by whom: in a problem when someone was faster. */
struct order_decision {
	int64_t desk, verdict;
	const char *organisation_name, *actor_name;
	int64_t via; /* enum via: what decided, where it was no person; or 0 */
	struct moment at;
};

/* Words in both languages, as answers carry them. */
struct both {
	const char *zh, *en;
};
extern const struct shape problem_shape, order_decision_shape, both_shape,
    field_problem_shape;
const struct both *both_new(struct arena *mem, const char *zh, const char *en);

/* The faults noted in the request, with their words: rows of
 * field_problem_shape. */
struct list problem_fields(struct request *r);
/* Renders the error into r->answer. */
void problem_render(struct request *r, enum err e);

#endif
