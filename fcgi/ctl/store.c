/* liangdingctl store: that the files and the database belong together. */
#include <stdio.h>
#include <string.h>

#include "app/identity/identity.h"
#include "ctl/ctl.h"
#include "lib/store.h"

int
ctl_store(struct ctl *c)
{
	const char *what = ctl_arg(c, 0);
	const char *fault;

	if (what == NULL || strcmp(what, "adopt") != 0)
		return 2;
	fault = store_prepare(c->mem, c->server.config.file_directory);
	if (fault == NULL && identity_adopt(&c->server, c->mem, &fault)) {
		printf("%s: now the store of the database %s\n",
		    c->server.config.file_directory,
		    c->server.config.database_name);
		return 0;
	}
	fprintf(stderr, "%s\n", fault);
	return 1;
}
