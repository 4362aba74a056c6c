/* What a client learns of its session: account, grants, the acting one. */
#ifndef LIANGDING_APP_SESSION_ANSWER_H
#define LIANGDING_APP_SESSION_ANSWER_H

#include "app/account/account.h"
#include "app/request.h"

/*
 * Sets r->result for session_shape, with a new token. grant_id is
 * the grant to act under; 0 takes the only usable one, or none when there
 * are several. ERR_FORBIDDEN when the account does not hold grant_id.
 */
enum err session_answer(struct request *r, const struct account *a,
    int64_t session_id, int64_t grant_id);

#endif
