/* See health.h. */
#include "app/health/health.h"

#include <string.h>

#include "app/describe/describe.h"
#include "lib/store.h"

struct health {
	const char *status;
};

static const struct column columns[] = {
	COLUMN(health, status),
};
const struct shape health_shape = SHAPE(health, columns);

static const struct health live = { "ok" }, ready = { "ready" };

enum err
health_live_http(struct request *r)
{
	r->result = &live;
	return OK;
}

enum err
health_ready_http(struct request *r)
{
	if (!health_database_answers(r->db))
		return ERR_UNAVAILABLE;
	if (!store_is_ready(r->server->config.file_directory))
		return ERR_STORE_DOWN;
	r->result = &ready;
	return OK;
}

enum err
health_openapi_http(struct request *r)
{
	r->answer.status = 200;
	r->answer.type = "application/json";
	r->answer.body = describe(r->mem, http_param(&r->http, "PREFIX"));
	r->answer.body_len = strlen(r->answer.body);
	return OK;
}
