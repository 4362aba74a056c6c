/*
 * liangdingctl check: reaching here, the configuration has no mistakes. What
 * remains is whether the helper can seal itself and look, on this machine; and
 * whether the database is there, as new as this program, gives the daemon its
 * rights, holds nothing that runs by itself, and is the file store's. All that
 * is wrong is told, each with what to do; and jobs and
 * messages that wait in vain (jobs.c, outbox.c).
 */
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"
#include "lib/certificate.h"
#include "lib/look.h"

/* One grey pixel. */
static const char picture[] =
    "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0\x3A\x7E\x9B\x55"
    "\0\0\0\nIDAT\x78\x9C\x63\x60\0\0\0\2\0\1\x48\xAF\xA4\x71\0\0\0\0IEND\xAE"
    "\x42\x60\x82";

static bool
helper_looks(struct looker *l)
{
	struct look_result found = { 0 };
	FILE *f = tmpfile();
	bool good;

	if (f == NULL)
		return false;
	good = fwrite(picture, sizeof(picture) - 1, 1, f) == 1 &&
	       fflush(f) == 0 &&
	       look_at(l, fileno(f), "image/png", &found) == OK &&
	       found.fault == NULL && found.width == 1;
	fclose(f);
	return good;
}

/* CA-1: without a list in force nobody signs in with a certificate. */
static bool
authorities_serve(struct ctl *c)
{
	const struct config *config = &c->server.config;
	const char *fault = config->ca_authorities == NULL
				? NULL
				: certificate_files_fault(c->mem,
				      config->ca_authorities, config->ca_lists);

	return fault == NULL || ctl_wrong(c, "ca_authorities, ca_lists", fault);
}

int
ctl_check(struct ctl *c)
{
	bool good = true;

	if (!helper_looks(&c->server.looker))
		good = ctl_wrong(
		    c, "look_program", "does not answer as it should");
	if (!authorities_serve(c))
		good = false;
	if (!check_database(c) || !good)
		return 1;
	printf("%s: ok (%s)\n", c->config_path, c->server.config.mode);
	return 0;
}
