/*
 * Duties (PLAT-16): what an organisation owes that is not an order, such as a
 * yearly confirmation. A kind of order brings their words by its row and sets
 * and clears them in its effects' transactions; the board shows them. What is
 * to happen when one is missed is a job (app/job).
 */
#ifndef LIANGDING_APP_DUTY_H
#define LIANGDING_APP_DUTY_H

#include "app/page.h"
#include "app/request.h"

enum { DUTIES_SHOWN = 20 };

struct duty {
	int64_t duty;         /* of duty_words */
	struct moment due_at; /* 0: there is no deadline */
	bool late;
	const char *order_no; /* whose page says more, or NULL */
	const char *title;    /* that order's, or NULL */
};
extern const struct shape duty_shape;

struct duty_asked {
	int64_t duty, organisation_id;
	int64_t object_id;    /* what it is about; means what the kind says */
	int64_t order_id;     /* or 0 */
	struct moment due_at; /* or 0 */
};

/* Owed from now on, once of a duty, an object and an organisation: one that was
 * set before is due then instead, and open again. */
enum err duty_set(struct db *db, const struct duty_asked *asked);
/* Done; nothing when it is not owed. */
enum err duty_clear(
    struct db *db, int64_t duty, int64_t object_id, int64_t organisation_id);

/* The open ones of the actor's organisation, the most urgent DUTIES_SHOWN. */
struct list duty_own(struct request *r, struct total *total_out);

#endif
