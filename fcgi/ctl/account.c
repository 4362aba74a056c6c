/*
 * liangdingctl account create: the first administrator of a bureau (ACC-7).
 * The password comes from stdin and must be changed at the first login.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/account/account.h"
#include "ctl/people.h"
#include "lib/text.h"

static const char sql_bureau[] =
    "SELECT id FROM organisations WHERE kind = 2 AND division = ? LIMIT 1";

int
ctl_account(struct ctl *c)
{
	const char *name = ctl_arg(c, 1), *display = ctl_arg(c, 2);
	const char *role_word = ctl_arg(c, 3), *division = ctl_arg(c, 4);
	const struct word *role;
	struct db *db = c->server.db;
	char password[256] = "";
	int64_t bureau, account;
	struct query *q;

	if (division == NULL || strcmp(c->argv[0], "create") != 0) {
		fprintf(stderr, "usage: liangdingctl account create NAME "
				"DISPLAY_NAME ROLE DIVISION <PASSWORD\n");
		return 2;
	}
	role = words_find(&role_words, role_word);
	if (role == NULL) {
		fprintf(stderr, "%s: no such role\n", role_word);
		return 2;
	}
	if (fgets(password, sizeof(password), stdin) == NULL)
		return 2;
	password[strcspn(password, "\r\n")] = '\0';
	if (text_length(password) < PASSWORD_MIN ||
	    text_length(password) > PASSWORD_MAX) {
		fprintf(stderr, "the password needs %d to %d characters\n",
		    PASSWORD_MIN, PASSWORD_MAX);
		return 1;
	}
	db_begin(db);
	q = db_query(db, sql_bureau);
	db_bind_int(q, strtoll(division, NULL, 10));
	if (db_step(q) != DB_ROW) {
		fprintf(stderr, "%s: no bureau there\n", division);
		return 1;
	}
	bureau = db_int(q, 0);
	account = people_account(db, c->mem, name, ACCOUNT_BUREAU, display,
	    password_hash(c->mem, &c->server.cost, password), true);
	people_grant(db, account, bureau, role->value);
	if (account == 0 || db_commit(db) != OK) {
		fprintf(stderr,
		    "%s: could not be created; is the name "
		    "taken?\n",
		    name);
		return 1;
	}
	printf("%s created\n", name);
	return 0;
}
