/* Statements about seals, for this folder and the job's work. */
#ifndef LIANGDING_APP_SEAL_SQL_H
#define LIANGDING_APP_SEAL_SQL_H

#include "app/seal/seal.h"

enum { SEALS_MAX = 500 };

extern const struct shape sealed_shape;

/* One that is to bear the organisation's seal for each PDF of the submission.
 */
enum err seal_insert(
    struct request *r, const struct order *o, int64_t organisation_id);
/* Those of the submission and before it (0: of any), the newest SEALS_MAX,
 * oldest first, as struct sealed. */
struct list seal_of_order(
    struct db *db, struct arena *mem, int64_t order_id, int64_t submission_no);
bool seal_by_id(
    struct db *db, struct arena *mem, int64_t id, struct sealed *out);
/* How many of the submission's are in each state. */
void seal_count(struct db *db, int64_t order_id, int64_t submission_no,
    int64_t counts[SEAL_STATE_COUNT]);
enum err seal_void_all(struct db *db, int64_t order_id);
/* While it is neither there nor void; false when it is, or is so already. */
bool seal_set_state(struct db *db, int64_t id, enum seal_state state);
/* The copy is there; false when it has become void. */
bool seal_finish(struct db *db, const struct sealed *s,
    const unsigned char sha256[DIGEST_BYTES]);

#endif
