/*
 * One HTTP request as FastCGI brings it, checked and decoded, and its
 * answer. Not here: routes, sessions, what any of it means.
 */
#ifndef LIANGDING_HTTP_H
#define LIANGDING_HTTP_H

#include "err.h"
#include "lib/json.h"

struct FCGX_Request;

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OTHER };

enum {
	HTTP_BODY_MAX = 1024 * 1024,
	HTTP_HEADERS_MAX = 12,
	HTTP_PATH_MAX = 512,
	HTTP_QUERY_MAX = 2048
};

struct http_request {
	struct arena *mem;
	struct FCGX_Request *fcgi;
	enum http_method method;
	const char *path;         /* below /api, decoded: "/orders/123" */
	const struct json *query; /* an object of texts */
	const char *content_type; /* without parameters, or "" */
	const char *body;         /* once http_body() has read it */
	size_t body_len, body_taken;
};

struct http_answer {
	int status;
	const char *type; /* content type, or NULL when there is no body */
	const char *body;
	size_t body_len;
	struct {
		const char *name, *value;
	} headers[HTTP_HEADERS_MAX];
	size_t n_headers;
};

/*
 * Reads a request up to its body: OK, ERR_BAD_REQUEST or ERR_TOO_LARGE. The
 * path is set as far as it could be read.
 */
enum err http_read(
    struct http_request *q, struct FCGX_Request *fcgi, struct arena *mem);
/* Reads the body whole into q->body; ERR_BAD_REQUEST when it is torn. */
enum err http_body(struct http_request *q);
/* Or part by part: how many bytes came, at most room; 0: whole, or torn. */
size_t http_body_next(struct http_request *q, void *data, size_t room);
/* Takes what is left, so that nginx hears an answer that came early. */
void http_body_skip(struct http_request *q);
/* A header of the request by its CGI name ("AUTHORIZATION"), or NULL. */
const char *http_header(const struct http_request *q, const char *name);
/* A parameter nginx sets itself ("REMOTE_ADDR"), or ""; of a job, which has no
 * request, "". */
const char *http_param(const struct http_request *q, const char *name);
/* The value of a cookie, or NULL. */
const char *http_cookie(const struct http_request *q, const char *name);

void http_set_header(
    struct http_answer *a, const char *name, const char *value);
/* A file's name as a header has it (RFC 8187): UTF-8, percent-encoded. */
const char *http_encoded_name(struct arena *mem, const char *name);
void http_write(struct FCGX_Request *fcgi, const struct http_answer *a);

#endif
