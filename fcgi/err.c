/* The table behind err.h, filled from errors.def. */
#include "err.h"

#include <stdlib.h>

enum { DROP = 0, KEEP = 1 };

static const struct err_info table[ERR_COUNT] = {
#define ERR(name, status, code, keep, zh, en, rzh, ren) \
	[ERR_##name] = { status, code, keep, zh, en, rzh, ren },
#include "errors.def"
#undef ERR
};

const struct err_info *
err_info(enum err e)
{
	if (e <= OK || e >= ERR_COUNT)
		abort();
	return &table[e];
}
