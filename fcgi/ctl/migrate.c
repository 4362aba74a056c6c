/*
 * liangdingctl migrate: the schema up and down, a file a step. What ran is on
 * record with its checksum; a step that broke off is marked dirty and stops
 * everything, unless its file says that it may be resumed.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ctl/ctl.h"

enum { STEPS_MAX = 1000, FILE_BYTES_MAX = 1024 * 1024 };
#define LOCK_SECONDS "30"

struct step {
	int version;
	char title[80];
	const char *up, *down; /* the files' texts */
	const char *checksum;
	bool applied, dirty;
	const char *applied_checksum;
};

struct plan {
	struct ctl *ctl;
	const char *directory;
	struct step steps[STEPS_MAX];
	int n;
};

static const char sql_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "version INT NOT NULL PRIMARY KEY, title VARCHAR(80) NOT NULL, "
    "checksum CHAR(64) NOT NULL, dirty TINYINT UNSIGNED NOT NULL, "
    "applied_at DATETIME(3) NOT NULL) ENGINE=InnoDB "
    "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
/* A row that is claimed and committed keeps other nodes of a cluster out, too,
 * which GET_LOCK does not. */
static const char sql_lock_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migration_lock ("
    "id TINYINT UNSIGNED NOT NULL PRIMARY KEY, holder VARCHAR(120) NULL, "
    "since DATETIME(3) NULL) ENGINE=InnoDB "
    "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
static const char sql_lock_row[] = "INSERT IGNORE INTO schema_migration_lock "
				   "(id, holder, since) VALUES (1, NULL, NULL)";
static const char sql_holder[] =
    "SELECT holder FROM schema_migration_lock WHERE id = 1";
static const char sql_claim[] =
    "UPDATE schema_migration_lock SET holder = ?, since = UTC_TIMESTAMP(3) "
    "WHERE id = 1 AND holder <=> ?";
static const char sql_release[] = "UPDATE schema_migration_lock SET holder = "
				  "NULL, since = NULL WHERE holder <=> ?";
static const char sql_applied[] =
    "SELECT version, checksum, dirty FROM schema_migrations";
static const char sql_begin[] =
    "INSERT INTO schema_migrations (version, title, checksum, dirty, "
    "applied_at) VALUES (?, ?, ?, 1, UTC_TIMESTAMP(3)) "
    "ON DUPLICATE KEY UPDATE checksum = VALUES(checksum)";
static const char sql_clean[] =
    "UPDATE schema_migrations SET dirty = 0 WHERE version = ?";
static const char sql_soil[] =
    "UPDATE schema_migrations SET dirty = 1 WHERE version = ?";
static const char sql_forget[] =
    "DELETE FROM schema_migrations WHERE version = ?";

static const char *
read_file(struct arena *mem, const char *path)
{
	char *text = arena_alloc(mem, FILE_BYTES_MAX);
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return NULL;
	}
	n = fread(text, 1, FILE_BYTES_MAX - 1, f);
	fclose(f);
	text[n] = '\0';
	return text;
}

static int
by_version(const void *a, const void *b)
{
	return ((const struct step *)a)->version -
	       ((const struct step *)b)->version;
}

static bool
add_step(struct plan *p, const char *file)
{
	struct arena *mem = p->ctl->mem;
	struct step *s = &p->steps[p->n];
	const char *end = strstr(file, ".up.sql");
	unsigned char digest[DIGEST_BYTES];

	if (end == NULL || end[7] != '\0')
		return true;
	if (p->n == STEPS_MAX ||
	    sscanf(file, "%4d_%79[a-z0-9_]", &s->version, s->title) != 2) {
		fprintf(stderr, "%s: expected NNNN_title.up.sql\n", file);
		return false;
	}
	s->up = read_file(mem, arena_printf(mem, "%s/%s", p->directory, file));
	s->down = read_file(mem, arena_printf(mem, "%s/%.*s.down.sql",
				     p->directory, (int)(end - file), file));
	if (s->up == NULL || s->down == NULL)
		return false;
	crypt_sha256(s->up, strlen(s->up), digest);
	s->checksum = crypt_hex(mem, digest, sizeof(digest));
	p->n++;
	return true;
}

