/* The demonstration's people and places, and the orders they made. */
#ifndef LIANGDING_CTL_DEMO_H
#define LIANGDING_CTL_DEMO_H

#include "app/request.h"
#include "ctl/ctl.h"

#define DEMO_PASSWORD "liangding-demo-2026"

struct demo_organisation {
	int64_t kind, division;
	const char *name, *code;
	int64_t id; /* once made */
};

struct demo_grant {
	const char *account;
	const char *organisation; /* by name */
	int64_t role;
};

struct demo_account {
	const char *name, *display_name;
	int64_t kind;
	bool must_change;
	int64_t id; /* once made */
};

struct demo {
	struct ctl *ctl;
	struct demo_organisation *organisations;
	struct demo_account *accounts;
	const struct demo_grant *grants;
	size_t n_organisations, n_accounts, n_grants;
};

/* Makes the places and people; false when the database refused. */
bool demo_people(struct demo *d);
/* Prints who can sign in, and as what. */
void demo_logins(const struct demo *d);
/* The tables alone, nothing made yet. */
void demo_tables(struct demo *d);
/* Who they are to a phone that scans, and its key. */
bool demo_phone(struct demo *d);
/* The number of the account at that place of the table. */
const char *demo_phone_of(struct arena *mem, size_t i);
/* Makes the orders, by the very rules the API uses. */
bool demo_orders(struct demo *d);
/* Likewise the institution records of one district. */
bool demo_records(struct demo *d);
/* The province's partner banks, and entries with them in every state. */
bool demo_merchants(struct demo *d);
/* A year of payments of the merchants that are opened, and settlements. */
bool demo_payments(struct demo *d);

#endif
