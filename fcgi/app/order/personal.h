/*
 * Personal data of orders (PLAT-10): sealed where it is kept, masked for those
 * who need not see it. Who may see what is said by the form's fields (edits,
 * reveals). Not here: how a text is sealed (app/secret).
 */
#ifndef LIANGDING_APP_ORDER_PERSONAL_H
#define LIANGDING_APP_ORDER_PERSONAL_H

#include "app/order/order.h"

/* content with each personal text sealed, as JSON; NULL as secret_seal(). */
const char *personal_seal(
    struct request *r, const struct order *o, const struct json *content);
/*
 * Stored content as it was typed. What cannot be opened is empty, and the
 * request fails.
 */
struct json *personal_open(
    struct request *r, const struct order *o, const struct json *stored);
/* The same of one place. */
const char *personal_open_one(
    struct request *r, const struct order *o, const struct place *at);
/* An opened personal text, in full or masked, as the actor may see it. */
const char *personal_visible(struct request *r, const struct order *o,
    const struct field *field, const char *text);
/* True when the actor may ask to see the field. */
bool personal_may_reveal(const struct request *r, const struct field *field);

#endif
