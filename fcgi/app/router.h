/*
 * From a FastCGI request to its answer: finds the route, checks who asks,
 * what about and with which body, runs the handler in a transaction, retries,
 * renders, logs. No handler does any of that.
 */
#ifndef LIANGDING_APP_ROUTER_H
#define LIANGDING_APP_ROUTER_H

#include "app/request.h"

struct FCGX_Request;

/* Serves one request; mem is reset by the caller afterwards. */
void router_serve(
    struct server *s, struct FCGX_Request *fcgi, struct arena *mem);

/*
 * Loads the object of r->route that r->args name, and checks that r->actor may
 * see it: what a route's handler is called with. For who acts without a
 * request, as a job does.
 */
enum err router_load(struct request *r);
/* The route that the handler answers, for who does likewise without a request.
 */
const struct route *router_route_of(handler *handle);
/* True of errors that go on record whoever is told them (PLAT-6). */
bool router_is_denial(enum err e);

#endif
