/* Uploading, reading and removing files. */
#include "app/file/file.h"

#include <stdlib.h>
#include <string.h>

#include "app/file/file_sql.h"
#include "app/order/order.h"
#include "app/order/order_sql.h"
#include "lib/checks.h"
#include "lib/store.h"

enum { FILES_AN_ORDER = 100 };

struct file_new {
	const char *field, *name;
	int64_t size;
};

static const struct field new_fields[] = {
	{ .name = "field",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 40,
	    .zh = "材料名称",
	    .en = "Attachment",
	    INTO(file_new, field) },
	{ .name = "name",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .max = 200,
	    .check = is_file_name,
	    .zh = "文件名",
	    .en = "File name",
	    .format_zh = "不含路径，例如 协议.pdf",
	    .format_en = "Without a path, for example agreement.pdf",
	    INTO(file_new, name) },
	{ .name = "size",
	    .type = FIELD_INTEGER,
	    .flags = FIELD_REQUIRED,
	    .min = 0,
	    .zh = "文件大小",
	    .en = "Size in bytes",
	    INTO(file_new, size) },
};
const struct form file_new_form =
    FORM_INTO("file_new", "上传文件", "Upload a file", new_fields, file_new);

struct file_document {
	const char *file_id, *order_no, *field, *name, *media_type;
	int64_t size, offset, chunk_size, state;
};

static const struct column columns[] = {
	COLUMN(file_document, file_id),
	COLUMN(file_document, order_no),
	COLUMN(file_document, field),
	COLUMN(file_document, name),
	COLUMN(file_document, size),
	COLUMN(file_document, offset),
	COLUMN(file_document, chunk_size),
	COLUMN_WITH(file_document, state, .words = &file_state_words),
	COLUMN_WITH(file_document, media_type, .flags = COLUMN_NULLABLE),
};
const struct shape file_shape = { "file", columns,
	sizeof(columns) / sizeof(columns[0]), sizeof(struct file_document) };

static void
answer(struct request *r, const struct file *f)
{
	struct file_document *d = arena_alloc(r->mem, sizeof(*d));

	*d = (struct file_document){ f->file_id, f->order_no, f->field, f->name,
		f->media_type, f->size, f->received, FILE_CHUNK_BYTES,
		f->state };
	r->result = d;
}

/* Reviewers see a file once a submission names it. */
static enum err
file_load(struct request *r, struct scope *out)
{
	struct file *f = arena_alloc(r->mem, sizeof(*f));
	struct order_level levels[LEVEL_COUNT] = { 0 };

	if (!file_by_id(r->db, r->mem, r->args[0], f))
		return db_error(r->db) != OK ? db_error(r->db) : ERR_NOT_FOUND;
	out->organisation_id = f->organisation_id;
	out->division = f->division;
	if (f->submitted != 0 && request_has_role(r, MAY_REVIEW))
		order_levels(r->db, f->order_id, levels);
	out->levels = order_levels_seeing(levels);
	r->object = f;
	return OK;
}
const struct object file_object = { "file", file_load, false };

static const struct field *
field_of(int64_t kind, const char *name)
{
	const struct field *f = form_field(order_kind(kind)->content, name);

	return f != NULL && f->type == FIELD_ATTACHMENT ? f : NULL;
}

enum err
file_create_http(struct request *r)
{
	const struct file_new *form = r->form;
	const struct order *o = &((const struct order_seen *)r->object)->order;
	const struct field *field = field_of(o->kind, form->field);
	struct file f = { .file_id = crypt_random_text(r->mem, 16),
		.organisation_id = o->organisation_id,
		.order_id = o->id,
		.order_no = o->order_no,
		.field = form->field,
		.name = form->name,
		.size = form->size,
		.state = FILE_UPLOADING };
	const char *fault;
	enum err e;

	if (!order_is_editable(o))
		return ERR_ORDER_STAGE;
	if (field == NULL) {
		request_fault(r, &file_new_form, "field", "choice");
		return ERR_INVALID;
	}
	fault = form->size == 0                ? "empty"
		: form->size > field->max_size ? "file_size"
		: sniff_extension(form->name, field->accept) == NULL
		    ? "extension"
		    : NULL;
	if (fault != NULL) {
		fault_add(&r->problem.faults, field->name, fault, field);
		return ERR_FILE_REFUSED;
	}
	if (file_count(r->db, o->id) >= FILES_AN_ORDER)
		return ERR_FILES_TOO_MANY;
	e = file_insert(r, &f);
	answer(r, &f);
	return e;
}

enum err
file_get_http(struct request *r)
{
	answer(r, r->object);
	return OK;
}

