/* The demonstration's key (QR-7), known to everybody: refused in production. */
#ifndef LIANGDING_APP_DEMO_KEY_H
#define LIANGDING_APP_DEMO_KEY_H

#include "lib/db.h"
#include "lib/http_signature.h"

#define DEMO_KEY_ID "demo-app"
#define DEMO_KEY_APP "demo"
extern const unsigned char demo_private_key[ED25519_KEY_BYTES];

/* True when it may sign, whatever it is called. */
bool app_key_demo_is_current(struct db *db);

#endif
