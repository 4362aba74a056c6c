/* liangdingctl demo: a province to try everything in. Never in production. */
#include "ctl/demo.h"

#include <stdio.h>
#include <string.h>

#include "app/notice/notice.h"

/* What its stories of past months would tell: everybody has read that. */
static bool
forget_notices(struct db *db)
{
	struct query *q =
	    db_query(db, "DELETE FROM jobs WHERE kind = ? AND state = 1");

	db_bind_int(q, NOTICE_JOB);
	return db_run(q) == OK;
}

int
ctl_demo(struct ctl *c)
{
	const char *what = ctl_arg(c, 0);
	struct demo d = { .ctl = c };

	if (what == NULL ||
	    (strcmp(what, "load") != 0 && strcmp(what, "logins") != 0)) {
		fprintf(stderr, "usage: liangdingctl demo load|logins\n");
		return 2;
	}
	if (strcmp(c->server.config.mode, "demo") != 0) {
		fprintf(stderr, "the demo is only for mode = demo\n");
		return 1;
	}
	demo_tables(&d);
	if (strcmp(what, "logins") == 0) {
		demo_logins(&d);
		return 0;
	}
	if (!demo_people(&d) || !demo_phone(&d) || !demo_orders(&d) ||
	    !demo_records(&d) || !demo_merchants(&d) || !demo_payments(&d) ||
	    !forget_notices(c->server.db)) {
		fprintf(stderr, "the demo data could not be stored\n");
		return 1;
	}
	return 0;
}
