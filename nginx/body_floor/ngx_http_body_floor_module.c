/*
 * A least speed of request bodies. nginx ends a body after a pause
 * (client_body_timeout), so one that dribbles may hold its place for hours;
 * this ends it as soon as it falls behind.
 *
 *   body_floor BYTES SECONDS;   http, server, location
 *
 * A body that nginx began to read t seconds ago must by then have brought
 * BYTES * (t - SECONDS); it is asked whenever some of it comes. One that has
 * not ends as after a pause: its connection is closed, by HTTP/2 its stream.
 * "body_floor 0 0" asks for nothing.
 */
#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

typedef struct {
	ngx_int_t bytes;   /* a second */
	ngx_int_t seconds; /* before it counts */
} floor_conf;

/* One body on its way; of its request. */
typedef struct {
	ngx_msec_t began;
	off_t received;
} floor_body;

extern ngx_module_t ngx_http_body_floor_module;
static ngx_http_request_body_filter_pt next_filter;

static off_t
bytes_of(const ngx_chain_t *in)
{
	off_t n = 0;

	for (; in != NULL; in = in->next)
		n += ngx_buf_size(in->buf);
	return n;
}

static ngx_flag_t
is_behind(const floor_conf *conf, const floor_body *body)
{
	ngx_msec_int_t late = (ngx_msec_int_t)(ngx_current_msec - body->began) -
			      conf->seconds * 1000;

	return late > 0 && body->received * 1000 < (off_t)late * conf->bytes;
}

/* Called with whatever has come, however little. */
static ngx_int_t
filter(ngx_http_request_t *r, ngx_chain_t *in)
{
	const floor_conf *conf =
	    ngx_http_get_module_loc_conf(r, ngx_http_body_floor_module);
	floor_body *body =
	    ngx_http_get_module_ctx(r->main, ngx_http_body_floor_module);

	if (conf->bytes == 0)
		return next_filter(r, in);
	if (body == NULL) {
		body = ngx_pcalloc(r->pool, sizeof(*body));
		if (body == NULL)
			return NGX_HTTP_INTERNAL_SERVER_ERROR;
		body->began = ngx_current_msec;
		ngx_http_set_ctx(r->main, body, ngx_http_body_floor_module);
	}
	body->received += bytes_of(in);
	if (!is_behind(conf, body))
		return next_filter(r, in);
	ngx_log_error(NGX_LOG_INFO, r->connection->log, 0,
	    "a body is too slow: %O bytes", body->received);
	r->connection->timedout = 1;
	return NGX_HTTP_REQUEST_TIME_OUT;
}

static void *
create(ngx_conf_t *cf)
{
	floor_conf *conf = ngx_palloc(cf->pool, sizeof(*conf));

	if (conf != NULL)
		*conf = (floor_conf){ NGX_CONF_UNSET, NGX_CONF_UNSET };
	return conf;
}

static char *
merge(ngx_conf_t *cf, void *outer, void *inner)
{
	const floor_conf *from = outer;
	floor_conf *conf = inner;

	(void)cf;
	ngx_conf_merge_value(conf->bytes, from->bytes, 0);
	ngx_conf_merge_value(conf->seconds, from->seconds, 0);
	return NGX_CONF_OK;
}

static char *
set_floor(ngx_conf_t *cf, ngx_command_t *command, void *into)
{
	const ngx_str_t *words = cf->args->elts;
	floor_conf *conf = into;
	ssize_t bytes = ngx_parse_size((ngx_str_t *)&words[1]);

	(void)command;
	if (conf->bytes != NGX_CONF_UNSET)
		return "is said twice";
	conf->seconds = ngx_parse_time((ngx_str_t *)&words[2], 1);
	conf->bytes = bytes;
	return bytes == NGX_ERROR || conf->seconds == NGX_ERROR
		   ? "takes bytes a second and a time, like 1k 15s"
		   : NGX_CONF_OK;
}

static ngx_int_t
install(ngx_conf_t *cf)
{
	(void)cf;
	next_filter = ngx_http_top_request_body_filter;
	ngx_http_top_request_body_filter = filter;
	return NGX_OK;
}

static ngx_command_t commands[] = {
	{ ngx_string("body_floor"),
	    NGX_HTTP_MAIN_CONF | NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF |
		NGX_CONF_TAKE2,
	    set_floor, NGX_HTTP_LOC_CONF_OFFSET, 0, NULL },
	ngx_null_command,
};

static ngx_http_module_t context = {
	.postconfiguration = install,
	.create_loc_conf = create,
	.merge_loc_conf = merge,
};

ngx_module_t ngx_http_body_floor_module = {
	NGX_MODULE_V1,
	&context,
	commands,
	NGX_HTTP_MODULE,
	NULL,
	NULL,
	NULL,
	NULL,
	NULL,
	NULL,
	NULL,
	NGX_MODULE_V1_PADDING,
};
