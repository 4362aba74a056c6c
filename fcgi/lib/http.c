/* Requests and answers over FastCGI; see http.h. */
#include "lib/http.h"

#include <fastcgi.h>
#include <fcgiapp.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text.h"

static const struct {
	const char *name;
	enum http_method method;
} methods[] = { { "GET", HTTP_GET }, { "HEAD", HTTP_GET },
	{ "POST", HTTP_POST }, { "PUT", HTTP_PUT }, { "DELETE", HTTP_DELETE } };

const char *
http_param(const struct http_request *q, const char *name)
{
	const char *value =
	    q->fcgi == NULL ? NULL : FCGX_GetParam(name, q->fcgi->envp);

	return value == NULL ? "" : value;
}

const char *
http_header(const struct http_request *q, const char *name)
{
	const char *key = arena_printf(q->mem, "HTTP_%s", name);
	const char *value = FCGX_GetParam(key, q->fcgi->envp);

	return value == NULL || *value == '\0' ? NULL : value;
}

const char *
http_cookie(const struct http_request *q, const char *name)
{
	const char *at = http_header(q, "COOKIE");
	size_t n = strlen(name);

	while (at != NULL && *at != '\0') {
		size_t len;
		at += strspn(at, "; ");
		len = strcspn(at, ";");
		if (len > n && strncmp(at, name, n) == 0 && at[n] == '=')
			return arena_strndup(q->mem, at + n + 1, len - n - 1);
		at += len;
	}
	return NULL;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The decoded text as a string, or NULL when it is not UTF-8. */
static struct json *
percent_decode(struct arena *mem, const char *s, size_t len)
{
	char *out = arena_alloc(mem, len + 1);
	struct json *text;
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = s[i];
		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			int high = i + 2 < len ? hex(s[i + 1]) : -1;
			int low = i + 2 < len ? hex(s[i + 2]) : -1;
			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high * 16 + low);
			i += 2;
		}
		out[n++] = c;
	}
	text = json_string(mem, out, n);
	return text_is_utf8(text->text, strlen(text->text)) ? text : NULL;
}

static bool
read_query(struct http_request *q, const char *s)
{
	struct json *all = json_make(q->mem, JSON_OBJECT, NULL);

	q->query = all;
	if (strlen(s) > HTTP_QUERY_MAX)
		return false;
	while (*s != '\0') {
		size_t len = strcspn(s, "&");
		size_t name_len = strcspn(s, "=&");
		struct json *name, *value;

		if (name_len > len)
			name_len = len;
		name = percent_decode(q->mem, s, name_len);
		value = name_len == len
			    ? json_make(q->mem, JSON_STRING, "")
			    : percent_decode(
				  q->mem, s + name_len + 1, len - name_len - 1);
		if (name == NULL || name->nul_at != 0 || value == NULL ||
		    all->count >= JSON_MEMBERS_MAX)
			return false;
		if (*name->text != '\0') {
			if (json_member(all, name->text) != NULL)
				return false;
			json_append(all, name->text, value);
		}
		s += len + (s[len] == '&');
	}
	return true;
}

static bool
read_path(struct http_request *q)
{
	const char *raw = http_param(q, "PATH_INFO");

	q->path = "";
	if (raw[0] != '/' || strlen(raw) > HTTP_PATH_MAX ||
	    !text_is_utf8(raw, strlen(raw)))
		return false;
	q->path = arena_strdup(q->mem, raw);
	return true;
}

/* How long the body is said to be, and of which type. */
static enum err
read_length(struct http_request *q)
{
	const char *length = http_param(q, "CONTENT_LENGTH");
	const char *type = http_param(q, "CONTENT_TYPE");
	char *end = (char *)"";
	long n = *length == '\0' ? 0 : strtol(length, &end, 10);

	q->content_type = arena_strndup(q->mem, type, strcspn(type, "; "));
	if (n < 0 || *end != '\0')
		return ERR_BAD_REQUEST;
	if (n > HTTP_BODY_MAX)
		return ERR_TOO_LARGE;
	q->body_len = (size_t)n;
	return OK;
}

