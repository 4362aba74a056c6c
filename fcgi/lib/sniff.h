/*
 * What a file is, by its content: libmagic's word and the signature at offset
 * 0 must agree, since libmagic alone takes "junk%PDF" for a PDF. Not here: a
 * full decode.
 */
#ifndef LIANGDING_SNIFF_H
#define LIANGDING_SNIFF_H

#include "lib/form.h"

enum { SNIFF_BYTES = 8192, SNIFF_TAIL_BYTES = 1024 };

struct sniffer;

/* Loads libmagic's rules: about 6 ms, once a process. NULL on failure. */
struct sniffer *sniffer_open(void);
void sniffer_close(struct sniffer *s);
/*
 * The row of accept (NULL-terminated) that name's extension, head's signature
 * and libmagic agree on; else NULL and in *fault_out "empty", "extension" or
 * "signature".
 */
const struct accept *sniff(struct sniffer *s, const char *name,
    const void *head, size_t len, const struct accept *const *accept,
    const char **fault_out);
/* The row of accept that has name's extension, or NULL. */
const struct accept *sniff_extension(
    const char *name, const struct accept *const *accept);
/* False when tail, a file's last bytes, lacks the type's ending: torn. */
bool sniff_is_whole(const struct accept *a, const void *tail, size_t len);

#endif
