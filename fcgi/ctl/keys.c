/* liangdingctl keys: makes and rotates the keys the daemon signs with. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/ctl.h"

int
ctl_keys(struct ctl *c)
{
	const char *what = ctl_arg(c, 0), *path = ctl_arg(c, 1), *fault;
	bool exists;

	if (what == NULL || path == NULL ||
	    (strcmp(what, "new") != 0 && strcmp(what, "rotate") != 0)) {
		fprintf(stderr, "usage: liangdingctl keys new|rotate FILE\n");
		return 2;
	}
	exists = access(path, F_OK) == 0;
	if (exists != (strcmp(what, "rotate") == 0)) {
		fprintf(stderr, "%s: %s\n", path,
		    exists ? "exists already; use rotate" : "does not exist");
		return 1;
	}
	fault = keyring_rotate(c->mem, path);
	if (fault != NULL) {
		fprintf(stderr, "%s\n", fault);
		return 1;
	}
	printf("%s: a new signing key; SIGHUP makes the daemon use it\n", path);
	return 0;
}
