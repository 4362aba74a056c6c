/* Digests and heads; see chain.h. */
#include "app/audit/chain.h"

#include <string.h>

#include "lib/buf.h"

void
chain_digest(struct arena *mem, const struct audit_row *row,
    unsigned char out[DIGEST_BYTES])
{
	const char *text = arena_printf(mem,
	    "%lld\n%s\n%lld\n%lld\n%s\n%s\n%s\n%s", (long long)row->id, row->at,
	    (long long)row->account_id, (long long)row->organisation_id,
	    row->act, row->object, row->outcome, row->address);

	crypt_sha256(text, strlen(text), out);
}

void
chain_head(struct arena *mem, const unsigned char previous[DIGEST_BYTES],
    const unsigned char *digests, size_t n, unsigned char out[DIGEST_BYTES])
{
	unsigned char *all = arena_alloc(mem, (n + 1) * DIGEST_BYTES);

	memcpy(all, previous, DIGEST_BYTES);
	memcpy(all + DIGEST_BYTES, digests, n * DIGEST_BYTES);
	crypt_sha256(all, (n + 1) * DIGEST_BYTES, out);
}
