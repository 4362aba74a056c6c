/*
 * Asks a clamd what it thinks of a file: its INSTREAM command over a unix
 * socket. Not here: what happens to a file it names.
 */
#ifndef LIANGDING_SCAN_H
#define LIANGDING_SCAN_H

#include "err.h"

/* With the look before it, within what nginx waits. */
enum { SCAN_MS = 3000 };

/*
 * Sends what fd has open, from its beginning, and waits SCAN_MS at most.
 * OK with *found_out; ERR_FILE_SCANNER for every answer but a clear one: no
 * clamd, a slow one, one that refuses the size. What was found is logged.
 */
enum err scan(const char *socket_path, int fd, bool *found_out);

#endif
