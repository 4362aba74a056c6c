/*
 * Who has read what (PLAT-6): a reviewer's looks at an order and at its files,
 * one row an order, reviewer and day. Acts, denials and looks at personal data
 * are rows of audit_rows: audit_note() of app/request.h.
 */
#ifndef LIANGDING_APP_AUDIT_H
#define LIANGDING_APP_AUDIT_H

#include "app/request.h"

enum read_what { READ_ORDER = 1, READ_FILE };

/*
 * Keeps that the actor, unless it is an institution, has read the order or one
 * of its files today. A worker remembers what it has just kept, so that most
 * looks cost no statement.
 */
void audit_read(struct request *r, int64_t order_id, enum read_what what);

/*
 * Keeps that the actor, known or not, was refused something. Of those who are
 * not known a worker keeps so many a minute and address, and then how many more
 * there were: nobody fills the log without signing in.
 */
void audit_denial(struct request *r, const char *object, const char *why);

#endif
