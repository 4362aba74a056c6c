/* Rows and statements of codes, for this folder. */
#ifndef LIANGDING_APP_QR_SQL_H
#define LIANGDING_APP_QR_SQL_H

#include "app/request.h"

struct qr_code {
	const char *id;
	int64_t state; /* enum qr_state; QR_EXPIRED by its time */
	int64_t reason, number, tries, credential, reattached, left_ms;
	const char *device, *address, *app, *subject, *who, *claims;
	const unsigned char *id_mac; /* from the scan on */
	struct moment created_at;
};

/* What a scan leaves. */
struct qr_scan {
	int64_t number;
	bool credential;
	const char *app, *subject, *who, *claims;
	const unsigned char *id_mac;
};

void qr_insert(struct db *db, const char *id, const unsigned char *digest,
    const char *device, const char *address);
/* That of the browser with this secret. */
bool qr_find(struct db *db, struct arena *mem, const char *id,
    const unsigned char *digest, struct qr_code *out);
/* Locks the row. */
bool qr_lock(
    struct db *db, struct arena *mem, const char *id, struct qr_code *out);
/*
 * Each of these is false when the code has left the state that the step begins
 * in: for another node of a cluster may have been at it.
 */
bool qr_set_scanned(struct db *db, const char *id, const struct qr_scan *scan);
bool qr_set_confirmed(struct db *db, const char *id, bool reattached);
bool qr_set_consumed(struct db *db, const char *id);
/* To a state that ends it, from the one it is in. */
bool qr_set_over(
    struct db *db, const struct qr_code *code, int64_t state, int64_t reason);
bool qr_count_try(struct db *db, const struct qr_code *code);

#endif
