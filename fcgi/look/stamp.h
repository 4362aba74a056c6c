/*
 * Puts a seal on a PDF, but for its signature: what is written behind the file
 * has a hole for that, which whoever holds the key fills (fcgi/seal). Done in a
 * sealed child, since the PDF is a stranger's.
 *
 * Every seal is an incremental update: the file as it was comes first, byte
 * for byte, so that signatures in it stay good. Only one whose owner has
 * restricted it is decrypted and written anew, and the update comes behind
 * that.
 */
#ifndef LIANGDING_LOOK_STAMP_H
#define LIANGDING_LOOK_STAMP_H

#include <stddef.h>

/* What lies in the file that is mapped: the PDF, and behind it what the seal
 * looks like and says. lead: what stands before "%PDF-". */
struct stamp {
	unsigned char *pdf;
	size_t lead, len; /* len without lead */
	const unsigned char *look, *says;
	size_t look_len, says_len;
};

/*
 * Writes to standard output, in the format of lib/stamp.h, its head first;
 * or "fault CODE" and no more. False when nothing could be written.
 */
int stamp(const struct stamp *s);

#endif
