/* The session's cookies; see cookies.h. */
#include "app/session/cookies.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/session.h"

/* The __Host- prefix binds a cookie to https and this very host. */
static const char *
cookie_name(const struct request *r, enum cookie which)
{
	bool secure = r->server->config.cookie_secure;

	if (which == COOKIE_QR)
		return secure ? "__Host-ld-qr" : "ld-qr";
	if (which == COOKIE_REFRESH)
		return secure ? "__Host-ld-refresh" : "ld-refresh";
	return secure ? "__Host-ld-file" : "ld-file";
}

const char *
cookie_secret(struct request *r, enum cookie which)
{
	const char *value = http_cookie(&r->http, cookie_name(r, which));
	const char *dot = value == NULL ? NULL : strchr(value, '.');

	return dot == NULL || strlen(dot) < 20 || strlen(dot) > 80 ? NULL
								   : dot + 1;
}

bool
cookie_read(struct request *r, enum cookie which, int64_t *session_out,
    unsigned char digest_out[DIGEST_BYTES])
{
	const char *secret = cookie_secret(r, which);
	const char *value = http_cookie(&r->http, cookie_name(r, which));

	if (secret == NULL)
		return false;
	*session_out = strtoll(value, NULL, 10);
	crypt_sha256(secret, strlen(secret), digest_out);
	return *session_out > 0;
}

const char *
cookie_value(struct request *r, enum cookie which)
{
	const char *value = http_cookie(&r->http, cookie_name(r, which));

	return value == NULL || strlen(value) > 80 ? NULL : value;
}

void
cookie_put(struct request *r, enum cookie which, const char *value, int seconds)
{
	http_set_header(&r->answer, "Set-Cookie",
	    arena_printf(r->mem,
		"%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s",
		cookie_name(r, which), value, seconds,
		r->server->config.cookie_secure ? "; Secure" : ""));
}

void
cookie_set(struct request *r, enum cookie which, int64_t session_id,
    const char *secret)
{
	cookie_put(r, which,
	    arena_printf(r->mem, "%lld.%s", (long long)session_id, secret),
	    ABSOLUTE_SECONDS);
}

void
cookie_clear(struct request *r, enum cookie which)
{
	cookie_put(r, which, "", 0);
}
