/*
 * Claims on orders (REVIEW-7, 9): a desk's row says who is at work on it, until
 * the order moves on there. One claims it, the next that waits, or is handed it
 * by whoever has it or who supervises the office; an absence hands all of one's
 * own to a colleague. Not here: deciding, which respects a colleague's.
 */
#ifndef LIANGDING_APP_CLAIM_H
#define LIANGDING_APP_CLAIM_H

#include "app/review/review.h"

enum {
	CLAIM_MINUTES = 30,
	/* What was handed over is the colleague's for longer: he may not be at
	 * his desk. */
	CLAIM_HANDED_DAYS = 3,
	ABSENCE_DAYS_MAX = 90,
	CLAIMS_SHOWN = 200
};

struct claim {
	const char *actor_name;
	struct moment until;
	bool mine;
};
extern const struct shape claim_shape;

/* The claim on an order that has not lapsed, or NULL. */
const struct claim *claim_of(struct request *r, int64_t order_id);
/* Takes or renews it for the actor; false while a colleague holds it. */
bool claim_take(struct request *r, int64_t order_id);
/* Gives up the actor's own claim. */
void claim_release(struct request *r, int64_t order_id);
/*
 * Takes the one that waits longest at the actor's desk, by its deadline, that
 * nobody has claimed and whose other steps the actor has not decided; its
 * number, or NULL when there is none.
 */
const char *claim_take_next(
    struct request *r, const struct order_list_kind *list);

/* An order that waits in the actor's office, claimed or not. */
struct office_claim {
	int64_t order_id, desk, list, kind, account_id;
	const char *order_no, *title, *institution_name, *actor_name;
	struct moment due_at, until; /* account_id 0: nobody has it */
	bool mine;
};
/* The office's claims that have not lapsed, by who has them; at most
 * CLAIMS_SHOWN and one. */
struct list claim_list(struct request *r);
/* The row of an order that waits at the actor's own desk or, for who supervises
 * it, at his office's; false when there is none. */
bool claim_row(
    struct request *r, const char *order_no, struct office_claim *out);

/* Somebody who decides in the actor's office. */
struct colleague {
	int64_t account_id;
	const char *display_name;
	struct moment absent_until; /* the end of the last day; 0: here */
	bool me;
};
/* Who may decide orders of the list at that desk of the actor's office. */
struct list colleague_list(
    struct request *r, enum desk desk, const struct order_list_kind *list);
/* One of them; false when the account is none. */
bool colleague_find(struct request *r, enum desk desk,
    const struct order_list_kind *list, int64_t account_id,
    struct colleague *out);
/* Hands an order to a colleague; whose it was it is no more. False when
 * somebody else has it now. */
bool claim_hand(struct request *r, const struct office_claim *c,
    const struct colleague *to);
/* Takes the claim away; false when it is somebody else's now. */
bool claim_end(struct request *r, const struct office_claim *c);
/* Hands all of the actor's of a list over; how many those were. */
int64_t claim_hand_all(struct request *r, const struct order_list_kind *list,
    const struct colleague *to);

/* An absence in force: until the end of the last day, at the actor's office. */
struct absence {
	int64_t account_id; /* who stands in */
	const char *display_name;
	struct moment until;
	int64_t handed; /* how many orders went over */
};
/* The actor's; false when he is here. */
bool absence_find(struct request *r, struct absence *out);
void absence_keep(struct request *r, const struct absence *a);
void absence_end(struct request *r);

extern const struct object office_claim_object;
extern const struct form claim_next_form, claim_hand_form, absence_form,
    colleague_query_form;
extern const struct shape claim_next_shape, office_claim_list_shape,
    colleague_list_shape, absence_shape;
handler claim_take_http, claim_release_http, claim_next_http, claim_list_http,
    claim_hand_http, claim_end_http, colleague_list_http, absence_get_http,
    absence_set_http, absence_end_http;

#endif
