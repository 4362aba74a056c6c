/*
 * Organisations as others change them: what a record on file says of an
 * institution is what accounts, orders and lists show of it. Who sits at a desk
 * is app/desk's.
 */
#ifndef LIANGDING_APP_ORGANISATION_H
#define LIANGDING_APP_ORGANISATION_H

#include "app/request.h"

/* True when an organisation has the code. */
bool organisation_has_code(struct request *r, const char *code);
/* Whoever touches it next waits until this transaction ends. */
void organisation_touch(struct db *db, int64_t id);
/* Its credit code, or NULL. */
const char *organisation_uscc(struct request *r, int64_t id);
/* The code that it has now, or NULL: after a touch the one that it keeps. */
const char *organisation_code(struct request *r, int64_t id);
/*
 * The organisation has this name, code and credit code from now on, in the
 * caller's transaction; what workers remember of its accounts lapses with it.
 * Its earlier names are found by search as before. ERR_RECORD_TAKEN when
 * another has the code.
 */
enum err organisation_take(struct request *r, int64_t id, const char *code,
    const char *name, const char *uscc);

#endif