enum err
file_delete_http(struct request *r)
{
	const struct file *f = r->object;

	/* Whoever submits the order holds it too: one after the other. */
	order_lock(r->db, f->order_id);
	if (file_is_submitted(r->db, f->id))
		return ERR_ORDER_STAGE; /* history keeps it */
	file_delete(r->db, f->id);
	if (f->state == FILE_UPLOADING)
		store_drop(r->server->config.file_directory, f->file_id);
	return db_error(r->db);
}

/* What the chunk turned out to be, for the transaction. */
struct chunk {
	int64_t offset;
	bool last;
	const struct accept *accept; /* of a whole, good file */
	const char *fault;           /* of a whole, bad one */
	unsigned char sha256[DIGEST_BYTES];
};

/* Looks at a finished upload and, if it is good, seals it. */
static enum err
check_whole(
    struct request *r, const struct file *f, struct upload *u, struct chunk *c)
{
	const struct field *field = field_of(f->order_kind, f->field);
	char head[SNIFF_BYTES], tail[SNIFF_TAIL_BYTES];
	int64_t end = f->size - SNIFF_TAIL_BYTES;
	long n = store_read(u, 0, head, sizeof(head));
	long m = store_read(u, end > 0 ? end : 0, tail, sizeof(tail));

	if (n < 0 || m < 0)
		return ERR_INTERNAL;
	c->accept = sniff(r->server->sniffer, f->name, head, (size_t)n,
	    field->accept, &c->fault);
	if (c->accept != NULL && !sniff_is_whole(c->accept, tail, (size_t)m)) {
		c->accept = NULL;
		c->fault = "signature";
	}
	if (c->accept == NULL)
		return OK;
	c->fault = NULL;
	return store_seal(u, f->size, c->sha256);
}

enum err
file_put_prepare(struct request *r)
{
	const struct file *f = r->object;
	const char *header = http_header(&r->http, "UPLOAD_OFFSET");
	struct chunk *c = arena_alloc(r->mem, sizeof(*c));
	int64_t len = (int64_t)r->http.body_len;
	struct upload u;
	enum err e;

	r->prepared = c;
	c->offset = header == NULL ? -1 : strtoll(header, NULL, 10);
	r->problem.offset = f->received;
	r->problem.tells_offset = true;
	if (f->state != FILE_UPLOADING || c->offset != f->received)
		return ERR_FILE_OFFSET;
	if (len == 0 || c->offset + len > f->size)
		return ERR_TOO_LARGE;
	e = store_open(
	    &u, r->server->config.file_directory, f->file_id, c->offset);
	if (e == OK)
		e = store_write(&u, c->offset, r->http.body, r->http.body_len);
	c->last = c->offset + len == f->size;
	if (e == OK && c->last)
		e = check_whole(r, f, &u, c);
	store_close(&u);
	/* Its earlier part is gone, as after a crash: from the beginning. */
	if (e == ERR_FILE_OFFSET &&
	    !store_has(r->server->config.file_directory, f->file_id)) {
		file_restart(r->db, f->id);
		r->problem.offset = 0;
	}
	return e;
}

enum err
file_put_http(struct request *r)
{
	const struct chunk *c = r->prepared;
	struct file f = *(const struct file *)r->object;
	enum err e;

	if (c->fault != NULL) {
		file_delete(r->db, f.id);
		store_drop(r->server->config.file_directory, f.file_id);
		fault_add(&r->problem.faults, f.field, c->fault,
		    field_of(f.order_kind, f.field));
		return ERR_FILE_REFUSED;
	}
	e = file_advance(r->db, &f, c->offset, (int64_t)r->http.body_len);
	if (e != OK)
		return e;
	f.received += (int64_t)r->http.body_len;
	if (c->last) {
		file_finish(r->db, &f, c->accept->media_type, c->sha256);
		f.state = FILE_OK;
		f.media_type = c->accept->media_type;
	}
	answer(r, &f);
	return db_error(r->db);
}

/* RFC 8187: the name as UTF-8, percent-encoded. */
static const char *
encoded_name(struct arena *mem, const char *name)
{
	struct buf b = buf_new(mem);

	for (; *name != '\0'; name++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
			   "WXYZ0123456789-._~",
			*name) != NULL)
			buf_add(&b, name, 1);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*name);
	return buf_text(&b);
}

enum err
file_content_http(struct request *r)
{
	const struct file *f = r->object;
	const struct json *download = json_member(r->http.query, "download");

	if (f->state != FILE_OK)
		return ERR_NOT_FOUND;
	r->answer.status = 200;
	http_set_header(&r->answer, "Content-Type", f->media_type);
	http_set_header(&r->answer, "Content-Disposition",
	    arena_printf(r->mem, "%s; filename*=UTF-8''%s",
		download != NULL ? "attachment" : "inline",
		encoded_name(r->mem, f->name)));
	http_set_header(&r->answer, "X-Accel-Redirect",
	    arena_printf(r->mem, "%s/_files/%s", http_param(&r->http, "PREFIX"),
		f->path));
	return OK;
}
