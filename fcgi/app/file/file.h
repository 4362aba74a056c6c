/*
 * Files of orders (PLAT-9): uploaded in chunks, checked by content, readable
 * by those who may read the order. Not here: the bytes (lib/store.h).
 */
#ifndef LIANGDING_APP_FILE_H
#define LIANGDING_APP_FILE_H

#include "app/request.h"

enum { FILE_CHUNK_BYTES = 1024 * 1024 };

struct file {
	int64_t id, organisation_id, order_id, size, received, state;
	int64_t order_kind, division, addressee_id;
	int64_t width, height, pages; /* 0 where they do not apply */
	const char *file_id, *order_no, *field, *name, *media_type;
	const char *sha256; /* in hexadecimal; NULL while it is not whole */
};

/* Answers with the bytes of that digest, under the name: to be looked at, or,
 * where the query says download, to be kept. */
void file_send(struct request *r, const char *name, const char *media_type,
    const char *digest);

extern const struct object file_object;
extern const struct form file_new_form;
extern const struct shape file_shape, file_list_shape;
handler file_create_http, file_get_http, file_delete_http, file_content_http,
    file_uploads_http, file_put_prepare, file_put_http;

#endif
