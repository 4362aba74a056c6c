/*
 * The automatic checks (PLAT-17): the same for the applicant before the
 * submit and for the reviewer after it. A finding warns; only the form's own
 * rules refuse.
 */
#ifndef LIANGDING_APP_ORDER_FINDINGS_H
#define LIANGDING_APP_ORDER_FINDINGS_H

#include "app/order/order.h"

/* What is found; the words are those of findings_http.c or of the kind. */
struct finding {
	const char *code, *field; /* field NULL: the order as a whole */
	const char *detail; /* an order's number, a file's name; or NULL */
};

enum { FINDINGS_MAX = 40 };

/* The findings about o with content as stored. */
struct list findings_about(
    struct request *r, const struct order *o, const struct json *content);

/* For a kind's own checks: notes one, and reads what they are made about. */
void notes_add(
    struct notes *n, const char *code, const char *field, const char *detail);
/* The text of a field at the top of the content, or NULL. */
const char *notes_text(const struct notes *n, const char *field);
struct moment notes_now(const struct notes *n);
const struct order *notes_order(const struct notes *n);
/* True when the day of that field is less than 60 days ahead. */
bool notes_ends_soon(const struct notes *n, const char *field);

#endif
