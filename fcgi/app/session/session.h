/*
 * Sessions (LOGIN-1, 6, 7): signing in, the access token, the refresh token
 * that rotates, the acting grant, signing out. Not here: who an account is
 * (app/account).
 */
#ifndef LIANGDING_APP_SESSION_H
#define LIANGDING_APP_SESSION_H

#include "app/request.h"

enum {
	TOKEN_SECONDS = 300,
	IDLE_SECONDS = 1800,
	ABSOLUTE_SECONDS = 12 * 3600,
	TOUCH_SECONDS = 300, /* last-seen is written at most so often */
	GRACE_SECONDS = 10   /* a refresh token's predecessor stays good */
};

/*
 * Finds out who asks and sets r->actor: from the bearer token, or for file
 * reading from the file cookie. ERR_SIGNED_OUT when nobody does.
 */
enum err session_identify(struct request *r);

/* Opens a session of an account that has shown who it is, and sets both
 * cookies; its id. */
int64_t session_open(struct request *r, int64_t account_id);

extern const struct form phone_login_form, phone_code_form;
extern const struct form login_form, refresh_form, grant_form, password_form;
extern const struct shape session_shape, me_shape, session_list_shape;
extern const struct object own_session_object;

handler login_prepare, login_http, session_refresh_http, session_grant_http,
    session_end_http, session_me_http, session_list_http, session_end_one_http,
    session_end_all_http, password_prepare, password_http, phone_login_prepare,
    phone_login_http, phone_code_http;

#endif
