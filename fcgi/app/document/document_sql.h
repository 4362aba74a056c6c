/* The statements of papers. */
#ifndef LIANGDING_APP_DOCUMENT_SQL_H
#define LIANGDING_APP_DOCUMENT_SQL_H

#include "app/document/document.h"

/* Fills in the id. */
enum err document_insert(struct db *db, struct document *d);
/* The order's valid one, whichever it is, gets another standing. */
enum err document_supersede(struct db *db, int64_t order_id);
/* The one that carries that code; false when there is none. */
bool document_by_code(
    struct db *db, struct arena *mem, const char *code, struct document *out);
/* Its sealed bytes are kept once, while it is valid; false otherwise. */
bool document_keep_content(
    struct db *db, int64_t id, const void *box, size_t len, size_t size);
/* Its sealed bytes; NULL when there are none. */
const void *document_content(
    struct db *db, struct arena *mem, int64_t id, size_t *len_out);

#endif
