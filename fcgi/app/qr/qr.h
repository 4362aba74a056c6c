/*
 * Signing in by scanning a code (QR-1…8): the browser that shows one, the phone
 * that scans it, and the number that ties the two. Not here: whether an app's
 * backend is what it says (app/app_key), who a person is (app/person).
 *
 *	waiting ─scan→ scanned ─confirm→ confirmed ─session→ consumed
 *	   │              ├─cancel→ cancelled
 *	   │              └─the third wrong number→ refused
 *	   ├─scan by somebody who may not→ refused
 *	   └─time→ expired, likewise from scanned and confirmed
 *
 * The page asks how its code stands every few seconds: with 10,000 of them that
 * is 3,100 reads of one row a second (tests/load/results, QR-6).
 *
 * A code lives two minutes; once confirmed its browser has one more to come for
 * the session. No step leads back; what comes late or twice changes nothing.
 * README.md tells an app's developers the same.
 */
#ifndef LIANGDING_APP_QR_H
#define LIANGDING_APP_QR_H

#include "app/request.h"

enum {
	QR_SECONDS = 120,        /* from the code to its confirmation */
	QR_SESSION_SECONDS = 60, /* and from there to the session */
	QR_TRIES_MAX = 3,        /* wrong numbers: the third refuses */
	QR_NUMBER_MIN = 10,
	QR_NUMBER_MAX = 99
};

extern const struct form qr_scan_form, qr_confirm_form, qr_cancel_form,
    qr_session_form, qr_sign_form;
extern const struct shape qr_new_shape, qr_shape, qr_consent_shape,
    qr_done_shape, qr_signed_shape;

/* The browser's. */
handler qr_new_http, qr_get_http, qr_session_http;
/* The app's backend's. */
handler qr_scan_http, qr_confirm_http, qr_cancel_http;
/* The phone simulator's: signs with the demonstration's key. */
handler qr_sign_http;

#endif
