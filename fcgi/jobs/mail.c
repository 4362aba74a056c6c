/* A mail to the server of the settings, by SMTP (RFC 5321). */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "jobs/carry.h"
#include "jobs/send.h"
#include "lib/mime.h"

/* What is read, and how far. */
struct reading {
	const char *text;
	size_t left;
};

static size_t
read_some(char *out, size_t size, size_t n, void *context)
{
	struct reading *r = context;
	size_t some = size * n < r->left ? size * n : r->left;

	memcpy(out, r->text, some);
	r->text += some;
	r->left -= some;
	return some;
}

/* 4xx may be better another time, as may whatever is wrong with the way there
 * or with our account there. */
static struct sending_result
judge(struct arena *mem, CURLcode code, long status, bool all_read)
{
	if (code == CURLE_OK)
		return (struct sending_result){ SENDING_DONE, NULL };
	if (status >= 500 && code != CURLE_LOGIN_DENIED && status != 530 &&
	    status != 535)
		return (struct sending_result){ SENDING_REFUSED,
			arena_printf(mem, "smtp.%ld", status) };
	if (status >= 400)
		return (struct sending_result){ SENDING_LATER,
			arena_printf(mem, "smtp.%ld", status) };
	return (
	    struct sending_result){ all_read ? SENDING_DOUBTFUL : SENDING_LATER,
		arena_printf(mem, "curl.%d", (int)code) };
}

struct sending_result
mail_hand_over(const struct server *s, struct arena *mem,
    const struct outbox_row *row, const struct outbox_open *open)
{
	const struct config *c = &s->config;
	const struct mime_mail mail = { .from = c->mail_from,
		.from_name = c->mail_name,
		.to = open->to,
		.subject = open->subject,
		.message_id = row->message_id,
		.text = open->text,
		.at = row->created_at };
	const char *text = mime_message(mem, &mail);
	struct reading reading = { text, text == NULL ? 0 : strlen(text) };
	struct curl_slist *to = NULL;
	struct sending_result result;
	long status = 0;
	CURLcode code;
	CURL *curl;

	if (text == NULL)
		return (struct sending_result){ SENDING_REFUSED, "address" };
	curl = carry_open(s, c->smtp_url, "smtp,smtps");
	to = curl_slist_append(to, open->to);
	if (to == NULL)
		abort();
	curl_easy_setopt(curl, CURLOPT_USE_SSL,
	    url_is_here(c->smtp_url) ? CURLUSESSL_TRY : CURLUSESSL_ALL);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, c->mail_from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_some);
	curl_easy_setopt(curl, CURLOPT_READDATA, &reading);
	if (c->smtp_user != NULL) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, c->smtp_user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, s->smtp_password);
	}
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	result = judge(mem, code, status, reading.left == 0);
	curl_slist_free_all(to);
	curl_easy_cleanup(curl);
	return result;
}
