/*
 * Keys that an approval gives an institution for its application (ACCESS-4,
 * ACCESS-6): an app id that stays, and what it signs and encrypts with, sealed
 * where it is kept. New ones may take their place; the former are stopped then.
 * Not here: the paper that carries them (app/document), and which approvals
 * give any (a kind's issues).
 */
#ifndef LIANGDING_APP_CREDENTIAL_H
#define LIANGDING_APP_CREDENTIAL_H

#include "app/order/order.h"

struct credential {
	int64_t id, order_id, no, organisation_id, environment, state;
	const char *app_id;
	const char *secrets; /* sealed */
	struct moment created_at, stopped_at;
};
/* Of what everybody may know who sees the order: no secret. */
extern const struct shape credential_shape;

/*
 * The first of the order that an approval gives, in its transaction. OK, or the
 * request is broken, as by secret_seal().
 */
enum err credential_issue(struct request *r, const struct order *o,
    enum environment environment, struct credential *out);
/*
 * New keys in the place of number `no`, which is stopped.
 * ERR_CREDENTIAL_CHANGED when that is not the one in force any more.
 */
enum err credential_rotate(struct request *r, const struct order *o, int64_t no,
    struct credential *out);
/* The one in force of the order; false when there is none. */
bool credential_current(
    struct db *db, struct arena *mem, int64_t order_id, struct credential *out);
bool credential_by_id(
    struct db *db, struct arena *mem, int64_t id, struct credential *out);
/* All of the order, the newest first, as struct credential. */
struct list credential_list(struct db *db, struct arena *mem, int64_t order_id);
/* Stopped, without another in its place. */
enum err credential_stop(struct db *db, const struct credential *c);

/* One of its keys; NULL as secret_open(). */
const char *credential_open(
    struct request *r, const struct credential *c, enum credential_key key);

extern const struct form credential_reveal_form;
extern const struct shape credential_revealed_shape;
handler credential_reveal_http;

#endif
