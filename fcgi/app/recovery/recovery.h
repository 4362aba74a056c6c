/*
 * Getting back in (ACC-2, ACC-3): a forgotten password, a forgotten account, by
 * a code to the phone on record. Whether there is an account, and whether the
 * phone is its own, no answer tells: the code is asked for in the same way, and
 * comes only to who is known. A bureau's people ask their administrator.
 */
#ifndef LIANGDING_APP_RECOVERY_H
#define LIANGDING_APP_RECOVERY_H

#include "app/request.h"

extern const struct form recovery_code_form, recovery_password_form,
    recovery_account_form;
extern const struct shape recovery_accounts_shape, recovery_done_shape;
handler recovery_code_prepare, recovery_code_http, recovery_password_prepare,
    recovery_password_http, recovery_account_http;

#endif
