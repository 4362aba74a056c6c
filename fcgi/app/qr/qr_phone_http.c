/*
 * For the phone simulator (QR-7): signs a call to ours as an app's backend
 * would: in the demonstration with its key, which is everybody's, in production
 * with one of its own, where that is configured (app/server.c). The call itself
 * goes the way of every other.
 */
#include <string.h>

#include "app/app_key/app_key.h"
#include "app/qr/qr.h"

enum { PATH_CHARS = 80, BODY_CHARS = 2000 };

struct sign {
	const char *path, *body;
};

static const struct field sign_fields[] = {
	{ .name = "path",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = PATH_CHARS,
	    .zh = "接口路径",
	    .en = "Path below the API",
	    INTO(sign, path) },
	/* To the letter, since its digest is signed. */
	{ .name = "body",
	    .type = FIELD_SECRET,
	    .flags = FIELD_REQUIRED,
	    .max = BODY_CHARS,
	    .zh = "请求内容",
	    .en = "Body",
	    INTO(sign, body) },
};
const struct form qr_sign_form =
    FORM_INTO("qr_sign", "模拟签名", "Sign", sign_fields, sign);

struct qr_signed {
	const char *content_digest, *signature_input, *signature;
};

static const struct column signed_columns[] = {
	COLUMN(qr_signed, content_digest),
	COLUMN(qr_signed, signature_input),
	COLUMN(qr_signed, signature),
};
const struct shape qr_signed_shape = SHAPE(qr_signed, signed_columns);

enum err
qr_sign_http(struct request *r)
{
	const struct sign *form = r->form;
	struct qr_signed *a = arena_alloc(r->mem, sizeof(*a));
	struct http_signature s;

	if (strncmp(form->path, "app/qr/", 7) != 0)
		return ERR_NOT_FOUND;
	a->content_digest = http_digest(r->mem, form->body, strlen(form->body));
	s = app_key_sign(r, r->server->phone_key, r->server->phone_keyid,
	    &(struct app_post){ .path = arena_printf(r->mem, "%s/api/%s",
				    http_param(&r->http, "PREFIX"), form->path),
		.authority = app_key_authority(r),
		.digest = a->content_digest });
	a->signature_input = arena_printf(r->mem, "%s=%s", s.label, s.params);
	a->signature = arena_printf(
	    r->mem, "%s=:%s:", s.label, base64_text(r->mem, s.bytes, s.len));
	r->result = a;
	return OK;
}
