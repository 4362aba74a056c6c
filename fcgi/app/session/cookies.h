/*
 * The cookies of this site. The two of a session, "ID.SECRET" each, HttpOnly
 * and same-site; only the secret's digest is stored. One refreshes, one reads
 * files.
 */
#ifndef LIANGDING_APP_COOKIES_H
#define LIANGDING_APP_COOKIES_H

#include "app/request.h"

/* COOKIE_QR is no session's: the secret of a browser that waits for a scan
 * (app/qr). */
enum cookie { COOKIE_REFRESH, COOKIE_FILE, COOKIE_QR };

/* Reads a cookie's session and the digest of its secret. */
bool cookie_read(struct request *r, enum cookie which, int64_t *session_out,
    unsigned char digest_out[DIGEST_BYTES]);
/* The secret part alone, or NULL. */
const char *cookie_secret(struct request *r, enum cookie which);
void cookie_set(struct request *r, enum cookie which, int64_t session_id,
    const char *secret);
/* Sets the value itself, for so long. */
void cookie_put(
    struct request *r, enum cookie which, const char *value, int seconds);
/* The whole value, of at most 80 characters; or NULL. */
const char *cookie_value(struct request *r, enum cookie which);
void cookie_clear(struct request *r, enum cookie which);

#endif
