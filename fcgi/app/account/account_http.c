/* Unlocking over HTTP (LOGIN-2). */
#include "app/account/account.h"
#include "app/account/account_list.h"

/* One and the same rule as the list: who is listed can be unlocked. */
static enum err
account_load(struct request *r, struct scope *out)
{
	struct account *a = arena_alloc(r->mem, sizeof(*a));
	int64_t id = request_number(r, 0);

	if (!account_by_id(r->db, r->mem, id, a))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	if (!account_is_overseen(r, id))
		return db_error(r->db) != OK ? db_error(r->db)
					     : request_foreign(r);
	out->organisation_id = r->actor.organisation_id;
	out->division = r->actor.division;
	out->desks = ~0U;
	r->object = a;
	return OK;
}
const struct object account_object = { "account", account_load, false, NULL };

enum err
account_unlock_http(struct request *r)
{
	const struct account *a = r->object;

	account_forgive_tries(r, a->name);
	return OK;
}
