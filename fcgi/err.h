/*
 * Results of every function that can fail: OK or a row of errors.def.
 * Not here: the faults of single fields (lib/form.h).
 */
#ifndef LIANGDING_ERR_H
#define LIANGDING_ERR_H

#include <stdbool.h>

enum err {
	OK = 0,
#define ERR(name, status, code, keep, zh, en, rzh, ren) ERR_##name,
#include "errors.def"
#undef ERR
	ERR_COUNT,
	/* Never answered: the router runs the whole transaction again. */
	ERR_RETRY
};

struct err_info {
	int status; /* HTTP */
	const char *code;
	bool keep; /* commit what was written before the error */
	const char *zh, *en;
	const char *remedy_zh, *remedy_en;
};

/* The row of e; e must be below ERR_COUNT and not OK. Static storage. */
const struct err_info *err_info(enum err e);
/* The row with that code, or NULL: a newer program's. */
const struct err_info *err_by_code(const char *code);

#endif
