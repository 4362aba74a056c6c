/*
 * Access tokens: JWTs (RFC 7519) under HS256 alone, made and read by libjwt,
 * whose leniencies are closed here. A token says who asks, not that they may:
 * the session's row decides.
 */
#ifndef LIANGDING_TOKEN_H
#define LIANGDING_TOKEN_H

#include <stdint.h>

#include "lib/keyring.h"

enum { TOKEN_BYTES_MAX = 4096 };

struct token {
	int64_t session_id;
	int64_t grant_id;        /* 0: no grant chosen yet */
	int64_t issued, expires; /* seconds since 1970 */
};

/* The signed text, under the newest key. Borrowed from mem. */
const char *token_write(
    struct arena *mem, const struct keys *keys, const struct token *t);
/*
 * True when text is a token of ours, well signed under one of the keys by
 * the one algorithm. Its expiry is the caller's to check, by the database's
 * clock.
 */
bool token_read(const char *text, const struct keys *keys, struct token *out);

/* True when text looks like one, whoever signed it: three parts of base64url.
 */
bool token_is_shaped(const char *text);

#endif
