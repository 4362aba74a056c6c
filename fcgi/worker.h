/* A worker process: one request at a time, until asked to stop. */
#ifndef LIANGDING_WORKER_H
#define LIANGDING_WORKER_H

#include "app/server.h"
#include "pulse.h"

/* Serves what arrives at socket, as pulse shows; returns when SIGTERM came. */
void worker_run(struct server *s, int socket, int slot, struct pulse *pulse);

#endif
