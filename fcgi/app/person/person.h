/*
 * Who an account stands for (QR-5): the operator of record of an institution's
 * account, or the natural person of any other, found by the number of the ID
 * card. One may have several accounts. Not here: accounts, and what an app
 * vouches for (app/qr).
 */
#ifndef LIANGDING_APP_PERSON_H
#define LIANGDING_APP_PERSON_H

#include "app/request.h"

enum { PERSON_ACCOUNTS_MAX = 50 };

struct person {
	const char *name, *phone, *id_no;
	const char *subject; /* whom an app's backend knows them as, or NULL */
};

/* An account of a person's. */
struct person_account {
	int64_t account_id, kind, state;
	const char *subject; /* NULL: nobody has scanned in yet */
};

/* A usable grant of an open account of a person's. */
struct person_grant {
	int64_t grant_id, account_id, role;
	const char *organisation_name;
};

/* By what a person is found. */
void person_mac(
    const struct request *r, const char *id_no, unsigned char out[32]);
/* Of a person, closed ones too, in the order of their ids. */
struct list person_accounts(struct request *r, const unsigned char *mac);
/* credential: without an active one an institution's are left out (QR-5). */
struct list person_grants(
    struct request *r, const unsigned char *mac, bool credential);
/*
 * The person of this phone is known by that subject from now on; grants stay.
 * What was signed in under an earlier subject ends: then true.
 */
bool person_attach(
    struct request *r, const struct person_account *a, const struct person *p);
/* Gives a new account a person of record; false when it has one. */
bool person_insert(struct request *r, int64_t account_id, bool unified,
    const struct person *p);
/* A unified account of a person who has none; its id, or 0 when another has
 * just made it (the transaction lives), or db_error(). */
int64_t person_open_account(struct request *r, const struct person *p);

#endif
