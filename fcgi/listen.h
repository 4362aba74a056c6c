/*
 * The sockets nginx talks to: opened here, or handed over by systemd or by the
 * program that ours replaces, in systemd's way.
 */
#ifndef LIANGDING_LISTEN_H
#define LIANGDING_LISTEN_H

#include "app/server.h"

/* Both sockets, mode 0660; false with a message on stderr. */
bool listen_open(const struct server *s, int *socket_out, int *health_out);
/* Puts both where the next program of this process looks for them. */
void listen_hand_over(int *socket, int *health);
/* Takes that back: there was no next program. */
void listen_keep(int socket, int health);

#endif
