/*
 * The phone that an account is bound to (ACC-5): changed by who knows its
 * person's ID number, has the old phone in hand (a code), or has just signed in
 * by the app, and has the new one in hand (a code).
 */
#ifndef LIANGDING_APP_PHONE_H
#define LIANGDING_APP_PHONE_H

#include "app/request.h"

enum { PHONE_BY_APP_SECONDS = 600, ID_NO_TRIES = 5 };

extern const struct form phone_code_ask_form, phone_change_form;
extern const struct shape phone_shape;
handler phone_get_http, phone_code_prepare, phone_ask_http, phone_change_http;

#endif
