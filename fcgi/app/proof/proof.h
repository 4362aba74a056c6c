/*
 * Phones in a form that must be in the hands of who fills it in (FIELD_PROVEN):
 * shown once by a code by SMS, each is good for its organisation from then on.
 * Not here: codes (app/sms_code), forms (lib/form.h).
 */
#ifndef LIANGDING_APP_PROOF_H
#define LIANGDING_APP_PROOF_H

#include "app/request.h"

struct order;

/* Whether that number is known to be in the organisation's hands. */
bool proof_has_phone(
    struct request *r, int64_t organisation_id, const char *phone);
/* From now on; phone_mac: person_phone_mac(). */
void proof_keep(
    struct request *r, int64_t organisation_id, const unsigned char *phone_mac);

/* Adds "unproven" where content has a phone that is none. */
void proof_check(struct request *r, int64_t organisation_id,
    const struct form *form, const struct json *content);
/* The paths of those in content that are, as a list of texts. */
const struct json *proof_paths(struct request *r, int64_t organisation_id,
    const struct form *form, const struct json *content);

extern const struct form proof_ask_form, proof_bring_form;
handler proof_ask_prepare, proof_ask_http, proof_bring_http;

#endif
