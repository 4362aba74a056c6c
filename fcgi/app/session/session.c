/* Who asks: tokens and cookies; see session.h. */
#include "app/session/session.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/cookies.h"
#include "app/session/session_sql.h"
#include "lib/token.h"

static bool
identify_by_token(struct request *r, const char *text)
{
	struct token t;

	if (!token_read(text, &r->server->keyring.kinds[KEY_SIGNING], &t)) {
		if (token_is_shaped(text))
			r->denied = "forged_token";
		return false;
	}
	if (!session_find_actor(r, t.session_id, t.grant_id, NULL))
		return false;
	/* The database's clock decides, the same for every host. */
	return t.expires > r->actor.now.ms / 1000 &&
	       r->actor.grant_id == t.grant_id;
}

/* For <img> and viewers: the grant comes with the address. */
static bool
identify_by_file_cookie(struct request *r)
{
	const struct json *grant = json_member(r->http.query, "grant_id");
	unsigned char digest[DIGEST_BYTES];
	int64_t session_id;

	return grant != NULL &&
	       cookie_read(r, COOKIE_FILE, &session_id, digest) &&
	       session_find_actor(
		   r, session_id, strtoll(grant->text, NULL, 10), digest);
}

enum err
session_identify(struct request *r)
{
	const char *header = http_header(&r->http, "AUTHORIZATION");
	bool known;

	if (header != NULL && strncmp(header, "Bearer ", 7) == 0)
		known = identify_by_token(r, header + 7);
	else
		known = (r->route->flags & ROUTE_FILE) != 0 &&
			identify_by_file_cookie(r);
	if (db_error(r->db) != OK)
		return db_error(r->db);
	if (!known) {
		r->actor = (struct actor){ 0 };
		return ERR_SIGNED_OUT;
	}
	if (r->actor.now.ms - r->actor.last_seen_at.ms > TOUCH_SECONDS * 1000)
		session_touch(r->db, r->actor.session_id);
	return OK;
}
