/* What several kinds check beyond what their forms say. */
#ifndef LIANGDING_APP_KIND_CHECKS_H
#define LIANGDING_APP_KIND_CHECKS_H

#include "app/request.h"

/* Notes a fault at path where day ("2026-11-22", or "" for none) is past; what
 * is valid until a day is valid on it. */
void kind_check_valid(struct request *r, const struct form *form,
    const char *path, const char *day);
/* Notes one where day is ahead. */
void kind_check_begun(struct request *r, const struct form *form,
    const char *path, const char *day);

#endif
