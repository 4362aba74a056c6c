/*
 * Automatic passing (REVIEW-4): per city and kind, whether the city's
 * approval passes the levels above. Off unless a row says otherwise.
 */
#ifndef LIANGDING_APP_SWITCH_H
#define LIANGDING_APP_SWITCH_H

#include "app/request.h"

bool switch_is_on(struct db *db, int64_t division, int64_t kind);

extern const struct form switch_form;
extern const struct shape switch_shape, switch_list_shape;
extern const struct object switch_object;
handler switch_list_http, switch_set_http;

#endif
