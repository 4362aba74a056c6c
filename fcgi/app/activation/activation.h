/*
 * Links that set a password, once, within 72 hours (ACC-1): mailed to whoever
 * the account stands for when it is issued or its administrator has it set
 * anew. What a link holds stands behind the # of its address, so that no log
 * has it; the database keeps its digest.
 */
#ifndef LIANGDING_APP_ACTIVATION_H
#define LIANGDING_APP_ACTIVATION_H

#include "app/account/account.h"
#include "app/outbox/outbox.h"

enum { ACTIVATION_HOURS = 72 };

/*
 * Mails a link to `to`, in the caller's transaction: MESSAGE_ACTIVATION or
 * MESSAGE_RESET. Earlier links of the account end.
 */
void activation_send(struct request *r, const struct account *a,
    enum message_number message, const char *to, enum language language);
/* Every link of the account ends: its password is known otherwise. */
void activation_end(struct db *db, int64_t account_id);
/* True when a link has set its password before. */
bool activation_was_used(struct request *r, int64_t account_id);
/* Until when the account has one that nobody has used; 0: it has none. */
struct moment activation_open(struct request *r, int64_t account_id);

extern const struct form activation_look_form, activation_form;
extern const struct shape activation_shape;
handler activation_look_http, activation_prepare, activation_http;

#endif
