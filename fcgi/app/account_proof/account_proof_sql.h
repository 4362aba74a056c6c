/* The statements of accounts' proofs, for this folder. */
#ifndef LIANGDING_APP_ACCOUNT_PROOF_SQL_H
#define LIANGDING_APP_ACCOUNT_PROOF_SQL_H

#include "app/account_proof/account_proof.h"

/*
 * Holds o against others until the transaction ends, by a change; false when
 * it waits at the desk no more, or, of a version, was changed.
 */
bool account_proof_hold(
    struct request *r, const struct order *o, int64_t desk, int64_t version);
/* All that an office has asked of an institution, whatever the order, the
 * newest first. */
struct list account_proofs_of(
    struct request *r, int64_t institution_id, int64_t organisation_id);
bool account_proof_by_id(
    struct request *r, int64_t id, struct account_proof *out);
bool account_proof_by_no(
    struct request *r, int64_t order_id, int64_t no, struct account_proof *out);
/* The one of the order that has not ended. */
bool account_proof_open(
    struct request *r, int64_t order_id, struct account_proof *out);
/* The last number of the order's. */
int64_t account_proof_last_no(struct request *r, int64_t order_id);
/* Its row; the new id, or 0. */
int64_t account_proof_insert(struct request *r, const struct order *o,
    const struct account_proof *p, const unsigned char digest[DIGEST_BYTES]);
/* False when it was not asked for any more. */
bool account_proof_set_paid(struct request *r, const struct account_proof *p);
/* Counts a try; false when it is over, or its time is. The last one is ended by
 * whoever counts it, who holds its order. */
bool account_proof_count(struct request *r, int64_t id);
/* False when it had ended. */
bool account_proof_end(
    struct request *r, int64_t id, enum account_proof_state how);

#endif