static bool
read_plan(struct plan *p)
{
	DIR *d = opendir(p->directory);
	const struct dirent *entry;
	bool ok = d != NULL;
	struct query *q;

	if (d == NULL)
		fprintf(stderr, "%s: %s\n", p->directory, strerror(errno));
	while (ok && (entry = readdir(d)) != NULL)
		ok = add_step(p, entry->d_name);
	if (d != NULL)
		closedir(d);
	qsort(p->steps, (size_t)p->n, sizeof(p->steps[0]), by_version);
	q = db_query(p->ctl->server.db, sql_applied);
	while (ok && db_step(q) == DB_ROW) {
		struct step *s = NULL;
		for (int i = 0; i < p->n; i++)
			if (p->steps[i].version == db_int(q, 0))
				s = &p->steps[i];
		if (s == NULL) {
			fprintf(stderr, "migration %lld ran but has no file\n",
			    (long long)db_int(q, 0));
			return false;
		}
		s->applied = true;
		s->applied_checksum = db_text(q, p->ctl->mem, 1);
		s->dirty = db_int(q, 2) != 0;
	}
	return ok && db_error(p->ctl->server.db) == OK;
}

static bool
may_resume(const struct step *s)
{
	return strstr(s->up, "resumable") != NULL;
}

/* A file that changed after it ran, or broke off, stops everything. */
static bool
is_sound(const struct step *s)
{
	if (s->dirty && !may_resume(s)) {
		fprintf(stderr,
		    "migration %04d is dirty: mend the schema by hand, then "
		    "set dirty = 0\n",
		    s->version);
		return false;
	}
	if (s->applied && !s->dirty &&
	    strcmp(s->checksum, s->applied_checksum) != 0) {
		fprintf(stderr, "migration %04d changed after it ran\n",
		    s->version);
		return false;
	}
	return true;
}

static bool
run_one(struct ctl *c, const char *sql)
{
	struct query *q = db_query(c->server.db, sql);
	enum db_step step;

	while ((step = db_step(q)) == DB_ROW)
		;
	return step == DB_DONE;
}

/* Statements end with ";" at the end of a line; "--" lines are comments. */
static bool
run_script(struct ctl *c, const char *script)
{
	struct buf statement = buf_new(c->mem);

	while (*script != '\0') {
		size_t n = strcspn(script, "\n");
		bool ends = n > 0 && script[n - 1] == ';';

		if (strncmp(script, "--", 2) != 0)
			buf_add(&statement, script, n - (ends ? 1 : 0));
		buf_puts(&statement, "\n");
		if (ends) {
			if (!run_one(c, buf_text(&statement)))
				return false;
			statement = buf_new(c->mem);
		}
		script += n + (script[n] == '\n');
	}
	return true;
}

static bool
mark(struct ctl *c, const char *sql, int version)
{
	struct query *q = db_query(c->server.db, sql);

	db_bind_int(q, version);
	return db_run(q) == OK;
}

static bool
step_up(struct plan *p, struct step *s)
{
	struct query *q = db_query(p->ctl->server.db, sql_begin);

	printf("up %04d %s\n", s->version, s->title);
	db_bind_int(q, s->version);
	db_bind_text(q, s->title);
	db_bind_text(q, s->checksum);
	return db_run(q) == OK && run_script(p->ctl, s->up) &&
	       mark(p->ctl, sql_clean, s->version);
}

static bool
step_down(struct plan *p, struct step *s)
{
	printf("down %04d %s\n", s->version, s->title);
	return mark(p->ctl, sql_soil, s->version) &&
	       run_script(p->ctl, s->down) &&
	       mark(p->ctl, sql_forget, s->version);
}

/* What the daemon may do, table by table, from rights.sql. */
static bool
grant_rights(struct plan *p)
{
	struct ctl *c = p->ctl;
	const struct config *conf = &c->server.config;
	const char *text = read_file(
	    c->mem, arena_printf(c->mem, "%s/rights.sql", p->directory));
	const char *user =
	    arena_printf(c->mem, "'%s'@'%s'", conf->database_user,
		conf->database_socket != NULL ? "localhost" : "%");
	struct buf b = buf_new(c->mem);
	const char *at;

	if (text == NULL)
		return false;
	while ((at = strstr(text, "TO :user")) != NULL) {
		buf_add(&b, text, (size_t)(at - text));
		buf_printf(&b, "TO %s", user);
		text = at + strlen("TO :user");
	}
	buf_puts(&b, text);
	return run_script(c, buf_text(&b));
}

