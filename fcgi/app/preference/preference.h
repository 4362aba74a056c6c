/*
 * What an account keeps for itself across browsers: saved filters, chosen
 * columns, own phrases. Each preference has a form, so that nothing else is
 * kept under its name. What is of one list of orders has that list's name
 * behind it ("review_columns.access"), where a page shows several.
 */
#ifndef LIANGDING_APP_PREFERENCE_H
#define LIANGDING_APP_PREFERENCE_H

#include "app/request.h"

struct preference {
	const char *name;
	const struct form *form;
};
/* The preference named in the path: the account's own. */
extern const struct object preference_object;

/* The value as stored, or NULL. */
const char *preference_read(
    struct request *r, const struct preference *preference);
enum err preference_write(
    struct request *r, const struct preference *preference, const char *value);

extern const struct form preference_form;
extern const struct shape preference_shape;
handler preference_get_http, preference_set_http;

#endif
