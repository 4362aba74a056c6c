/*
 * What an access application and its acceptance ask for (ACCESS-1, ACCESS-5):
 * forms only; their way through review is app/review's.
 */
#ifndef LIANGDING_APP_ACCESS_H
#define LIANGDING_APP_ACCESS_H

#include "lib/form.h"

extern const struct form access_application_form, access_acceptance_form;

#endif
