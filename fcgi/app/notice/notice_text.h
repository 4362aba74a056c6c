/* What a notice says, in a reader's language. */
#ifndef LIANGDING_APP_NOTICE_TEXT_H
#define LIANGDING_APP_NOTICE_TEXT_H

#include "app/notice/notice_sql.h"

/* From mem; "" for one of a newer program's making. */
const char *notice_text(
    struct arena *mem, const struct notice_item *item, enum language language);
/* A deadline: "2026-11-30 24:00" for the end of that day. */
const char *notice_day_text(struct arena *mem, struct moment due);

#endif
