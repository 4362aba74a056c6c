/* From request to answer; see router.h. */
#include "app/router.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/app_key/app_key.h"
#include "app/audit/audit.h"
#include "app/connection/connection.h"
#include "app/desk/desk.h"
#include "app/idempotency.h"
#include "app/kind/kind.h"
#include "app/problem.h"
#include "app/session/session.h"
#include "lib/log.h"
#include "lib/text.h"

enum { ATTEMPTS = 30, BACKOFF_MS = 4, PATIENCE_MS = 3000 };

/* True when path fits pattern; its :parts go to args. */
static bool
path_fits(struct request *r, const char *pattern, const char *path)
{
	size_t n = 0;

	while (*pattern != '\0' && *path != '\0') {
		if (*pattern == ':') {
			size_t len = strcspn(path, "/");
			if (len == 0 || n == PATH_ARGS_MAX)
				return false;
			r->args[n++] = arena_strndup(r->mem, path, len);
			path += len;
			pattern += strcspn(pattern, "/");
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return *pattern == '\0' && *path == '\0';
}

static enum err
find_route(struct request *r)
{
	bool path_known = false;

	for (size_t i = 0; i < routes_count; i++) {
		if (!path_fits(r, routes[i].path, r->http.path))
			continue;
		path_known = true;
		if (routes[i].method == r->http.method) {
			r->route = &routes[i];
			return OK;
		}
	}
	return path_known ? ERR_BAD_METHOD : ERR_NOT_FOUND;
}

static bool
origin_is_ours(const struct request *r, const char *origin)
{
	const struct config *c = &r->server->config;
	const char *host = http_header(&r->http, "HOST");

	if (strcmp(origin, r->server->origin) == 0)
		return true;
	/* The demo is reached as localhost or 127.0.0.1 alike. */
	return strcmp(c->mode, "demo") == 0 && host != NULL &&
	       strncmp(origin, "http://", 7) == 0 &&
	       strcmp(origin + 7, host) == 0;
}

/* A write must come from our own pages, in a type no plain form can send. */
static enum err
check_origin(const struct request *r)
{
	const struct http_request *q = &r->http;
	const char *origin = http_header(q, "ORIGIN");
	const char *site = http_header(q, "SEC_FETCH_SITE");
	const char *want = (r->route->flags & ROUTE_BYTES) != 0
			       ? "application/octet-stream"
			       : "application/json";

	if (q->method == HTTP_GET)
		return OK;
	if (q->body_len > 0 && strcmp(q->content_type, want) != 0)
		return ERR_BAD_TYPE;
	if (origin != NULL)
		return origin_is_ours(r, origin) ? OK : ERR_CROSS_SITE;
	if (site != NULL)
		return strcmp(site, "same-origin") == 0 ||
			       strcmp(site, "none") == 0
			   ? OK
			   : ERR_CROSS_SITE;
	return (r->route->flags & ROUTE_COOKIE) != 0 ? ERR_CROSS_SITE : OK;
}

int64_t
request_number(const struct request *r, int n)
{
	const char *s = r->args[n];

	if (strlen(s) > 18 || strspn(s, "0123456789") != strlen(s))
		return 0;
	return strtoll(s, NULL, 10);
}

/* At a desk of its role's, to which orders come. */
static bool
decides(const struct actor *a)
{
	return kind_list_at((enum desk)a->desk) != NULL;
}

bool
request_may(const struct actor *a, unsigned roles)
{
	/* Whoever administers a bank, a centre or a team administers its
	 * people, as an institution's does: nothing of a division. */
	bool own = a->role == ROLE_PLATFORM_ADMIN &&
		   a->organisation_kind != ORGANISATION_BUREAU;
	unsigned role = 1u << (own ? (int64_t)ROLE_INSTITUTION_ADMIN : a->role);

	if (a->grant_id == 0 && a->via == 0)
		return false;
	if ((roles & role) != 0 && ((role & REVIEWERS) == 0 || decides(a)))
		return true;
	return ((roles & DECIDES) != 0 && decides(a)) ||
	       ((roles & BEGINS) != 0 &&
		   kind_begins(a->role, (enum desk)a->seat));
}

bool
request_has_role(const struct request *r, unsigned roles)
{
	return request_may(&r->actor, roles);
}

bool
request_is_applicant(const struct request *r, int64_t organisation_id)
{
	return organisation_id == r->actor.organisation_id &&
	       request_has_role(r, MAY_APPLY);
}

static enum err
check_access(struct request *r)
{
	unsigned access = r->route->access, flags = r->route->flags;
	enum err e;

	if ((access & ANYONE) != 0 ||
	    ((flags & ROUTE_DEMO) != 0 &&
		strcmp(r->server->config.mode, "demo") == 0) ||
	    ((flags & ROUTE_PHONE) != 0 && r->server->phone_keyid != NULL))
		return OK;
	if ((access & BY_CONNECTION) != 0)
		return connection_identify(r);
	if ((access & SIGNED) != 0)
		return app_key_identify(
		    r, (access & BY_APP) != 0 ? APP_SIGNS_IN : APP_FEEDS);
	e = session_identify(r);
	if (e != OK)
		return e;
	if (r->actor.must_change_password != 0 &&
	    (r->route->flags & ROUTE_EARLY) == 0)
		return ERR_PASSWORD_CHANGE;
	if ((access & SIGNED_IN) != 0 || request_has_role(r, access))
		return OK;
	return ERR_FORBIDDEN;
}

static bool
scope_allows(const struct request *r, const struct scope *s)
{
	const struct actor *a = &r->actor;
	const struct desk_row *seat = desk_row((enum desk)a->seat);

	if (a->organisation_kind == ORGANISATION_INSTITUTION)
		return s->organisation_id == a->organisation_id;
	/* Where only who reviews comes, the own order is nobody's (USER-4). */
	if ((r->route->access & BEGINS) != 0 &&
	    request_is_applicant(r, s->organisation_id))
		return true;
	if (seat == NULL || a->organisation_kind != (int64_t)seat->kind ||
	    (s->desks >> a->desk & 1) == 0)
		return false;
	return seat->found == BY_ADDRESSEE
		   ? s->addressee_id == a->organisation_id
		   : division_within(s->division, a->division);
}

enum err
request_foreign(struct request *r)
{
	r->denied = "foreign";
	return ERR_NOT_FOUND;
}

/* Another's object and a missing one look alike. */
enum err
router_load(struct request *r)
{
	struct scope scope = { 0 };
	enum err e;

	if (r->route->object == NULL)
		return OK;
	e = r->route->object->load(r, &scope);
	if (e != OK || r->route->object->own)
		return e;
	if (!scope_allows(r, &scope))
		return request_foreign(r);
	/* USER-3: who it is, and yet not without a permission. */
	if (scope.list != NULL &&
	    !request_is_applicant(r, scope.organisation_id) &&
	    kind_list_lacks(
		scope.list, (enum desk)r->actor.desk, r->actor.permits))
		return ERR_REVIEW_NOT_PERMITTED;
	return OK;
}

void
request_fault(struct request *r, const struct form *form, const char *path,
    const char *code)
{
	fault_add(&r->problem.faults, path, code, form_at(form, path));
}

static enum err
read_forms(struct request *r)
{
	const struct route *route = r->route;
	const struct json *body;
	void *into;

	if (route->query != NULL) {
		r->query = into = arena_alloc(r->mem, route->query->size);
		form_check(route->query, r->http.query, FORM_QUERY,
		    &r->problem.faults, into);
	}
	if (route->form != NULL) {
		body = json_read(r->mem, r->http.body, r->http.body_len);
		if (body == NULL || body->type != JSON_OBJECT)
			return ERR_BAD_JSON;
		r->form = into = arena_alloc(r->mem, route->form->size);
		form_check(
		    route->form, body, FORM_STRICT, &r->problem.faults, into);
	}
	return r->problem.faults.first == NULL ? OK : ERR_INVALID;
}

static void
render_result(struct request *r)
{
	const struct route *route = r->route;
	struct json_out o;

	if ((route->flags & ROUTE_RAW) != 0)
		return;
	if (r->answer.status == 0)
		r->answer.status = route->status;
	if (route->answer == NULL || r->result == NULL)
		return;
	json_begin(&o, r->mem);
	shape_write(&o, route->answer, r->result);
	r->answer.type = "application/json";
	r->answer.body = json_finish(&o);
	if (r->answer.body == NULL)
		abort(); /* a shape that does not fit its struct */
	r->answer.body_len = strlen(r->answer.body);
}

/* PLAT-6: what was done, in its own transaction where it has one. */
static void
note_act(struct request *r)
{
	const char *object = r->noted_object != NULL ? r->noted_object
			     : r->args[0] != NULL    ? r->args[0]
						     : "-";

	audit_note(r, r->route->act, object,
	    r->noted_outcome != NULL ? r->noted_outcome : "ok");
}

/* What may run again: everything from the object to the commit. */
static enum err
attempt(struct request *r)
{
	const struct route *route = r->route;
	bool writes = (route->flags & ROUTE_WRITES) != 0;
	bool keyed = (route->flags & ROUTE_KEYED) != 0 ||
		     ((route->flags & ROUTE_KEYABLE) != 0 &&
			 http_header(&r->http, "IDEMPOTENCY_KEY") != NULL);
	enum err e = keyed ? idempotency_check(r) : OK;

	if (e != OK)
		return e;
	if (writes)
		db_begin(r->db);
	if (route->prepare == NULL)
		e = router_load(r);
	if (e == OK && route->prepare == NULL)
		e = read_forms(r);
	if (e == OK)
		e = route->handle(r);
	if (r->broken != OK)
		e = r->broken;
	if (db_error(r->db) != OK)
		e = db_error(r->db);
	if (e == OK && route->act != NULL) {
		note_act(r);
		e = db_error(r->db);
	}
	if (e == OK) {
		render_result(r);
		if (keyed)
			e = idempotency_keep(r);
	}
	if (keyed && e != OK && db_error(r->db) == OK &&
	    idempotency_replay(r, &e)) {
		db_rollback(r->db);
		return e;
	}
	if (db_error(r->db) != OK)
		e = db_error(r->db);
	if (!writes || e == ERR_RETRY)
		return e;
	if (e != OK && (keyed || !err_info(e)->keep)) {
		db_rollback(r->db);
		return e;
	}
	if (db_commit(r->db) != OK)
		e = db_error(r->db);
	return e;
}

/* A little longer after each failure, never in step with the others. */
static void
pause_before(int again)
{
	struct timespec t = { .tv_nsec = 1000000L };
	unsigned char dice;

	crypt_random(&dice, 1);
	t.tv_nsec *= again * (1 + dice % BACKOFF_MS);
	nanosleep(&t, NULL);
}

/* Runs step, and again as long as it asks for it. */
static enum err
insist(struct request *r, handler *step)
{
	struct arena_mark mark = arena_mark(r->mem);
	struct request saved = *r;
	enum err e;

	for (int i = 1;; i++) {
		e = step(r);
		if (e != ERR_RETRY)
			return e;
		/* A hanging database or lock has cost seconds: give up. */
		if (i == ATTEMPTS || (i > 1 && db_is_lost(r->db)) ||
		    clock_ticks() - r->began > PATIENCE_MS)
			return ERR_UNAVAILABLE;
		db_clear(r->db);
		arena_reset(r->mem, mark);
		*r = saved;
		pause_before(i);
	}
}

static enum err
find_object(struct request *r)
{
	enum err e = router_load(r);

	return db_error(r->db) != OK ? db_error(r->db) : e;
}

/* Once only: what it does stays done, a spent captcha or a counted try. */
static enum err
prepare(struct request *r)
{
	enum err e;

	/* A session was read by a statement: there the connection lives. */
	if ((r->route->access & ANYONE) != 0)
		db_check(r->db);
	e = insist(r, find_object);
	if (e == OK)
		e = read_forms(r);
	if (e == OK)
		e = r->route->prepare(r);
	if (db_error(r->db) != OK)
		e = db_error(r->db);
	return e == ERR_RETRY ? ERR_UNAVAILABLE : e;
}

static enum err
serve(struct request *r)
{
	enum err e = find_route(r);

	/* Bytes are for their handler to take, straight to where they go. */
	if (e == OK && (r->route->flags & ROUTE_BYTES) == 0)
		e = http_body(&r->http);
	if (e == OK)
		e = check_origin(r);
	if (e == OK)
		e = insist(r, check_access);
	if (e == OK && r->route->prepare != NULL)
		e = prepare(r);
	if (e == OK)
		e = insist(r, attempt);
	return e;
}

const struct route *
router_route_of(handler *handle)
{
	for (size_t i = 0; i < routes_count; i++)
		if (routes[i].handle == handle)
			return &routes[i];
	abort();
}

bool
router_is_denial(enum err e)
{
	return e == ERR_FORBIDDEN || e == ERR_ORDER_SAME_PERSON ||
	       e == ERR_ORDER_NOT_FOR_YOU || e == ERR_REVEALS_TOO_OFTEN ||
	       e == ERR_CROSS_SITE || e == ERR_REVIEW_NOT_PERMITTED;
}

/*
 * PLAT-6: what somebody was refused, apart from what failed; also what was
 * noticed in a question that was answered.
 */
static void
note_denial(struct request *r, enum err e)
{
	const char *why = r->denied;

	if (why == NULL && e != OK && router_is_denial(e))
		why = err_info(e)->code;
	if (r->route == NULL || why == NULL)
		return;
	db_clear(r->db);
	audit_denial(r,
	    arena_printf(r->mem, "%s %s %s",
		http_param(&r->http, "REQUEST_METHOD"), r->route->path,
		r->args[0] != NULL ? r->args[0] : ""),
	    why);
	if (db_error(r->db) != OK)
		log_note("audit.lost", "%s %s", r->route->path, why);
}

static void
log_request(const struct request *r, enum err e)
{
	struct log l;

	log_begin(&l, "request");
	log_word(&l, "id", r->id);
	log_word(&l, "method", http_param(&r->http, "REQUEST_METHOD"));
	/* The route, not the path: a path may name a person's order. */
	log_word(&l, "route", r->route == NULL ? "-" : r->route->path);
	log_number(&l, "status", r->answer.status);
	if (e != OK)
		log_word(&l, "error", err_info(e)->code);
	log_number(&l, "account", r->actor.account_id);
	log_number(&l, "grant", r->actor.grant_id);
	log_number(&l, "ms", clock_ticks() - r->began);
	log_end(&l);
}

void
router_serve(struct server *s, struct FCGX_Request *fcgi, struct arena *mem)
{
	struct request *r = arena_alloc(mem, sizeof(*r));
	enum err e;

	*r = (struct request){
		.began = clock_ticks(), .server = s, .db = s->db, .mem = mem
	};
	r->problem.faults.mem = mem;
	db_clear(s->db);
	e = http_read(&r->http, fcgi, mem);
	r->id = http_param(&r->http, "REQUEST_ID");
	if (*r->id == '\0')
		r->id = crypt_random_text(mem, 12);
	if (e == OK)
		e = serve(r);
	note_denial(r, e);
	if (e != OK) {
		/* What a failed handler had set, cookies too, was undone. */
		r->answer = (struct http_answer){ 0 };
		problem_render(r, e);
	}
	http_set_header(&r->answer, "X-Request-Id", r->id);
	http_body_skip(&r->http);
	http_write(fcgi, &r->answer);
	log_request(r, e);
	db_clear(s->db);
}
