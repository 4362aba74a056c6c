/*
 * Personal data at rest (PLAT-10): each text is sealed under a data key of
 * the organisation it belongs to; the data keys lie in the database wrapped
 * under a master key of the key file, so that rotating the master rewraps
 * them and leaves the data alone. Not here: who may see what.
 */
#ifndef LIANGDING_APP_SECRET_H
#define LIANGDING_APP_SECRET_H

#include "app/request.h"

enum { WRAPPED_BYTES = KEY_BYTES_MIN + BOX_EXTRA_BYTES };
/* In place of an organisation, for what belongs to none: who a person is, the
 * secret of an app. */
enum { SECRET_OF_NOBODY = 0 };

/* A data key as it lies in the database. */
struct data_key {
	int64_t organisation_id, no;
	const char *master; /* the id of the key that wraps it */
	unsigned char wrapped[WRAPPED_BYTES];
};

/* Makes key no of an organisation, wrapped under the newest master. */
void data_key_make(struct arena *mem, const struct keyring *ring,
    int64_t organisation_id, int64_t no, struct data_key *out);
/* False when its master is not in the ring, or the box was changed. */
bool data_key_unwrap(struct arena *mem, const struct keyring *ring,
    const struct data_key *key, unsigned char out[KEY_BYTES_MIN]);
/* Wraps it anew under the newest master; false as above. */
bool data_key_rewrap(
    struct arena *mem, const struct keyring *ring, struct data_key *key);

/*
 * text sealed as "sealed:NO:BASE64URL", bound to its place ("order/7/phone").
 * NULL when no key can be had; the request then fails with ERR_SECRET (or the
 * database's error), whatever its handler makes of it.
 */
const char *secret_seal(struct request *r, int64_t organisation_id,
    const char *place, const char *text);
/*
 * What was sealed. NULL, a line in the log, and the request fails as above
 * when it cannot be opened: a key is missing, the text was changed, belongs
 * elsewhere or never was sealed.
 */
const char *secret_open(struct request *r, int64_t organisation_id,
    const char *place, const char *sealed);

/* Likewise of bytes: *len_out of them, a file say; NULL as above. */
const void *secret_seal_bytes(struct request *r, int64_t organisation_id,
    const char *place, const void *data, size_t len, size_t *len_out);
const void *secret_open_bytes(struct request *r, int64_t organisation_id,
    const char *place, const void *sealed, size_t len, size_t *len_out);

/* Statements, for this folder and ctl. */
bool data_key_newest(struct db *db, struct arena *mem, int64_t organisation_id,
    struct data_key *out);
bool data_key_find(struct db *db, struct arena *mem, int64_t organisation_id,
    int64_t no, struct data_key *out);
/* False when there is one of that number. */
bool data_key_insert(struct db *db, const struct data_key *key);

#endif
