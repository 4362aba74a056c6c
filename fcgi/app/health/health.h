/* Whether the service lives and can work, and what its API is. */
#ifndef LIANGDING_APP_HEALTH_H
#define LIANGDING_APP_HEALTH_H

#include "app/request.h"

/* The database answers and holds our tables. */
bool health_database_answers(struct db *db);

extern const struct shape health_shape;
/* Lives: answers by itself. Ready: database and file store do, too. */
handler health_live_http, health_ready_http, health_openapi_http;

#endif
