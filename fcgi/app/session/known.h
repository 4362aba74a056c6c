/*
 * Whom this worker has met: what a session's account, grant and organisation
 * say, kept until the session's `facts` count says that one of them changed
 * (the database's triggers count it, whoever changes a row). So most requests
 * read one row by its key in place of joining four tables.
 */
#ifndef LIANGDING_APP_SESSION_KNOWN_H
#define LIANGDING_APP_SESSION_KNOWN_H

#include "app/request.h"

struct known;

/*
 * The actor of this session under this grant, or NULL when he is not known or
 * was another then. Borrowed until the next known_keep().
 */
const struct actor *known_find(
    const struct known *k, int64_t session_id, int64_t grant_id, int64_t facts);

/*
 * Keeps a copy in place of whoever stood there; *k is made at the first. An
 * actor with longer names than fit is not kept.
 */
void known_keep(struct known **k, const struct actor *actor, int64_t grant_id);

#endif
