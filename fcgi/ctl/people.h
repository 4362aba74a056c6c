/* Making organisations, accounts and grants, for ctl's own commands. */
#ifndef LIANGDING_CTL_PEOPLE_H
#define LIANGDING_CTL_PEOPLE_H

#include "app/words.h"
#include "ctl/ctl.h"

struct new_organisation {
	int64_t kind, division, parent_id;
	const char *name, *code, *uscc, *phone; /* or NULL but for the name */
};

/* Each answers the new row's id, or 0. Of an organisation that sits at a desk,
 * the caller says lasting_changed(). */
int64_t people_organisation(
    struct db *db, struct arena *mem, const struct new_organisation *o);
int64_t people_account(struct db *db, struct arena *mem, const char *name,
    int64_t kind, const char *display_name, const char *hash, bool must_change);
int64_t people_grant(
    struct db *db, int64_t account, int64_t organisation, int64_t role);
/* The grant's bureau may review all that its desk does, and who has the grant
 * does so (USER-3); false when that cannot be kept. */
bool people_permit(
    struct db *db, int64_t grant, int64_t organisation, enum desk seat);

#endif
