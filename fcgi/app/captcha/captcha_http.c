/* Handing out captchas and their pictures. */
#include "app/captcha/captcha.h"
#include "app/captcha/captcha_sql.h"

struct captcha {
	const char *captcha_id, *image, *answer;
	int64_t expires_in;
};

static const struct column columns[] = {
	COLUMN(captcha, captcha_id),
	COLUMN(captcha, image),
	COLUMN(captcha, expires_in),
	COLUMN_WITH(captcha, answer, .flags = COLUMN_OPTIONAL),
};
const struct shape captcha_shape = SHAPE(captcha, columns);

enum err
captcha_check(struct request *r, const struct form *form, const char *id,
    const char *answer)
{
	if (captcha_spend(r, id, answer))
		return OK;
	request_fault(r, form, "captcha_answer", "captcha");
	if (db_error(r->db) != OK)
		return db_error(r->db);
	r->denied = "captcha";
	return ERR_CAPTCHA;
}

enum err
captcha_issue_http(struct request *r)
{
	struct captcha *c = arena_alloc(r->mem, sizeof(*c));
	const char *answer;

	c->captcha_id = crypt_random_text(r->mem, 16);
	answer = captcha_take(r, c->captcha_id);
	if (answer == NULL)
		return ERR_BUSY; /* more are being drawn */
	c->image = arena_printf(r->mem, "captchas/%s/image", c->captcha_id);
	c->expires_in = CAPTCHA_SECONDS;
	c->answer = r->server->config.captcha_reveal ? answer : NULL;
	r->result = c;
	return OK;
}

enum err
captcha_image_http(struct request *r)
{
	r->answer.body = captcha_image(r, r->args[0], &r->answer.body_len);
	if (r->answer.body == NULL)
		return ERR_NOT_FOUND;
	r->answer.status = 200;
	r->answer.type = "image/png";
	return OK;
}
