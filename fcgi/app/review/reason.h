/*
 * Why an order is rejected (PLAT-3): codes that reports can count, each with
 * the phrases (常用语) that a reviewer starts from and edits.
 */
#ifndef LIANGDING_APP_REVIEW_REASON_H
#define LIANGDING_APP_REVIEW_REASON_H

#include <stddef.h>

#include "app/words.h"

/* What a reason can be about. */
enum { ABOUT_FIELD = 1, ABOUT_ATTACHMENT = 2, ABOUT_WHOLE = 4 };

struct reason_row {
	enum reason reason;
	unsigned about;
	const char *words_zh, *words_en;   /* what is wrong */
	const char *remedy_zh, *remedy_en; /* what to do; the whole has none */
};
extern const struct reason_row reason_rows[];
extern const size_t reason_rows_count;

/* The row of a reason, or NULL. */
const struct reason_row *reason_row_of(enum reason reason);

#endif
