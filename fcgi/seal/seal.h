/*
 * An electronic seal (REVIEW-5) on a PDF: the organisation's round red seal on
 * its last page, bottom right, as the appearance of a signature over every byte
 * (adbe.pkcs7.detached, ISO 32000-1, 12.8), which any reader of PDFs verifies.
 *
 * Whoever holds the key parses no PDF: liangding-look's sealed child says what
 * is to stand behind the file (lib/stamp.h), here it is put there and signed.
 * What was there stays, byte for byte, in front. In jobs and ctl only: it draws
 * by cairo. Not here: which papers get one, and when (app/seal).
 *
 *	struct seal_key *key;
 *	struct seal_mark mark = { "福建省医疗保障局", now };
 *	struct seal_result result;
 *
 *	if (seal_key_load(s->config.seal_key_directory, 350000, now, &key) ==
 *	    SEAL_KEY_GOOD)
 *		e = seal_file(&s->looker, mem, key, &mark, from, to, &result);
 *	seal_key_free(key);
 */
#ifndef LIANGDING_SEAL_SEAL_H
#define LIANGDING_SEAL_SEAL_H

#include "lib/look.h"
#include "seal/key.h"

struct seal_mark {
	const char *organisation; /* its name, as it stands on the seal */
	struct moment at;         /* when it is sealed */
};

struct seal_result {
	const char *fault; /* a row of faults.def: it cannot be sealed */
	int64_t size;      /* of what was written */
	/* Its owner had restricted it: what is sealed is its decrypted content,
	 * not its bytes, and signatures that it bore are not good any more. */
	bool decrypted;
};

/*
 * Writes to `to`, an empty file that may be read and written, the PDF of `from`
 * (a file, read from its beginning) with the seal on it. OK: it is whole, or
 * out->fault says why it never will be and nothing of use was written. Else as
 * look_at(), or ERR_STORE_FULL, ERR_STORE_DOWN: try again later.
 */
enum err seal_file(struct looker *l, struct arena *mem,
    const struct seal_key *key, const struct seal_mark *mark, int from, int to,
    struct seal_result *out);

#endif
