/* Statements about captchas that only this folder's handlers need. */
#ifndef LIANGDING_APP_CAPTCHA_SQL_H
#define LIANGDING_APP_CAPTCHA_SQL_H

#include "app/request.h"

/* Hands one out under token; its answer, or NULL when none is ready. */
const char *captcha_take(struct request *r, const char *token);
/* The PNG of one that is not spent yet, or NULL. */
const void *captcha_image(
    struct request *r, const char *token, size_t *len_out);

#endif
