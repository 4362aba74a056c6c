/*
 * Access (spec 2): the application to open payment on a channel, and the
 * acceptance of what was built for it. Forms in access_form.c, the way they go
 * and what is checked of them in access.c.
 */
#ifndef LIANGDING_KINDS_ACCESS_H
#define LIANGDING_KINDS_ACCESS_H

#include "app/kind/kind.h"

extern const struct kind access_application, access_acceptance;

extern const struct form access_application_form, access_acceptance_form;
extern const struct words access_business_type_words, access_channel_words,
    access_app_type_words;

#endif
