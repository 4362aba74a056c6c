/* Drawing captchas. Linked into the job runner alone: workers draw nothing. */
#ifndef LIANGDING_DRAW_CAPTCHA_H
#define LIANGDING_DRAW_CAPTCHA_H

#include <stdbool.h>

#include "lib/buf.h"

enum { CAPTCHA_WIDTH = 160, CAPTCHA_HEIGHT = 56 };

/* Adds a PNG that shows answer, bent and struck through, to out. */
bool draw_captcha(const char *answer, struct buf *out);

#endif
