/*
 * What an approval gives out and leaves to be done, by its kind's row
 * (app/kind): keys and the paper that carries them, a duty to go on, a duty to
 * confirm, and the confirmation that concludes the matter.
 */
#ifndef LIANGDING_APP_ISSUE_H
#define LIANGDING_APP_ISSUE_H

#include "app/document/document.h"

/* o is approved, in this transaction. */
enum err issue_approved(struct request *r, const struct order *o);
/* o, which hangs on another, has been sent in, or withdrawn, likewise. */
enum err issue_sent(struct request *r, const struct order *o);
enum err issue_withdrawn(struct request *r, const struct order *o);

/* New keys and a new paper in the place of keys number `no`; errors as
 * credential_rotate(). */
enum err issue_rotate(struct request *r, const struct order *o, int64_t no);
/*
 * The actor confirms that what o has been given works: o and what it hangs on
 * are concluded. ERR_DOCUMENT_UNFINISHED while it has not been given out,
 * ERR_ORDER_CHANGED.
 */
enum err issue_conclude(struct request *r, const struct order *o,
    int64_t version, struct order *now_out);

/* True when the actor may confirm o. */
bool issue_may_confirm(const struct request *r, const struct order *o);

extern const struct form issue_rotation_form;
extern const struct shape issued_shape;
handler issue_get_http, issue_rotate_http, issue_confirm_http;

#endif
