/* Rules of accounts; see account.h. */
#include "app/account/account.h"

#include <string.h>
#include <strings.h>

static const char *const common[] = {
#include "app/account/common_passwords.def"
};

const char *
password_fault(const char *password, const struct account *a)
{
	const char *p = password;

	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (strcasecmp(common[i], password) == 0)
			return "common";
	if (strcasecmp(password, a->name) == 0 ||
	    strcmp(password, a->display_name) == 0)
		return "common";
	while (*p != '\0' && *p == password[0])
		p++;
	return *p == '\0' ? "common" : NULL; /* one character repeated */
}

const char *
account_hash(struct request *r, const char *password)
{
	int slot = password_enter(r->server->config.run_directory);
	const char *hash;

	if (slot < 0)
		return NULL;
	hash = password_hash(r->mem, &r->server->cost, password);
	password_leave(slot);
	return hash;
}

enum err
account_check_password(struct request *r, const char *name,
    const char *password, const struct account *account,
    struct login_tries *tries_out, bool *fits_out)
{
	int slot = password_enter(r->server->config.run_directory);
	bool has_one = account != NULL &&
		       strcmp(account->password_hash, ACCOUNT_NO_PASSWORD) != 0;
	const char *hash =
	    has_one ? account->password_hash : r->server->dummy_hash;

	*fits_out = false;
	if (slot < 0)
		return ERR_BUSY;
	/* Counted inside the slot: only so many tries are ever in flight. */
	*tries_out = account_count_try(r, name, account);
	if (tries_out->failures <= LOGIN_TRIES_MAX)
		*fits_out = password_fits(hash, password) && has_one;
	if (*fits_out)
		account_forgive_tries(r, name);
	password_leave(slot);
	return db_error(r->db);
}
