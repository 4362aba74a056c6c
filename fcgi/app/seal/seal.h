/*
 * Seals on the papers of orders (REVIEW-5): a step of a kind says that its
 * approval seals (app/kind/kind.h).
 */
#ifndef LIANGDING_APP_SEAL_H
#define LIANGDING_APP_SEAL_H

#include "app/request.h"

/* Who seals: the bureau at a desk whose step does. */
struct seal_owner {
	int64_t division;
	const char *name;
};
/* All of them, by their divisions, as struct seal_owner. */
struct list seal_owners(struct db *db, struct arena *mem);

#endif
