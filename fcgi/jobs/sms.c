/* An SMS to the gateway of the settings, as its templates say. */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "jobs/carry.h"
#include "jobs/send.h"
#include "lib/fill.h"

struct facts {
	const struct outbox_row *row;
	const struct outbox_open *open;
};

static const char *
raw(const struct facts *f, const char *name)
{
	if (strcmp(name, "phone") == 0)
		return f->open->to;
	if (strcmp(name, "text") == 0)
		return f->open->text;
	return strcmp(name, "id") == 0 ? f->row->message_id : NULL;
}

static const char *
percent(struct arena *mem, const void *facts, const char *name)
{
	const char *value = raw(facts, name);

	return value == NULL ? NULL : fill_percent(mem, value);
}

static const char *
json(struct arena *mem, const void *facts, const char *name)
{
	const char *value = raw(facts, name);

	return value == NULL ? NULL : fill_json(mem, value);
}

/* A fault of theirs, or of our account there, may be mended. */
static struct sending_result
judge(struct arena *mem, CURLcode code, long status, long bytes_out)
{
	const char *why = arena_printf(mem, "http.%ld", status);

	if (code == CURLE_OK && status >= 200 && status < 300)
		return (struct sending_result){ SENDING_DONE, NULL };
	/* Whoever stands between may have handed it on. */
	if (code == CURLE_OK && (status == 502 || status == 504))
		return (struct sending_result){ SENDING_DOUBTFUL, why };
	if (code == CURLE_OK)
		return (struct sending_result){ status == 400 || status == 422
						    ? SENDING_REFUSED
						    : SENDING_LATER,
			why };
	return (struct sending_result){ bytes_out > 0 ? SENDING_DOUBTFUL
						      : SENDING_LATER,
		arena_printf(mem, "curl.%d", (int)code) };
}

static struct curl_slist *
header(struct curl_slist *list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(list, line);

	if (longer == NULL)
		abort();
	return longer;
}

struct sending_result
sms_hand_over(const struct server *s, struct arena *mem,
    const struct outbox_row *row, const struct outbox_open *open)
{
	const struct config *c = &s->config;
	const struct facts facts = { row, open };
	CURL *curl = carry_open(
	    s, fill_in(mem, c->sms_url, percent, &facts), "http,https");
	struct curl_slist *headers = header(
	    NULL, arena_printf(mem, "Idempotency-Key: %s", row->message_id));
	struct sending_result result;
	long status = 0, bytes_out = 0;
	CURLcode code;

	if (s->sms_header != NULL)
		headers = header(headers, s->sms_header);
	if (c->sms_body != NULL) {
		bool is_json = strcmp(c->sms_body_type, "json") == 0;

		headers = header(headers,
		    is_json
			? "Content-Type: application/json"
			: "Content-Type: application/x-www-form-urlencoded");
		curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS,
		    fill_in(
			mem, c->sms_body, is_json ? json : percent, &facts));
	}
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &bytes_out);
	result = judge(mem, code, status, bytes_out);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	return result;
}
