/* liangdingctl's subcommands: one file each. */
#ifndef LIANGDING_CTL_H
#define LIANGDING_CTL_H

#include "app/server.h"

struct ctl {
	const char *config_path;
	struct server server; /* loaded when the command needs it */
	struct arena *mem;
	int argc; /* what follows the subcommand's name */
	char **argv;
};

/* Each answers the exit status. */
int ctl_check(struct ctl *c);
int ctl_describe(struct ctl *c);
int ctl_migrate(struct ctl *c);
int ctl_schema(struct ctl *c);
int ctl_divisions(struct ctl *c);
int ctl_calendar(struct ctl *c);
int ctl_keys(struct ctl *c);
int ctl_secrets(struct ctl *c);
int ctl_account(struct ctl *c);
int ctl_app_keys(struct ctl *c);
int ctl_connections(struct ctl *c);
int ctl_feed(struct ctl *c);
int ctl_certificates(struct ctl *c);
int ctl_audit(struct ctl *c);
int ctl_jobs(struct ctl *c);
int ctl_outbox(struct ctl *c);
int ctl_seals(struct ctl *c);
int ctl_documents(struct ctl *c);
int ctl_store(struct ctl *c);
int ctl_demo(struct ctl *c);

/* Part of ctl_check(): false when something is wrong, which is told. */
bool check_database(struct ctl *c);
/* Likewise: jobs that nobody runs. Those that failed, and those of a newer
 * program, are told and are no fault of this installation. */
bool check_jobs(struct ctl *c);
/* Likewise: messages that cannot be sent, or were not; told, and no fault. */
bool check_outbox(struct ctl *c);
/* Likewise: orders that were not handed over to who is connected. */
bool check_connections(struct ctl *c);
/* Likewise: papers that wait for a key, and keys that will be wanted. */
bool check_seals(struct ctl *c);
/* Likewise: papers that no setting lets be made. */
bool check_documents(struct ctl *c);
/* Tells it, and what to do; false. */
bool ctl_wrong(const struct ctl *c, const char *what, const char *remedy);

/* A value as the vocabulary names it; "?" for one of a newer program. */
const char *ctl_word(const struct words *words, int64_t value);
/* The organisation of that code, if orders are addressed to it; 0, which is
 * told. */
int64_t ctl_addressee(struct ctl *c, const char *code);
/* The argument at n, or NULL. */
const char *ctl_arg(const struct ctl *c, int n);

#endif
