/* liangdingctl keys: makes and rotates the keys the daemon signs and seals
 * with. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/ctl.h"

static const struct {
	const char *verb;
	bool makes; /* the file must not be there yet */
	enum key_kind kind;
	const char *done;
} verbs[] = {
	{ "new", true, KEY_SIGNING, "a key of each kind" },
	{ "rotate", false, KEY_SIGNING,
	    "a new signing key; SIGHUP makes the daemon use it" },
	{ "add-master", false, KEY_MASTER,
	    "a new master key; SIGHUP makes the daemon use it, then secrets "
	    "rewrap" },
};
enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

int
ctl_keys(struct ctl *c)
{
	const char *what = ctl_arg(c, 0), *path = ctl_arg(c, 1), *fault;
	size_t i = 0;

	while (i < VERBS && (what == NULL || strcmp(verbs[i].verb, what) != 0))
		i++;
	if (i == VERBS || path == NULL) {
		fprintf(stderr, "usage: liangdingctl keys "
				"new|rotate|add-master FILE\n");
		return 2;
	}
	if ((access(path, F_OK) == 0) == verbs[i].makes) {
		fprintf(stderr, "%s: %s\n", path,
		    verbs[i].makes ? "exists already; use rotate"
				   : "does not exist");
		return 1;
	}
	fault = keyring_rotate(c->mem, path, verbs[i].kind);
	if (fault != NULL) {
		fprintf(stderr, "%s\n", fault);
		return 1;
	}
	printf("%s: %s\n", path, verbs[i].done);
	return 0;
}
