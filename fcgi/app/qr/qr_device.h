/*
 * What a phone shows of the browser that it is to sign in (QR-4): as people
 * call it, made from what the browser says of itself, which may be anything.
 */
#ifndef LIANGDING_APP_QR_DEVICE_H
#define LIANGDING_APP_QR_DEVICE_H

#include "app/problem.h"

/* "Edge 109 · Windows 7"; from mem. */
const struct both *qr_device(struct arena *mem, const char *user_agent);
/* What an address tells by itself; there is no table of places here. */
const struct both *qr_place(struct arena *mem, const char *address);

#endif
