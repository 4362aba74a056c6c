/*
 * Permissions to review (USER-3): a bureau holds one for a list that its desk
 * reviews by permission (order_list_kind.permitted), because the level above
 * has given it; its platform administrator hands it to reviewers of its own
 * bureau. The bureau that has none above it holds all there are. Who has one
 * stands with the actor (struct actor's permits), so whoever hands one on or
 * takes it back counts the account's facts (app/account/account.h).
 */
#ifndef LIANGDING_APP_PERMISSION_H
#define LIANGDING_APP_PERMISSION_H

#include "app/order/order.h"

/* The bureau that ordered it holds the list's from now on; what it holds
 * already stays. */
void permission_grant(struct request *r, const struct order *o, int64_t list);
/* Lists that an organisation of that seat may hand on, bits of their numbers.
 */
int64_t permission_held(
    struct request *r, int64_t organisation_id, enum desk seat);
/* Those that the account has in the role there. */
int64_t permission_of(struct request *r, int64_t account_id,
    int64_t organisation_id, int64_t role);
/* Just those; what is so already stays. The account must have the role. */
void permission_hand(struct request *r, int64_t account_id,
    int64_t organisation_id, int64_t role, int64_t lists);
/* What one account has there goes to another that has the role, too. */
void permission_move(struct request *r, int64_t from, int64_t to,
    int64_t organisation_id, int64_t role);

#endif
