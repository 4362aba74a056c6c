/*
 * Accounts: who signs in, how often they failed to, which passwords are
 * allowed (LOGIN-1…5). Not here: sessions (app/session).
 *
 * Workers remember what an account, its grants and their organisations say,
 * until accounts.facts differs (app/session/known.h): whatever changes one of
 * them adds one to facts, of every account it concerns, in the same
 * transaction.
 */
#ifndef LIANGDING_APP_ACCOUNT_H
#define LIANGDING_APP_ACCOUNT_H

#include "app/request.h"

/* In place of a hash: no password opens it. */
#define ACCOUNT_NO_PASSWORD "-"

enum {
	LOGIN_TRIES_MAX = 5, /* the fifth wrong password locks (LOGIN-2) */
	LOGIN_LOCK_SECONDS = 600,
	PASSWORD_MIN = 8, /* code points; NIST SP 800-63B */
	PASSWORD_MAX = 64
};

struct account {
	int64_t id, kind, state, must_change_password;
	const char *name, *display_name, *password_hash;
};

/* How often this name has been tried, known or not. */
struct login_tries {
	int64_t failures; /* this try included */
	int64_t locked_seconds;
};

/* The account by name or id; false when there is none (or db_error()). */
bool account_by_name(
    struct db *db, struct arena *mem, const char *name, struct account *out);
bool account_by_id(
    struct db *db, struct arena *mem, int64_t id, struct account *out);
/* Keeps a new one, active; fills in a->id. False when the name is taken (or
 * db_error()). */
bool account_insert(struct db *db, struct arena *mem, struct account *a);
void account_set_password(
    struct db *db, int64_t id, const char *hash, bool must_change);

/*
 * Counts a try before it is checked, so that parallel tries cannot pass the
 * limit; account_forgive_tries() takes all back after a right password. The
 * account is whose name it is, or NULL.
 */
struct login_tries account_count_try(
    struct request *r, const char *name, const struct account *account);
void account_forgive_tries(struct request *r, const char *name);

/*
 * Why password is not allowed for this account: a row of faults.def, or NULL.
 * Length is the form's; this is the blocklist and the account's own names.
 */
const char *password_fault(const char *password, const struct account *a);

/* The hash of a password to keep, made in one of the host's hashing slots; NULL
 * when none came free. */
const char *account_hash(struct request *r, const char *password);

/*
 * Checks password against the account's hash, or against a dummy in the same
 * time when account is NULL or has none, in one of the host's hashing slots.
 * ERR_BUSY when none came free. Counts the try; tells the count in *tries_out.
 */
enum err account_check_password(struct request *r, const char *name,
    const char *password, const struct account *account,
    struct login_tries *tries_out, bool *fits_out);

/* GET /accounts and POST /accounts/:id/unlock (LOGIN-2). */
extern const struct form account_query_form;
extern const struct shape account_list_shape;
extern const struct object account_object;
handler account_list_http, account_unlock_http;

#endif
