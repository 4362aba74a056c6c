/* Statements about persons, for this folder. */
#ifndef LIANGDING_APP_PERSON_SQL_H
#define LIANGDING_APP_PERSON_SQL_H

#include "app/request.h"

struct person_row {
	int64_t account_id;
	bool unified;
	/* NULL where they are not known */
	const unsigned char *id_mac, *phone_mac;
	const char *id_sealed, *phone_sealed, *mail_sealed, *subject;
};

/* False when the account has a person, or the person a unified account. */
bool person_row_insert(struct db *db, const struct person_row *row);
void person_update(struct db *db, int64_t account_id, const char *subject,
    const unsigned char *phone_mac, const char *phone_sealed);
void person_phone_update(struct db *db, int64_t account_id,
    const unsigned char *phone_mac, const char *phone_sealed);
/* Makes the person of record where there is none. */
void person_mail_update(
    struct db *db, int64_t account_id, const char *mail_sealed);
const char *person_mail_sealed(
    struct db *db, struct arena *mem, int64_t account_id);
/* A unified account that no password opens; its id, or 0. */
int64_t person_account_insert(
    struct request *r, const char *name, const char *display_name);

#endif