static bool
up(struct plan *p, int to)
{
	for (int i = 0; i < p->n; i++)
		if (!is_sound(&p->steps[i]))
			return false;
	for (int i = 0; i < p->n && p->steps[i].version <= to; i++)
		if ((!p->steps[i].applied || p->steps[i].dirty) &&
		    !step_up(p, &p->steps[i]))
			return false;
	return grant_rights(p);
}

static bool
down(struct plan *p, int to)
{
	for (int i = p->n; i-- > 0 && p->steps[i].version > to;)
		if (p->steps[i].applied && !step_down(p, &p->steps[i]))
			return false;
	return true;
}

static bool
status(const struct plan *p)
{
	for (int i = 0; i < p->n; i++)
		printf("%04d %-30s %s\n", p->steps[i].version,
		    p->steps[i].title,
		    p->steps[i].dirty     ? "dirty"
		    : p->steps[i].applied ? "applied"
					  : "pending");
	return true;
}

static const char *
option(const struct ctl *c, const char *name, const char *standard)
{
	for (int i = 1; i + 1 < c->argc; i++)
		if (strcmp(c->argv[i], name) == 0)
			return c->argv[i + 1];
	return standard;
}

/*
 * "host:boot:pid": whoever migrates; a dead one of this host holds nothing. Two
 * hosts of one name have not booted as one.
 */
static const char *
holder(struct ctl *c)
{
	char host[60] = "", boot[9] = "";
	FILE *f = fopen("/proc/sys/kernel/random/boot_id", "re");

	gethostname(host, sizeof(host) - 1);
	if (f != NULL) {
		if (fgets(boot, sizeof(boot), f) == NULL)
			boot[0] = '\0';
		fclose(f);
	}
	return arena_printf(c->mem, "%s:%s:%ld", host, boot, (long)getpid());
}

static bool
is_gone(struct ctl *c, const char *held)
{
	const char *me = holder(c);
	size_t host = (size_t)(strrchr(me, ':') - me) + 1;
	long pid;

	if (strncmp(held, me, host) != 0)
		return false;
	pid = strtol(held + host, NULL, 10);
	return pid <= 0 || (kill((pid_t)pid, 0) != 0 && errno == ESRCH);
}

/* One try: claimed only if the commit says so. */
static bool
claim(struct ctl *c, const char **held_out)
{
	struct db *db = c->server.db;
	struct query *q;

	db_clear(db);
	if (!run_one(c, sql_lock_table) || !run_one(c, sql_lock_row))
		return false;
	q = db_query(db, sql_holder);
	*held_out = db_step(q) == DB_ROW ? db_text(q, c->mem, 0) : NULL;
	if (*held_out != NULL && !is_gone(c, *held_out))
		return false;
	db_begin(db);
	q = db_query(db, sql_claim);
	db_bind_text(q, holder(c));
	db_bind_text(q, *held_out);
	if (db_run(q) != OK || db_affected(q) != 1) {
		db_rollback(db);
		return false;
	}
	return db_commit(db) == OK;
}

static bool
lock(struct ctl *c)
{
	const struct timespec pause = { .tv_nsec = 200 * 1000000L };
	int64_t end =
	    clock_ticks() + atoi(option(c, "--wait", LOCK_SECONDS)) * 1000;
	const char *held = NULL;

	while (!claim(c, &held)) {
		if (clock_ticks() > end) {
			fprintf(stderr,
			    "another migration is running: %s; if it is gone, "
			    "say liangdingctl migrate unlock\n",
			    held == NULL ? "-" : held);
			return false;
		}
		nanosleep(&pause, NULL);
	}
	return true;
}

