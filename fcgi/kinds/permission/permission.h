/*
 * Permissions to review (USER-3): a city's bureau asks its province's for one,
 * a province's the nation's. What an approval gives is app/permission's.
 */
#ifndef LIANGDING_KINDS_PERMISSION_H
#define LIANGDING_KINDS_PERMISSION_H

#include "app/kind/kind.h"

extern const struct kind city_review_permission, province_review_permission;

extern const struct form city_review_permission_form,
    province_review_permission_form;

#endif
