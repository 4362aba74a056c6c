/*
 * Has a finished upload looked at by liangding-look, a process of its own
 * that can do nothing but look. The worker itself never reads what strangers
 * send. Not here: what is looked for (fcgi/look).
 */
#ifndef LIANGDING_LIB_LOOK_H
#define LIANGDING_LIB_LOOK_H

#include "err.h"

#include <stdint.h>

#include "lib/template.h"

/*
 * LOOK_CPU_MS: what one that has not come to an end must have computed to be
 * the file's fault alone; below LOOK_IDLE_MS it has hardly begun.
 */
enum { LOOK_MS = 4000, LOOK_CPU_MS = 1500, LOOK_IDLE_MS = 100 };

/*
 * Who looks: a worker's own, so that it ends with the worker and nobody waits
 * for another's. Its template is renewed after so many files and so long, and
 * after each one that a child died over: memory lies the same way in all its
 * children, and nobody shall find out how by trying; and a decoder that the
 * system has renewed is soon in use. Zeroed but for program it has none yet.
 */
enum { LOOK_FILES_MAX = 100, LOOK_AGE_MS = 10 * 60 * 1000 };
struct looker {
	const char *program; /* liangding-look's path */
	struct template template;
	int files;     /* that the template was called for */
	int64_t since; /* by clock_ticks(): when it was started */
};

struct look_result {
	const char *fault;            /* a row of faults.def, or NULL */
	int64_t width, height, pages; /* 0 where they do not apply */
	bool killed; /* it was at work and did not come to an end */
};

/*
 * Looks at the file that fd has open, which must be a media_type; for LOOK_MS
 * at most. A helper that dies over a file or uses up its CPU time makes it
 * "damaged" or "complex", which the log tells with the type alone. ERR_BUSY
 * when it did not come to an end on a machine that had no time for it, or
 * somebody else ended it: the file may be good, unless that happens to it again
 * and again. A template that has died or does not answer is replaced, once.
 * ERR_INTERNAL when the helper cannot be run at all.
 */
enum err look_at(
    struct looker *l, int fd, const char *media_type, struct look_result *out);
/*
 * The same helper has what done with in and out (fcgi/look/main.c), for as long
 * as a look. OK: it has come to its end by itself, and what it says stands in
 * out. *fault_out: the file drove it mad, "damaged" or "complex"; else NULL.
 * Errors as above.
 */
enum err look_do(struct looker *l, const char *what, int in, int out,
    const char **fault_out);
/* The fault in a line "fault CODE", a row of faults.def; NULL when it is none.
 */
const char *look_fault(const char *line);
/* Its answer's line, for look_at(). False when it is not one. */
bool look_read(const char *line, struct look_result *out);

#endif