static bool
unlock(struct ctl *c, const char *held)
{
	struct query *q;

	db_clear(c->server.db);
	q = db_query(c->server.db, sql_release);
	db_bind_text(q, held);
	return db_run(q) == OK;
}

/* Whoever holds it, for an operator who knows that it is gone. */
static bool
break_lock(struct ctl *c)
{
	const char *held = NULL;
	struct query *q = db_query(c->server.db, sql_holder);

	if (db_step(q) == DB_ROW)
		held = db_text(q, c->mem, 0);
	return held == NULL || unlock(c, held);
}

static bool
has_flag(const struct ctl *c, const char *name)
{
	for (int i = 1; i < c->argc; i++)
		if (strcmp(c->argv[i], name) == 0)
			return true;
	return false;
}

/* Going down drops tables with all that is in them. */
static bool
may_go_down(const struct ctl *c)
{
	const struct config *conf = &c->server.config;
	char typed[80] = "";

	if (has_flag(c, "--yes"))
		return true;
	if (strcmp(conf->mode, "production") == 0 || !isatty(STDIN_FILENO)) {
		fprintf(stderr,
		    "migrate down drops tables of the database %s "
		    "with all that is in them: say --yes\n",
		    conf->database_name);
		return false;
	}
	printf("This drops tables of the database %s with all that is in "
	       "them.\nType the database's name to go on: ",
	    conf->database_name);
	fflush(stdout);
	if (fgets(typed, sizeof(typed), stdin) == NULL)
		return false;
	typed[strcspn(typed, "\n")] = '\0';
	return strcmp(typed, conf->database_name) == 0;
}

static bool
migrate(struct plan *p, const char *what)
{
	struct ctl *c = p->ctl;

	if (!run_one(c, sql_table) || !read_plan(p))
		return false;
	if (strcmp(what, "up") == 0)
		return up(p, atoi(option(c, "--to", "9999")));
	if (strcmp(what, "down") == 0)
		return down(p, atoi(option(c, "--to", "0")));
	return status(p);
}

int
ctl_migrate(struct ctl *c)
{
	static const char *const all[] = { "up", "down", "status", "unlock" };
	struct plan *p = arena_alloc(c->mem, sizeof(*p));
	const char *what = ctl_arg(c, 0);
	bool known = false, ok;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		known |= what != NULL && strcmp(what, all[i]) == 0;
	if (!known)
		return 2;
	p->ctl = c;
	p->directory = option(c, "--dir", "migrations");
	if (strcmp(what, "unlock") == 0)
		return break_lock(c) ? 0 : 1;
	if (strcmp(what, "status") == 0) /* only looks */
		return migrate(p, what) ? 0 : 1;
	if ((strcmp(what, "down") == 0 && !may_go_down(c)) || !lock(c))
		return 1;
	ok = migrate(p, what);
	ok = unlock(c, holder(c)) && ok;
	if (!ok)
		fprintf(stderr, "liangdingctl: the migration failed\n");
	return ok ? 0 : 1;
}

/* SHOW CREATE TABLE without its running number. */
static void
print_table(const char *text)
{
	const char *at = strstr(text, " AUTO_INCREMENT=");

	if (at == NULL) {
		printf("%s;\n\n", text);
		return;
	}
	printf("%.*s", (int)(at - text), text);
	at += strlen(" AUTO_INCREMENT=");
	printf("%s;\n\n", at + strspn(at, "0123456789"));
}

int
ctl_schema(struct ctl *c)
{
	struct query *q = db_query(c->server.db,
	    "SELECT table_name FROM information_schema.tables "
	    "WHERE table_schema = DATABASE() ORDER BY table_name");
	const char *names[STEPS_MAX];
	int n = 0;

	while (n < STEPS_MAX && db_step(q) == DB_ROW)
		names[n++] = db_text(q, c->mem, 0);
	printf("-- The schema after all migrations; made by liangdingctl "
	       "schema.\n\n");
	for (int i = 0; i < n; i++) {
		q = db_query(c->server.db,
		    arena_printf(c->mem, "SHOW CREATE TABLE `%s`", names[i]));
		if (db_step(q) != DB_ROW)
			return 1;
		print_table(db_text(q, c->mem, 1));
	}
	return 0;
}
