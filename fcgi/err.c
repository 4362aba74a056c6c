/* The table behind err.h, filled from errors.def. */
#include "err.h"

#include <stdlib.h>
#include <string.h>

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

const struct err_info *
err_by_code(const char *code)
{
	for (int e = OK + 1; e < ERR_COUNT; e++)
		if (strcmp(table[e].code, code) == 0)
			return &table[e];
	return NULL;
}
