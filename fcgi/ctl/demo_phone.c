/*
 * Who the demonstration's people are to the phone simulator (QR-7): an ID
 * number each, made of their place in the table, and the key that it signs
 * with.
 */
#include <string.h>

#include "app/app_key/app_key.h"
#include "app/person/person.h"
#include "ctl/demo.h"

enum { FIRST_YEAR = 1980, YEARS = 20, MONTHS = 12, DAYS = 28 };

/* GB 11643: a real date and the right check digit. */
static const char *
id_no_of(struct arena *mem, int i)
{
	static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10,
		5, 8, 4, 2 };
	enum { WEIGHTS = sizeof(weights) / sizeof(weights[0]) };
	const char *s = arena_printf(mem, "350203%d%02d%02d%03d",
	    FIRST_YEAR + i % YEARS, i % MONTHS + 1, i % DAYS + 1, i + 1);
	int sum = 0;

	for (int k = 0; k < WEIGHTS; k++)
		sum += (s[k] - '0') * weights[k];
	return arena_printf(mem, "%s%c", s, "10X98765432"[sum % 11]);
}

const char *
demo_phone_of(struct arena *mem, size_t i)
{
	return arena_printf(mem, "139%08d", 5200000 + (int)i * 7919);
}

bool
demo_phone(struct demo *d)
{
	struct ctl *c = d->ctl;
	struct request r = {
		.server = &c->server, .db = c->server.db, .mem = c->mem
	};
	unsigned char public_key[ED25519_KEY_BYTES];
	const struct app_key key = { .keyid = DEMO_KEY_ID,
		.app = DEMO_KEY_APP,
		.algorithm = SIGNATURE_ED25519,
		.public_key = public_key };

	db_begin(r.db);
	for (size_t i = 0; i < d->n_accounts; i++) {
		const struct person p = { .id_no = id_no_of(c->mem, (int)i),
			.phone = demo_phone_of(c->mem, i) };
		bool unified = d->accounts[i].kind == ACCOUNT_UNIFIED;
		if (!person_insert(&r, d->accounts[i].id, unified, &p))
			return false;
	}
	ed25519_public_key(demo_private_key, public_key);
	return app_key_insert(r.db, &key) && db_commit(r.db) == OK;
}
