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

/*
 * The same for a form of CAPTCHA_FIELDS: ERR_CAPTCHA, told at its answer, when
 * it was wrong.
 */
enum err captcha_check(struct request *r, const struct form *form,
    const char *id, const char *answer);
#define CAPTCHA_FIELDS(s)                                                    \
	{ .name = "captcha_id",                                              \
		.type = FIELD_TEXT,                                          \
		.flags = FIELD_REQUIRED,                                     \
		.max = 40,                                                   \
		.zh = "验证码编号",                                          \
		.en = "Captcha id",                                          \
		INTO(s, captcha_id) },                                       \
	{                                                                    \
		.name = "captcha_answer", .type = FIELD_TEXT,                \
		.flags = FIELD_REQUIRED, .max = 8, .format = &format_code,   \
		.zh = "图形验证码", .en = "Captcha", INTO(s, captcha_answer) \
	}

extern const struct shape captcha_shape;
handler captcha_issue_http, captcha_image_http;

/* For the job runner: how many wait to be handed out; adds one; clears. */
int64_t captcha_ready(struct db *db);
void captcha_add(
    struct db *db, const char *answer, const void *image, size_t len);
void captcha_clear_old(struct db *db);

#endif
