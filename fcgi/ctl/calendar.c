/*
 * liangdingctl calendar load: the days that break the week's rhythm, from
 * lines "2026-10-01 TAB 0" (off) or "TAB 1" (worked); # begins a comment.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/lasting/lasting.h"
#include "ctl/ctl.h"

static const char sql_load[] =
    "INSERT INTO calendar_days (day, works) VALUES (?, ?) "
    "ON DUPLICATE KEY UPDATE works = VALUES(works)";

static bool
load_line(struct ctl *c, char *line)
{
	char *works = line, *day = strsep(&works, "\t");
	struct moment ignored;
	struct query *q;

	if (works == NULL || !clock_day_begin(day, &ignored) ||
	    strspn(works, "01") != 1 || works[1] != '\0')
		return false;
	q = db_query(c->server.db, sql_load);
	db_bind_text(q, day);
	db_bind_int(q, works[0] == '1');
	return db_run(q) == OK;
}

static int
load(struct ctl *c, const char *path)
{
	FILE *f = fopen(path, "re");
	char line[128];
	int n = 0, number = 0;

	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return 1;
	}
	db_begin(c->server.db);
	while (fgets(line, sizeof(line), f) != NULL) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		if (!load_line(c, line)) {
			fprintf(stderr,
			    "%s:%d: expected DAY TAB 0 or 1 (or the "
			    "database failed)\n",
			    path, number);
			fclose(f);
			db_rollback(c->server.db);
			return 1;
		}
		n++;
	}
	fclose(f);
	lasting_changed(c->server.db);
	if (db_commit(c->server.db) != OK)
		return 1;
	printf("%d days\n", n);
	return 0;
}

int
ctl_calendar(struct ctl *c)
{
	const char *verb = ctl_arg(c, 0), *path = ctl_arg(c, 1);

	if (verb == NULL || strcmp(verb, "load") != 0 || path == NULL) {
		fprintf(stderr, "usage: liangdingctl calendar load FILE\n");
		return 2;
	}
	return load(c, path);
}
