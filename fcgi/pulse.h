/*
 * What the master sees of its workers, in memory shared with them: whether one
 * has begun to serve, and since when it has been at its present request.
 */
#ifndef LIANGDING_PULSE_H
#define LIANGDING_PULSE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pulse {
	_Atomic bool serving;
	_Atomic int64_t busy_since; /* by clock_ticks(); 0: at no request */
};

/* n pulses that forked children share; aborts when there is no memory. */
struct pulse *pulses_new(size_t n);
void pulse_serving(struct pulse *p);
void pulse_begin(struct pulse *p);
void pulse_end(struct pulse *p);

#endif