size_t
http_body_next(struct http_request *q, void *data, size_t room)
{
	size_t left = q->body_len - q->body_taken;
	int n = (int)(left < room ? left : room);
	int got = n == 0 ? 0 : FCGX_GetStr(data, n, q->fcgi->in);

	/* What came before the line was cut has come; then there is no more. */
	if (got <= 0)
		return 0;
	q->body_taken += (size_t)got;
	return (size_t)got;
}

enum err
http_body(struct http_request *q)
{
	char *body = arena_alloc(q->mem, q->body_len + 1);
	size_t got = 1;

	while (got > 0)
		got = http_body_next(q, body + q->body_taken, q->body_len);
	if (q->body_taken != q->body_len)
		return ERR_BAD_REQUEST; /* torn: never act on half a body */
	q->body = body;
	return OK;
}

void
http_body_skip(struct http_request *q)
{
	char part[4096];

	while (http_body_next(q, part, sizeof(part)) > 0)
		;
}

enum err
http_read(struct http_request *q, struct FCGX_Request *fcgi, struct arena *mem)
{
	const char *method;

	*q = (struct http_request){ .mem = mem, .fcgi = fcgi };
	q->method = HTTP_OTHER;
	q->content_type = q->body = "";
	q->query = json_make(mem, JSON_OBJECT, NULL);
	if (!read_path(q))
		return ERR_BAD_REQUEST;
	method = http_param(q, "REQUEST_METHOD");
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].name, method) == 0)
			q->method = methods[i].method;
	if (fcgi->role != FCGI_RESPONDER)
		return ERR_BAD_REQUEST;
	if (!read_query(q, http_param(q, "QUERY_STRING")))
		return ERR_BAD_REQUEST;
	return read_length(q);
}

void
http_set_header(struct http_answer *a, const char *name, const char *value)
{
	if (a->n_headers == HTTP_HEADERS_MAX || strpbrk(value, "\r\n") != NULL)
		abort();
	a->headers[a->n_headers].name = name;
	a->headers[a->n_headers++].value = value;
}

static const char *
reason(int status)
{
	static const struct {
		int status;
		const char *words;
	} all[] = { { 200, "OK" }, { 201, "Created" }, { 202, "Accepted" },
		{ 204, "No Content" }, { 400, "Bad Request" },
		{ 401, "Unauthorized" }, { 403, "Forbidden" },
		{ 404, "Not Found" }, { 405, "Method Not Allowed" },
		{ 409, "Conflict" }, { 413, "Content Too Large" },
		{ 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" }, { 423, "Locked" },
		{ 429, "Too Many Requests" }, { 503, "Service Unavailable" },
		{ 507, "Insufficient Storage" } };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].status == status)
			return all[i].words;
	return "Error";
}

void
http_write(struct FCGX_Request *fcgi, const struct http_answer *a)
{
	const char *method = FCGX_GetParam("REQUEST_METHOD", fcgi->envp);

	bool elsewhere = false; /* nginx's, which says it for its files */

	FCGX_FPrintF(
	    fcgi->out, "Status: %d %s\r\n", a->status, reason(a->status));
	for (size_t i = 0; i < a->n_headers; i++) {
		FCGX_FPrintF(fcgi->out, "%s: %s\r\n", a->headers[i].name,
		    a->headers[i].value);
		elsewhere |=
		    strcmp(a->headers[i].name, "X-Accel-Redirect") == 0;
	}
	if (!elsewhere)
		FCGX_PutS("Cache-Control: no-store\r\n", fcgi->out);
	if (a->type != NULL)
		FCGX_FPrintF(fcgi->out,
		    "Content-Type: %s\r\nContent-Length: %lu\r\n", a->type,
		    (unsigned long)a->body_len);
	FCGX_PutS("\r\n", fcgi->out);
	if (a->body_len > 0 && (method == NULL || strcmp(method, "HEAD") != 0))
		FCGX_PutStr(a->body, (int)a->body_len, fcgi->out);
}

const char *
http_encoded_name(struct arena *mem, const char *name)
{
	struct buf b = buf_new(mem);

	for (; *name != '\0'; name++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
			   "WXYZ0123456789-._~",
			*name) != NULL)
			buf_add(&b, name, 1);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*name);
	return buf_text(&b);
}
