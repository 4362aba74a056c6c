/* Running numbers, in the caller's transaction: what it rolls back, it gives
 * back, so that there are no gaps and none is given twice. */
#ifndef LIANGDING_APP_SERIAL_H
#define LIANGDING_APP_SERIAL_H

#include "lib/db.h"

/*
 * The next number, from 1, of a row that is made when it is missing: orders
 * (kind 0) by division and day, codes by kind and division (day 0), requests
 * for accounts (kind 250) by division. Whoever wants the next of that row waits
 * until this one's transaction ends. 0 when the database refused, as db_error()
 * says.
 */
int64_t serial_next(struct db *db, int64_t kind, int64_t division, int64_t day);

#endif
