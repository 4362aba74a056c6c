/*
 * The chain over the audit log (PLAT-6): rows are sealed in batches, in the
 * order of their ids, by a chainer that nobody waits for. A seal's head is the
 * SHA-256 of the head before it and of its rows' digests; it also goes to the
 * journal, out of the database's reach. So a row that is removed, changed, put
 * elsewhere or added later does not fit, and an end that was cut off is missing
 * from what the journal says.
 *
 * A row waits to be sealed until no transaction can bring one with an id below
 * it any more; `settled` of a seal is the id up to which that was so.
 */
#ifndef LIANGDING_APP_AUDIT_CHAIN_H
#define LIANGDING_APP_AUDIT_CHAIN_H

#include "lib/crypt.h"
#include "lib/db.h"

enum {
	SEAL_ROWS_MAX = 500,
	SEAL_PAUSE_MS = 1000,
	/* No transaction is open for longer: request_seconds at its most, and
	 * as long again. */
	SETTLE_SECONDS = 240,
	AUDIT_KEEP_DAYS = 184 /* six months, whichever they are */
};

struct seal {
	int64_t no, settled, rows_count;
	unsigned char head[DIGEST_BYTES];
};

/* A row as its digest has it; texts as the database has them. */
struct audit_row {
	int64_t id, account_id, organisation_id;
	const char *at; /* "2026-11-27 10:00:00.123", UTC */
	const char *act, *object, *outcome, *address;
};

/* The digest of a row: its members as text, a line feed between two. */
void chain_digest(struct arena *mem, const struct audit_row *row,
    unsigned char out[DIGEST_BYTES]);
/* The head behind previous and n digests in a row. */
void chain_head(struct arena *mem, const unsigned char previous[DIGEST_BYTES],
    const unsigned char *digests, size_t n, unsigned char out[DIGEST_BYTES]);

/*
 * Seals what is there to seal, in one transaction, and says so in the journal.
 * Of several at a time one seals. *settled is the caller's to keep, 0 at first:
 * what it need not look at again. True when there may be more.
 */
bool chain_seal(struct db *db, struct arena *mem, int64_t *settled);
/* The newest seal; one of zeros before the first. */
bool chain_newest(struct db *db, struct arena *mem, struct seal *out);

#endif
