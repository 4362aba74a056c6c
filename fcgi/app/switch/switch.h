/*
 * Automatic passing (REVIEW-4): per city and kind, whether the city's
 * approval passes the desks above. Off unless a row says otherwise.
 */
#ifndef LIANGDING_APP_SWITCH_H
#define LIANGDING_APP_SWITCH_H

#include "app/request.h"

/* Who set a city's switch as it is, and when. */
struct switch_setter {
	const char *name;
	struct moment at;
};

/* Whether a kind's orders pass automatically after that city; *by_out is who
 * set that, when they do. */
bool switch_is_on(struct request *r, int64_t division, int64_t kind,
    struct switch_setter *by_out);

extern const struct form switch_form;
extern const struct shape switch_shape, switch_list_shape;
extern const struct object switch_object;
handler switch_list_http, switch_set_http;

#endif
