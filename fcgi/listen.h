/* The sockets nginx talks to: opened here, or handed over by systemd. */
#ifndef LIANGDING_LISTEN_H
#define LIANGDING_LISTEN_H

#include "app/server.h"

/* Both sockets, mode 0660; false with a message on stderr. */
bool listen_open(const struct server *s, int *socket_out, int *health_out);

#endif
