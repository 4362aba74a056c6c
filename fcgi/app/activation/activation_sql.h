/* Statements about links, for this folder. */
#ifndef LIANGDING_APP_ACTIVATION_SQL_H
#define LIANGDING_APP_ACTIVATION_SQL_H

#include "app/activation/activation.h"
#include "lib/crypt.h"

void activation_insert(struct db *db, int64_t account_id,
    const unsigned char digest[DIGEST_BYTES]);
/* Of a link that is neither spent nor past its time: the account's id, or 0. */
int64_t activation_find(struct db *db, const unsigned char digest[DIGEST_BYTES],
    struct moment *expires_out);
/* False when another has just done so. */
bool activation_spend(struct db *db, const unsigned char digest[DIGEST_BYTES]);

#endif
