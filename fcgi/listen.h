/*
 * The sockets nginx talks to: opened here, or handed over by systemd or by the
 * program that ours replaces, in systemd's way.
 */
#ifndef LIANGDING_LISTEN_H
#define LIANGDING_LISTEN_H

#include <stdbool.h>

#include "app/server.h"
#include "staff.h"

/* One for each place that listens, mode 0660; false: why is on stderr. */
bool listen_open(const struct config *c, int out[PLACES_LISTENING]);
/* Puts them where the next program of this process looks for them. */
void listen_hand_over(int sockets[PLACES_LISTENING]);
/* Takes that back: there was no next program. */
void listen_keep(const int sockets[PLACES_LISTENING]);

#endif
