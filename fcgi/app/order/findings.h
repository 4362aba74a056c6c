/*
 * The automatic checks (PLAT-17): the same for the applicant before the
 * submit and for the reviewer after it. A finding warns; only the form's own
 * rules refuse.
 */
#ifndef LIANGDING_APP_ORDER_FINDINGS_H
#define LIANGDING_APP_ORDER_FINDINGS_H

#include "app/order/order.h"

/* What can be found, in faults' words: one row each in findings.c. */
struct finding {
	const char *code, *field; /* field NULL: the order as a whole */
	const char *detail; /* an order's number, a file's name; or NULL */
};

enum { FINDINGS_MAX = 40 };

/* The findings about o with content as stored. */
struct list findings_about(
    struct request *r, const struct order *o, const struct json *content);

#endif
