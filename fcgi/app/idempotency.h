/*
 * Nothing twice (PLAT-5): the answer to an Idempotency-Key is kept in the
 * transaction that earned it, sealed. Only successes are kept, for 72 hours.
 * A repeat that comes while the first is still under way may be refused for
 * what the first did not meet; the next one is told what the first was.
 */
#ifndef LIANGDING_APP_IDEMPOTENCY_H
#define LIANGDING_APP_IDEMPOTENCY_H

#include "app/request.h"

/* ERR_BAD_KEY without a key. */
enum err idempotency_check(const struct request *r);
/*
 * Keeps the rendered answer under the key, last in the transaction; a second
 * waits for the first and then fails with ERR_RETRY, for the key is taken.
 */
enum err idempotency_keep(struct request *r);
/*
 * To ask whenever a keyed request has failed: the first with its key may be
 * why. True when the key has been answered before; *e_out is then OK, with the
 * answer kept, or ERR_KEY_REUSED when that was another intent. The transaction
 * is to be rolled back.
 */
bool idempotency_replay(struct request *r, enum err *e_out);

#endif
