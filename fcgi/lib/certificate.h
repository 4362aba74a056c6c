/*
 * A person's certificate (X.509, RFC 5280): read, and judged against the
 * certification authorities that are trusted and their revocation lists. Not
 * here: whose it is (app/certificate).
 */
#ifndef LIANGDING_CERTIFICATE_H
#define LIANGDING_CERTIFICATE_H

#include <stdbool.h>

#include "lib/clock.h"
#include "lib/crypt.h"

enum { CERTIFICATE_TEXT_MAX = 8192 }; /* bytes of one in PEM */

struct certificate {
	unsigned char id[DIGEST_BYTES]; /* of issuer and serial, in DER */
	const char *subject, *issuer;   /* RFC 2253, UTF-8 */
	const char *serial;             /* hexadecimal */
	struct moment not_before, not_after;
};

/*
 * NULL when the certificate in pem is good now for whoever shows it, or what
 * is wrong, a word: "broken" (none could be read), "untrusted" (of another
 * authority, not for clients, or forged), "early", "expired", "revoked", or
 * "list" (there is no revocation list of its issuer that is in force: an
 * operator's fault). authorities and lists are files in PEM, of one or more;
 * they are read anew each time, so that a new list counts at once. *out is
 * set unless it is "broken"; its texts are borrowed from mem.
 */
const char *certificate_judge(struct arena *mem, const char *pem,
    const char *authorities, const char *lists, struct certificate *out);
/* Whether there is a private key in the text, in PEM of any kind (RFC 7468, 10
 * and 11; those of OpenSSL and OpenSSH are headed alike). */
bool certificate_has_key(const char *pem);
/* NULL, or which of the files does not serve and why: none to be read, or a
 * list past its next update. From mem. */
const char *certificate_files_fault(
    struct arena *mem, const char *authorities, const char *lists);

#endif
