/* Statements about codes, for this folder. */
#ifndef LIANGDING_APP_SMS_CODE_SQL_H
#define LIANGDING_APP_SMS_CODE_SQL_H

#include "app/sms_code/sms_code.h"

struct sms_code_row {
	const char *ticket;
	int64_t purpose, subject_id, tries;
	bool live; /* neither spent nor past its time or tries */
	const void *phone_mac, *code_mac;
};

void sms_code_insert(struct db *db, const struct sms_code_row *row);
/* Counts a try and reads it; false when there is none of the ticket. */
bool sms_code_try(struct db *db, struct arena *mem, const char *ticket,
    struct sms_code_row *out);

#endif
