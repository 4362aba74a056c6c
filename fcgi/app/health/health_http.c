/* See health.h. */
#include "app/health/health.h"

#include <string.h>

#include "app/describe/describe.h"
#include "app/outbox/outbox.h"
#include "lib/store.h"

struct health {
	const char *status;
	const char *mail, *sms; /* "ok", or why what is to be sent waits */
};

static const struct column columns[] = {
	COLUMN(health, status),
	COLUMN_WITH(health, mail, .flags = COLUMN_OPTIONAL),
	COLUMN_WITH(health, sms, .flags = COLUMN_OPTIONAL),
};
const struct shape health_shape = SHAPE(health, columns);

static const struct health live = { "ok", NULL, NULL };

/* Nothing else waits for either, so it is ready without. */
static const char *
carrier_state(const struct config *c, enum carrier carrier)
{
	return outbox_can_send(c, carrier) ? "ok" : "not_configured";
}

enum err
health_live_http(struct request *r)
{
	r->result = &live;
	return OK;
}

enum err
health_ready_http(struct request *r)
{
	struct health *ready = arena_alloc(r->mem, sizeof(*ready));

	if (!health_database_answers(r->db))
		return ERR_UNAVAILABLE;
	if (!store_is_ready(r->server->config.file_directory))
		return ERR_STORE_DOWN;
	*ready = (struct health){ "ready",
		carrier_state(&r->server->config, CARRIER_MAIL),
		carrier_state(&r->server->config, CARRIER_SMS) };
	r->result = ready;
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
