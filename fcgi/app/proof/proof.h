/*
 * Phones in a form that must be in the hands of who fills it in (FIELD_PROVEN):
 * shown once by a code by SMS, each is good for its organisation for a year.
 * Not here: codes (app/sms_code), forms (lib/form.h).
 */
#ifndef LIANGDING_APP_PROOF_H
#define LIANGDING_APP_PROOF_H

#include "app/request.h"

struct order;

/* Numbers go to others once nobody pays for them. */
enum { PROOF_DAYS = 365 };

/* Whether that number is known to be in the organisation's hands. */
bool proof_has_phone(
    struct request *r, int64_t organisation_id, const char *phone);
/* For PROOF_DAYS from now on; phone_mac: person_phone_mac(). */
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
