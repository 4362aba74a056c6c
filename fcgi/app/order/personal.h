/*
 * Who sees which personal data of an order (PLAT-10), as a table of role and
 * field. Not here: how it is kept (app/secret).
 */
#ifndef LIANGDING_APP_ORDER_PERSONAL_H
#define LIANGDING_APP_ORDER_PERSONAL_H

#include "app/order/order.h"

struct personal_right {
	const char *field;
	unsigned edits; /* roles that see it while they may change the order */
	unsigned reveals; /* roles that may ask to see it; each look is noted */
};
extern const struct personal_right personal_rights[];
extern const size_t personal_rights_count;

/* The row of a personal field; every one has a row. */
const struct personal_right *personal_right_of(const char *field);

/* content with each personal text sealed, as JSON; NULL as secret_seal(). */
const char *personal_seal(
    struct request *r, const struct order *o, const struct json *content);
/* A personal text as stored, opened; when it cannot be, the request fails. */
const char *personal_open(struct request *r, const struct order *o,
    const struct field *field, const char *stored);
/* text, in full or masked, as the actor may see it. */
const char *personal_visible(struct request *r, const struct order *o,
    const struct field *field, const char *text);
/* The same of a text as stored. */
const char *personal_shown(struct request *r, const struct order *o,
    const struct field *field, const char *stored);
/* True when the actor may ask to see the field of o. */
bool personal_may_reveal(
    const struct request *r, const struct order *o, const char *field);

#endif
