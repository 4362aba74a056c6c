/*
 * Image captchas (LOGIN-1): drawn ahead by the job runner, handed out once,
 * spent by one try within five minutes. Not here: the drawing (jobs/).
 */
#ifndef LIANGDING_APP_CAPTCHA_H
#define LIANGDING_APP_CAPTCHA_H

#include "app/request.h"

enum { CAPTCHA_SECONDS = 300, CAPTCHA_LETTERS = 4 };

/*
 * Spends the captcha; true when answer (upper or lower case) was right and
 * in time. Runs outside a transaction: a spent one stays spent.
 */
bool captcha_spend(struct request *r, const char *id, const char *answer);

extern const struct shape captcha_shape;
handler captcha_issue_http, captcha_image_http;

/* For the job runner: how many wait to be handed out; adds one; clears. */
int64_t captcha_ready(struct db *db);
void captcha_add(
    struct db *db, const char *answer, const void *image, size_t len);
void captcha_clear_old(struct db *db);

#endif
