/* liangdingctl: what operators do by hand. */
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"
#include "lib/process.h"

enum { COMMAND_BYTES = 512 * 1024 * 1024 };

enum need { NOTHING, DAEMON, OWNER };

static const struct {
	const char *name;
	enum need need;
	int (*run)(struct ctl *);
	const char *usage;
} commands[] = {
	{ "check", DAEMON, ctl_check,
	    "the configuration, its keys, the database [--dir migrations]" },
	{ "describe", NOTHING, ctl_describe, "print the API as OpenAPI 3.1" },
	{ "migrate", OWNER, ctl_migrate,
	    "up | down [--yes] | status | unlock [--to N] [--wait SECONDS] "
	    "[--dir migrations]" },
	{ "schema", OWNER, ctl_schema, "print the schema as it is" },
	{ "divisions", OWNER, ctl_divisions,
	    "load FILE.tsv (code, name, level, parent)" },
	{ "calendar", OWNER, ctl_calendar,
	    "load FILE.tsv (day, 0 off or 1 worked)" },
	{ "keys", NOTHING, ctl_keys, "new | rotate | add-master FILE" },
	{ "secrets", OWNER, ctl_secrets,
	    "status | rewrap | renew | retire (keys of personal data)" },
	{ "account", DAEMON, ctl_account,
	    "create NAME DISPLAY_NAME ROLE DIVISION (password from stdin)" },
	{ "app-keys", OWNER, ctl_app_keys,
	    "add KEYID APP ed25519|hmac-sha256 [sign-in|feeds|decisions] "
	    "(key from stdin) | list | revoke KEYID" },
	{ "connections", OWNER, ctl_connections,
	    "[list] | set CODE URL | close CODE | retry ORDER_NO|--failed | "
	    "key (who is handed orders over by API)" },
	{ "feed", DAEMON, ctl_feed,
	    "payments|settlements FILE (batches, as JSON lines)" },
	{ "certificates", DAEMON, ctl_certificates,
	    "add ACCOUNT FILE.pem | list ACCOUNT | remove ACCOUNT NUMBER" },
	{ "audit", OWNER, ctl_audit,
	    "verify [--journal FILE] [--key HEX] | close DAY (key from "
	    "stdin)" },
	{ "jobs", DAEMON, ctl_jobs,
	    "[--failed] [--lane short|long|mail|sms|push] | retry "
	    "ID|--failed" },
	{ "outbox", DAEMON, ctl_outbox,
	    "[--all] (messages not sent) | retry ID|--failed | "
	    "test mail|sms (to whom from stdin)" },
	{ "seals", DAEMON, ctl_seals,
	    "(whose key is there) | retry | try DIVISION IN.pdf OUT.pdf" },
	{ "documents", DAEMON, ctl_documents,
	    "(papers that are not ready) | revoke NUMBER" },
	{ "store", DAEMON, ctl_store,
	    "adopt (the file store belongs to this database)" },
	{ "demo", OWNER, ctl_demo, "load | logins" },
};

const char *
ctl_word(const struct words *words, int64_t value)
{
	const struct word *w = words_at(words, value);

	return w == NULL ? "?" : w->word;
}

const char *
ctl_arg(const struct ctl *c, int n)
{
	return n < c->argc ? c->argv[n] : NULL;
}

static int
usage(void)
{
	fprintf(stderr, "usage: liangdingctl [-c FILE] COMMAND …\n");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(stderr, "  %-10s %s\n", commands[i].name,
		    commands[i].usage);
	return 2;
}

static int
run(struct ctl *c, size_t n)
{
	const char *faults;

	if (commands[n].need == NOTHING)
		return commands[n].run(c);
	if (c->config_path == NULL) {
		fprintf(stderr, "liangdingctl: -c FILE is needed\n");
		return 2;
	}
	if (server_load(&c->server, c->config_path, commands[n].need == OWNER,
		&faults) > 0) {
		fputs(faults, stderr);
		return 1;
	}
	/* What the daemon is to use it must own, too. */
	if (commands[n].need == DAEMON && c->server.config.user != NULL) {
		faults = process_become(c->mem, c->server.config.user);
		if (faults != NULL) {
			fprintf(stderr, "%s\n", faults);
			return 1;
		}
	}
	c->server.db = db_open(&c->server.address);
	return commands[n].run(c);
}

int
main(int argc, char **argv)
{
	struct ctl c = { 0 };
	int status = -1, at = 1;

	if (argc > 2 && strcmp(argv[1], "-c") == 0) {
		c.config_path = argv[2];
		at = 3;
	}
	c.mem = arena_new(COMMAND_BYTES);
	for (size_t i = 0; at < argc && status < 0 &&
			   i < sizeof(commands) / sizeof(commands[0]);
	     i++) {
		if (strcmp(commands[i].name, argv[at]) != 0)
			continue;
		c.argc = argc - at - 1;
		c.argv = argv + at + 1;
		status = run(&c, i);
	}
	db_close(c.server.db);
	arena_free(c.server.mem);
	arena_free(c.mem);
	return status < 0 ? usage() : status;
}
