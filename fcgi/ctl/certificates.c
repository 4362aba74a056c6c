/*
 * liangdingctl certificates: with which certificate somebody signs in (CA-1),
 * for those whose administrator is nobody else's: an account's other ones are
 * registered by its administrator in the browser.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/certificate/certificate.h"
#include "ctl/ctl.h"

static int
usage(void)
{
	fprintf(stderr, "usage: liangdingctl certificates add ACCOUNT FILE.pem "
			"| list ACCOUNT | remove ACCOUNT NUMBER\n");
	return 2;
}

static const char *
read_file(struct arena *mem, const char *path)
{
	char *text = arena_alloc(mem, CERTIFICATE_TEXT_MAX + 1);
	FILE *f = fopen(path, "re");

	if (f == NULL)
		return NULL;
	text[fread(text, 1, CERTIFICATE_TEXT_MAX, f)] = '\0';
	fclose(f);
	return text;
}

static int
add(struct ctl *c, const struct account *a, const char *path)
{
	const struct config *config = &c->server.config;
	const char *pem = read_file(c->mem, path), *fault;
	struct certificate certificate;

	if (pem == NULL || config->ca_authorities == NULL) {
		fprintf(stderr,
		    pem == NULL ? "%s: cannot be read\n"
				: "%s: ca_authorities is not configured\n",
		    path);
		return 1;
	}
	fault = certificate_judge(c->mem, pem, config->ca_authorities,
	    config->ca_lists, &certificate);
	if (fault != NULL) {
		fprintf(stderr, "%s: %s\n", path, fault);
		return 1;
	}
	if (certificate_insert(c->server.db, a->id, &certificate) == 0) {
		fprintf(stderr, "%s: could not be added; is it registered?\n",
		    path);
		return 1;
	}
	printf("%s: %s\n", a->name, certificate.subject);
	return 0;
}

static int
list(struct ctl *c, const struct account *a)
{
	struct list all = certificate_select(c->server.db, c->mem, a->id);
	const struct certificate_row *rows = all.items;

	for (size_t i = 0; i < all.n; i++)
		printf("%lld %s until %s (%s)\n",
		    (long long)rows[i].certificate_id, rows[i].subject,
		    clock_text(c->mem, rows[i].not_after), rows[i].serial);
	return db_error(c->server.db) == OK ? 0 : 1;
}

int
ctl_certificates(struct ctl *c)
{
	const char *what = ctl_arg(c, 0), *name = ctl_arg(c, 1);
	struct account a;

	if (name == NULL)
		return usage();
	if (!account_by_name(c->server.db, c->mem, name, &a)) {
		fprintf(stderr, "%s: no such account\n", name);
		return 1;
	}
	if (strcmp(what, "add") == 0 && c->argc == 3)
		return add(c, &a, c->argv[2]);
	if (strcmp(what, "list") == 0 && c->argc == 2)
		return list(c, &a);
	if (strcmp(what, "remove") != 0 || c->argc != 3)
		return usage();
	if (!certificate_delete(
		c->server.db, a.id, strtoll(c->argv[2], NULL, 10))) {
		fprintf(stderr, "%s: %s has none of that number\n", c->argv[2],
		    name);
		return 1;
	}
	printf("removed\n");
	return 0;
}
