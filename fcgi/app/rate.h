/*
 * How often something may be done within an hour, or an act's own while, that
 * begins with the first time: what costs others much, or shows much, when done
 * in bulk.
 */
#ifndef LIANGDING_APP_RATE_H
#define LIANGDING_APP_RATE_H

#include "app/request.h"

/* The numbers are kept in the database. */
enum rate_act {
	RATE_REVEAL = 1,              /* of an account */
	RATE_EXPORT = 2,              /* of an account */
	RATE_ORGANISATION_EXPORT = 3, /* of an organisation */
	RATE_ORDER = 4,               /* begun, of an organisation */
	RATE_QR = 5,                  /* codes, a minute, of an address */
	RATE_SMS_PAUSE = 6,           /* a minute, of a number */
	RATE_SMS_DAY = 7,             /* likewise a day */
	RATE_SMS_ADDRESS = 8,         /* a day, of an address */
	RATE_ID_NO = 9,               /* tries, of an account */
	RATE_VERIFY = 10              /* of papers, a minute, of an address */
};

/* A client's address as a subject; an IPv6 one by its /64, which is what one
 * subscriber has. */
int64_t rate_address(const struct request *r);

/*
 * Counts one more of subject's. false when those are more than `most`: then
 * r->problem tells when the while is over, and the caller's error undoes what
 * was counted. Whoever counts for the same subject waits for the transaction's
 * end.
 */
bool rate_allows(
    struct request *r, enum rate_act act, int64_t subject, int64_t most);

#endif
