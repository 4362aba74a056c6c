/*
 * Nothing twice (PLAT-5): the answer to an Idempotency-Key is kept in the
 * transaction that earned it. Only successes are kept, for 72 hours.
 */
#ifndef LIANGDING_APP_IDEMPOTENCY_H
#define LIANGDING_APP_IDEMPOTENCY_H

#include "app/request.h"

/*
 * Claims the request's key; a second claimer waits for the first. Sets
 * *replayed_out and the kept answer when the key has been answered before.
 * ERR_BAD_KEY without a key, ERR_KEY_REUSED when it came with another body.
 */
enum err idempotency_claim(struct request *r, bool *replayed_out);
/* Keeps the rendered answer under the claimed key. */
enum err idempotency_keep(struct request *r);

#endif
