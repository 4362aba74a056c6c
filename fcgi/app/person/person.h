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
	const char *name;
	const char *phone, *mail, *id_no; /* or NULL, where not known */
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
/* Likewise of a phone. */
void person_phone_mac(
    const struct request *r, const char *phone, unsigned char out[32]);
/* Of a person, closed ones too, in the order of their ids. */
struct list person_accounts(struct request *r, const unsigned char *mac);
/* credential: without an active one an institution's are left out (QR-5). */
struct list person_grants(
    struct request *r, const unsigned char *mac, bool credential);
/* The unified account that this phone was bound to last; 0: none. */
int64_t person_by_phone(struct request *r, const char *phone);
/* Likewise, if it is also that number's of an ID card. */
int64_t person_by_phone_and_id(
    struct request *r, const char *phone, const char *id_no);
/* An institution's open account of that name whose operator of record has that
 * phone; 0: none. */
int64_t person_operator(
    struct request *r, const char *account, const char *phone);

/* An institution's account that a person stands for. */
struct person_institution {
	int64_t organisation_id;
	const char *account, *organisation_name;
};
/* Of the institutions of that credit code, those whose operator of record has
 * that phone, as struct person_institution. */
struct list person_institutions(
    struct request *r, const char *uscc, const unsigned char *phone_mac);

/* Whose phone it is (ACC-5). */
struct person_phone {
	int64_t account_id;
	bool unified;
	const void *id_mac;
	const char *phone_sealed; /* or NULL */
};
/* False when the account has no person of record. */
bool person_phone(
    struct request *r, int64_t account_id, struct person_phone *out);
/* The number, opened; NULL: there is none. */
const char *person_phone_open(struct request *r, const struct person_phone *p);
/* The mail address of record, opened, or NULL. */
const char *person_mail(struct request *r, int64_t account_id);
/* Keeps the mail address, and the phone unless it is NULL, of an account; one
 * without a person of record gets one. */
void person_set_contact(
    struct request *r, int64_t account_id, const char *mail, const char *phone);
void person_set_phone(struct request *r, int64_t account_id, const char *phone);
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
