/*
 * A mail as SMTP takes it: headers (RFC 5322), words beyond ASCII in them as
 * RFC 2047 says, a body of text (RFC 2045, base64). Nothing that is filled in
 * can begin a line of its own. Not here: sending it.
 */
#ifndef LIANGDING_MIME_H
#define LIANGDING_MIME_H

#include "lib/clock.h"

struct mime_mail {
	const char *from, *to;  /* addresses: is_mail() */
	const char *from_name;  /* UTF-8, or NULL */
	const char *subject;    /* UTF-8 */
	const char *message_id; /* of letters, digits, - and _ */
	const char *text;       /* UTF-8, lines end by "\n" */
	struct moment at;
};

/*
 * The whole message, lines ended by CRLF, from mem; NULL when an address or the
 * id is none. Its Message-ID is <message_id@the domain of from>.
 */
const char *mime_message(struct arena *mem, const struct mime_mail *m);
/* UTF-8 as it stands in a header: encoded words, where it needs them. */
const char *mime_words(struct arena *mem, const char *s);

#endif
