/* What both ways out have in common. */
#ifndef LIANGDING_JOBS_CARRY_H
#define LIANGDING_JOBS_CARRY_H

#include <curl/curl.h>

#include "app/server.h"

/*
 * A transfer to url by one of the protocols ("http,https"), within
 * gateway_seconds, the other side's certificate verified, no answer kept
 * and no way but the direct one. The caller's to clean up.
 */
CURL *carry_open(
    const struct server *s, const char *url, const char *protocols);

#endif
