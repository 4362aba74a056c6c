/* See process.h. */
#include "lib/process.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>

void
process_seal(void)
{
	const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		abort();
}
