/* liangdingctl check: reaching here, the configuration has no mistakes. */
#include <stdio.h>

#include "ctl/ctl.h"

int
ctl_check(struct ctl *c)
{
	printf("%s: ok (%s)\n", c->config_path, c->server.config.mode);
	return 0;
}
