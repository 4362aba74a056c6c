/*
 * liangdingctl divisions load: the GB/T 2260 list, from lines "code TAB name
 * TAB level TAB parent". Loading again updates names and adds what is new.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/ctl.h"

static const char sql_load[] =
    "INSERT INTO divisions (code, name, full_name, level, parent) "
    "VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name), "
    "full_name = VALUES(full_name), level = VALUES(level), "
    "parent = VALUES(parent)";

static const char sql_full_name[] =
    "SELECT full_name FROM divisions WHERE code = ?";

/* Steps of the list that are no place of their own. */
static bool
is_placeholder(const char *name)
{
	return strcmp(name, "市辖区") == 0 || strcmp(name, "县") == 0 ||
	       strstr(name, "直辖县级") != NULL;
}

static const char *
parent_name(struct ctl *c, long parent)
{
	struct query *q = db_query(c->server.db, sql_full_name);

	db_bind_int(q, parent);
	return db_step(q) == DB_ROW ? db_text(q, c->mem, 0) : "";
}

static bool
load_line(struct ctl *c, char *line)
{
	char *rest = line, *end;
	const char *code = strsep(&rest, "\t"), *name = strsep(&rest, "\t");
	const char *level = strsep(&rest, "\t"), *parent = strsep(&rest, "\n");
	struct query *q;
	long number = strtol(code, &end, 10);

	if (parent == NULL || *end != '\0' || number < 110000)
		return false;
	const char *above = parent_name(c, strtol(parent, NULL, 10));
	q = db_query(c->server.db, sql_load);
	db_bind_int(q, number);
	db_bind_text(q, name);
	db_bind_text(q, is_placeholder(name)
			    ? above
			    : arena_printf(c->mem, "%s%s", above, name));
	db_bind_int(q, strtol(level, NULL, 10));
	db_bind_int(q, strtol(parent, NULL, 10));
	return db_run(q) == OK;
}

int
ctl_divisions(struct ctl *c)
{
	const char *what = ctl_arg(c, 0), *path = ctl_arg(c, 1);
	char line[256];
	FILE *f;
	int n = 0;

	if (what == NULL || strcmp(what, "load") != 0 || path == NULL) {
		fprintf(stderr, "usage: liangdingctl divisions load FILE\n");
		return 2;
	}
	f = fopen(path, "re");
	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return 1;
	}
	db_begin(c->server.db);
	while (fgets(line, sizeof(line), f) != NULL) {
		n++;
		if (!load_line(c, line)) {
			fprintf(stderr, "%s:%d: cannot be read or stored\n",
			    path, n);
			fclose(f);
			return 1;
		}
	}
	fclose(f);
	if (db_commit(c->server.db) != OK)
		return 1;
	printf("%d divisions\n", n);
	return 0;
}
