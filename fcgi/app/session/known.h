/*
 * Whom this worker has met: what a session's account, grant and organisation
 * say, kept until the account's facts say that one of them changed (who changes
 * a row counts: app/account/account.h). So most requests read two rows by
 * their keys in place of joining four tables.
 */
#ifndef LIANGDING_APP_SESSION_KNOWN_H
#define LIANGDING_APP_SESSION_KNOWN_H

#include "app/request.h"

/*
 * Kept no longer, whatever the count says: an organisation that changes just
 * while somebody is given a grant there, or a row that was changed by hand
 * uncounted, misleads a worker for so long and not for a session's day.
 */
enum { KNOWN_MS = 30 * 1000 };

/* Who was met, and under which grant; a grant of 0 is none. */
struct met {
	int64_t session_id, account_id, grant_id, facts;
};

struct known;

/* True when somebody is known so, whatever has changed since. */
bool known_has(const struct known *k, int64_t session_id, int64_t grant_id);

/*
 * The actor that was met so, or NULL when he is not known, was another then or
 * is kept too long. Borrowed until the next known_keep().
 */
const struct actor *known_find(const struct known *k, const struct met *met);

/*
 * Keeps a copy in place of whoever stood there; *k is made at the first. The
 * facts are the actor's. One with longer names than fit is not kept.
 */
void known_keep(
    struct known **k, const struct met *met, const struct actor *actor);

#endif
