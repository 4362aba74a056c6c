/*
 * Signing in with a certificate (CA-1): which certificates are registered to
 * which bureau account, and the entry that nginx leads to on a port of its
 * own, the only one where a browser is asked for one. Not here: whether a
 * certificate is good (lib/certificate.h).
 *
 * nginx hands on the certificate that it has verified as a FastCGI parameter,
 * which no client can set; here it is verified once more, with the revocation
 * list, so that a new list counts without a reload. Every outcome leads back
 * to the sign-in page, whose address then carries a word: "ok", "none",
 * "unknown" (registered to nobody), "closed", or one of certificate_judge().
 */
#ifndef LIANGDING_APP_CERTIFICATE_H
#define LIANGDING_APP_CERTIFICATE_H

#include "app/account/account.h"
#include "lib/certificate.h"

/* One that is registered. */
struct certificate_row {
	int64_t certificate_id;
	const char *subject, *issuer, *serial;
	struct moment not_after, registered_at;
};

enum { CERTIFICATES_MAX = 10 }; /* of an account */

extern const struct form certificate_form;
extern const struct shape certificate_row_shape, certificate_list_shape;
handler certificate_login_prepare, certificate_login_http,
    certificate_list_http, certificate_add_prepare, certificate_add_http,
    certificate_remove_http;

/* Statements, for this folder and ctl. */
/* False when nobody has registered it (or db_error()). */
bool certificate_account(
    struct db *db, const unsigned char id[DIGEST_BYTES], int64_t *account_id);
/* Those of an account, as struct certificate_row. */
struct list certificate_select(
    struct db *db, struct arena *mem, int64_t account_id);
/* Its number; 0 when somebody has registered it (or db_error()). */
int64_t certificate_insert(
    struct db *db, int64_t account_id, const struct certificate *c);
/* False when the account has none of that number. */
bool certificate_delete(struct db *db, int64_t account_id, int64_t id);

#endif
