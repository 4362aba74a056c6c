/* See check.c: the database and the file store. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "app/app_key/app_key.h"
#include "app/identity/identity.h"
#include "ctl/ctl.h"

enum { LINE_BYTES = 512 };

static const char sql_reach[] = "SELECT 1";
static const char sql_migration[] =
    "SELECT dirty FROM schema_migrations WHERE version = ?";
static const char sql_right[] =
    "SELECT 1 FROM information_schema.table_privileges "
    "WHERE table_schema = DATABASE() AND table_name = ? "
    "AND privilege_type = ? UNION ALL "
    "SELECT 1 FROM information_schema.schema_privileges "
    "WHERE table_schema = DATABASE() AND privilege_type = ? UNION ALL "
    "SELECT 1 FROM information_schema.user_privileges "
    "WHERE privilege_type = ?";
/* They run as whoever made them, unseen. */
static const char sql_by_itself[] =
    "SELECT CONCAT('trigger ', trigger_name) "
    "FROM information_schema.triggers WHERE trigger_schema = DATABASE() "
    "UNION ALL SELECT CONCAT(LOWER(routine_type), ' ', routine_name) "
    "FROM information_schema.routines WHERE routine_schema = DATABASE() "
    "UNION ALL SELECT CONCAT('event ', event_name) "
    "FROM information_schema.events WHERE event_schema = DATABASE() "
    "UNION ALL SELECT CONCAT('view ', table_name) "
    "FROM information_schema.views WHERE table_schema = DATABASE()";

bool
ctl_wrong(const struct ctl *c, const char *what, const char *remedy)
{
	fprintf(stderr, "%s: %s: %s\n", c->config_path, what, remedy);
	return false;
}

static const char *
directory_of(const struct ctl *c)
{
	for (int i = 0; i + 1 < c->argc; i++)
		if (strcmp(c->argv[i], "--dir") == 0)
			return c->argv[i + 1];
	return "migrations";
}

static bool
has_run(struct ctl *c, int version, const char *file)
{
	struct query *q = db_query(c->server.db, sql_migration);

	db_bind_int(q, version);
	if (db_step(q) != DB_ROW)
		return ctl_wrong(
		    c, file, "has not run: say liangdingctl migrate up");
	if (db_int(q, 0) != 0)
		return ctl_wrong(
		    c, file, "broke off: say liangdingctl migrate status");
	return true;
}

static bool
all_have_run(struct ctl *c)
{
	DIR *d = opendir(directory_of(c));
	const struct dirent *e;
	bool good = true;
	int version;

	if (d == NULL)
		return ctl_wrong(c, directory_of(c),
		    "no such directory: say where the migrations lie, --dir");
	while ((e = readdir(d)) != NULL)
		if (strstr(e->d_name, ".up.sql") != NULL &&
		    sscanf(e->d_name, "%4d_", &version) == 1)
			good &= has_run(c, version, e->d_name);
	closedir(d);
	return good;
}

static bool
has_right(struct ctl *c, const char *table, const char *right)
{
	struct query *q = db_query(c->server.db, sql_right);

	db_bind_text(q, table);
	for (int i = 0; i < 3; i++)
		db_bind_text(q, right);
	if (db_step(q) == DB_ROW)
		return true;
	return ctl_wrong(c,
	    arena_printf(c->mem, "%s may not %s %s",
		c->server.config.database_user, right, table),
	    "say liangdingctl migrate up");
}

/* A line of rights.sql: GRANT right, right ON table TO :user; */
static bool
has_rights(struct ctl *c, char *line)
{
	char *on = strstr(line, " ON "), *to = strstr(line, " TO ");
	bool good = true;
	char *rest;

	if (strncmp(line, "GRANT ", 6) != 0 || on == NULL || to == NULL)
		return true;
	*on = *to = '\0';
	for (const char *right = strtok_r(line + 6, ", ", &rest); right != NULL;
	     right = strtok_r(NULL, ", ", &rest))
		good &= has_right(c, on + 4, right);
	return good;
}

static bool
has_all_rights(struct ctl *c)
{
	const char *path =
	    arena_printf(c->mem, "%s/rights.sql", directory_of(c));
	FILE *f = fopen(path, "re");
	char line[LINE_BYTES];
	bool good = true;

	if (f == NULL)
		return ctl_wrong(c, path, "cannot be read");
	while (fgets(line, sizeof(line), f) != NULL)
		good &= has_rights(c, line);
	fclose(f);
	return good;
}

/* Only who owns the tables sees what hangs on them. */
static bool
runs_nothing(struct ctl *c)
{
	struct server owner;
	struct query *q;
	const char *faults;
	bool good = true;

	if (c->server.config.owner_user == NULL)
		return true; /* asked where the schema is migrated from */
	if (server_load(&owner, c->config_path, true, &faults) > 0) {
		fputs(faults, stderr);
		return false;
	}
	owner.db = db_open(&owner.address);
	q = db_query(owner.db, sql_by_itself);
	while (db_step(q) == DB_ROW)
		good = ctl_wrong(c, db_text(q, c->mem, 0),
		    "is none of liangding's and runs by itself: drop it");
	if (db_error(owner.db) != OK)
		good = ctl_wrong(c, "owner_user", "cannot ask the database");
	db_close(owner.db);
	arena_free(owner.mem);
	return good;
}

static bool
reaches(struct ctl *c)
{
	struct query *q = db_query(c->server.db, sql_reach);

	return db_step(q) == DB_ROW;
}

bool
check_database(struct ctl *c)
{
	const char *fault;
	bool good;

	if (!reaches(c))
		return ctl_wrong(c, "the database",
		    "cannot be reached: is it running, and are its address, "
		    "user and password right?");
	good = all_have_run(c);
	db_clear(c->server.db);
	if (good)
		good = check_jobs(c) && check_outbox(c) &&
		       check_connections(c) && check_seals(c) &&
		       check_documents(c);
	db_clear(c->server.db);
	good &= has_all_rights(c);
	db_clear(c->server.db);
	if (identity_check(&c->server, c->mem, &fault) != IDENTITY_OK)
		good = ctl_wrong(c, "file_directory", fault);
	db_clear(c->server.db);
	if (strcmp(c->server.config.mode, "production") == 0 &&
	    app_key_demo_is_current(c->server.db))
		good = ctl_wrong(c, "app_keys",
		    "the demonstration's key is everybody's: say liangdingctl "
		    "app-keys revoke");
	db_clear(c->server.db);
	return runs_nothing(c) && good;
}
