/*
 * Settlements, as the payment platform tells of them (MONEY-4): what a bank
 * pays out for an institution's payments of a period. Its amount is that of its
 * payments less its refunds, or it is refused. Sent again with another state it
 * takes that state; nothing else of it changes, and what is paid stays paid.
 */
#ifndef LIANGDING_FEEDS_SETTLEMENT_H
#define LIANGDING_FEEDS_SETTLEMENT_H

#include "feeds/feed.h"

/* The numbers are in the database. */
enum settlement_state {
	SETTLEMENT_PENDING = 1,
	SETTLEMENT_PAID,
	SETTLEMENT_FAILED
};
extern const struct words settlement_state_words;

/* How many digits of an account it is sought by; it has twice as many. */
enum { ACCOUNT_TAIL = 4 };

/* Of one settlement; more of a batch than a request may hold anyway. */
enum { SETTLEMENT_PAYMENTS_MAX = 10000 };

/* A line as it is read, and what is found out about it. */
struct settlement {
	const char *settlement_no, *institution, *bank, *account, *time;
	struct moment period_from, period_to; /* when those days begin */
	int64_t amount, state;
	const struct json *payments;
	/* filled in: */
	const struct feed_institution *of;
	struct moment at;
	const char *account_sealed, *account_shown;
	unsigned char account_mac[DIGEST_BYTES];
};

/* One that is there, its row held until the transaction ends. */
struct settlement_kept {
	int64_t id, organisation_id, amount, payments, state;
	const char *bank;
	struct moment period_from, period_to, at;
	unsigned char account_mac[DIGEST_BYTES];
};

/* What tells one account from another. */
void settlement_account_mac(const struct request *r, const char *account,
    unsigned char out[DIGEST_BYTES]);
/* Where an account is sealed to. */
const char *settlement_account_place(
    struct arena *mem, const char *settlement_no);

bool settlement_find(
    struct request *r, const char *settlement_no, struct settlement_kept *out);
/* Its id; 0 when the number is taken (or db_error()). */
int64_t settlement_insert(
    struct request *r, int64_t batch_id, const struct settlement *s);
void settlement_set_state(
    struct request *r, int64_t id, const struct settlement *s);
/*
 * How many of the payments that s names are its institution's, of its period
 * and of the settlement id (0: of none yet), and what they come to.
 */
int64_t settlement_count(struct request *r, const struct settlement *s,
    int64_t id, int64_t *amount_out);
/* They are the settlement's: how many it were. */
int64_t settlement_take(
    struct request *r, const struct settlement *s, int64_t id);

#endif
