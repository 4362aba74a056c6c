/* What the ways of signing in with a password have in common. */
#ifndef LIANGDING_APP_LOGIN_H
#define LIANGDING_APP_LOGIN_H

#include "app/account/account.h"

/* The same words whether the account (0: there is none) or the password was
 * wrong. */
enum err login_refuse(
    struct request *r, int64_t account_id, const struct login_tries *tries);

#endif
