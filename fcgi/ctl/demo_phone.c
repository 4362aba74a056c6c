/*
 * Who the demonstration's people are to the phone simulator (QR-7): an ID
 * number each, made of their place in the table, and the key that it signs
 * with.
 */
#include <string.h>

#include "app/app_key/app_key.h"
#include "app/enrolment/enrolment.h"
#include "app/person/person.h"
#include "ctl/demo.h"

enum {
	FIRST_YEAR = 1980,
	YEARS = 20,
	MONTHS = 12,
	DAYS = 28,
	ASKING = 900 /* from here on people without an account */
};

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

/* Institutions of the district that have no account yet. */
static bool
ask_for_accounts(struct request *r)
{
	static const struct applicant all[] = {
		{ .code = "P35021300777",
		    .institution_name = "翔安海岸大药房",
		    .uscc = "91350213MA31ABCDX2",
		    .operator_name = "谢文静" },
		{ .code = "H35021300688",
		    .institution_name = "翔安东坑卫生院",
		    .uscc = "12350213426600012P",
		    .operator_name = "卢建平" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct applicant a = all[i];
		a.id_no = id_no_of(r->mem, (int)i + ASKING);
		a.phone = demo_phone_of(r->mem, i + ASKING);
		a.mail = "operator@example.cn";
		if (enrolment_keep(r, &a, enrolment_division(r, a.code)) ==
		    NULL)
			return false;
	}
	return true;
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
		.purpose = APP_SIGNS_IN,
		.public_key = public_key };

	db_begin(r.db);
	for (size_t i = 0; i < d->n_accounts; i++) {
		const struct person p = { .id_no = id_no_of(c->mem, (int)i),
			.phone = demo_phone_of(c->mem, i) };
		bool unified = d->accounts[i].kind == ACCOUNT_UNIFIED;
		if (!person_insert(&r, d->accounts[i].id, unified, &p))
			return false;
	}
	if (!ask_for_accounts(&r))
		return false;
	ed25519_public_key(demo_private_key, public_key);
	return app_key_insert(r.db, &key) && db_commit(r.db) == OK;
}
